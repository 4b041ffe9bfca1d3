import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../parts/context.ts'
import { sayError } from '../store/error-words.ts'
import { browserClock } from '../store/clock.ts'
import { browserPage } from '../store/page.ts'

export interface Live<T> {
  /** Null: not read yet. What was read stays when a later reading fails. */
  readonly value: T | null
  /** When it was, by this browser's clock; null: not yet. */
  readonly readAtMs: number | null
  readonly trouble: string | null
  readonly read: () => void
}

/** Reads again and again while the page is seen; nobody is asked for what nobody looks at. `read` stays the same from drawing to drawing. */
export function useLive<T>(read: () => Promise<T>, eachMs: number): Live<T> {
  const words = useWords()
  const [found, setFound] = useState<{ readonly value: T; readonly atMs: number } | null>(null)
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
        const value = await read()
        if (isOver) return
        setFound({ value, atMs: browserClock.nowMs() })
        setError(null)
      } catch (failure) {
        if (isOver) return
        setError(failure)
      } finally {
        isReading = false
      }
      cancel = browserClock.after(eachMs, () => void look())
    }
    void look()
    const unwatch = browserPage.onLook(() => void look())
    return () => {
      isOver = true
      cancel?.()
      unwatch()
    }
  }, [read, eachMs, round])
  return {
    value: found === null ? null : found.value,
    readAtMs: found === null ? null : found.atMs,
    trouble: error === null ? null : sayError(words, error),
    read: () => setRound((count) => count + 1),
  }
}
