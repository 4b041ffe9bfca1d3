import type { BotActivity, BotSummary } from '@pult/protocol'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { sayError } from '../../store/error-words.ts'
import { browserClock } from '../../store/clock.ts'
import { browserPage } from '../../store/page.ts'

/** Between two readings while somebody looks: a number that is three seconds old is a number of now. */
export const READ_EACH_MS = 3_000

export interface Live<T> {
  /** Null: not read yet. What was read stays when a later reading fails. */
  readonly value: T | null
  readonly trouble: string | null
  readonly read: () => void
}

export function useBotActivities(days: number): Live<readonly BotSummary[]> {
  const { client } = useDesk()
  const read = useCallback(
    () => client.history.botActivities(periodOf(days)).then(({ items }) => items),
    [client, days],
  )
  return useLive(read)
}

export function useBotActivity(id: string, days: number): Live<BotActivity> {
  const { client } = useDesk()
  const read = useCallback(() => client.history.botActivity(id, periodOf(days)), [client, id, days])
  return useLive(read)
}

/** Days are the reader's own. */
function periodOf(days: number): { days: number; utcOffset: number } {
  return { days, utcOffset: offsetHere() }
}

/** Minutes east of Greenwich, where the reader is. */
export function offsetHere(): number {
  return -new Date().getTimezoneOffset()
}

/** Reads again and again while the page is seen; nobody is asked for what nobody looks at. */
function useLive<T>(read: () => Promise<T>): Live<T> {
  const words = useWords()
  const [value, setValue] = useState<T | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    let isOver = false
    let cancel: (() => void) | undefined
    let isReading = false
    async function look(): Promise<void> {
      if (isReading || isOver || !browserPage.isVisible()) return
      cancel?.()
      isReading = true
      try {
        const next = await read()
        if (isOver) return
        setValue(() => next)
        setError(null)
      } catch (failure) {
        if (isOver) return
        setError(failure)
      } finally {
        isReading = false
      }
      cancel = browserClock.after(READ_EACH_MS, () => void look())
    }
    void look()
    const unwatch = browserPage.onLook(() => void look())
    return () => {
      isOver = true
      cancel?.()
      unwatch()
    }
  }, [read, round])
  return {
    value,
    trouble: error === null ? null : sayError(words, error),
    read: () => setRound((count) => count + 1),
  }
}
