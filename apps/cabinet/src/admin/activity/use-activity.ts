import type { BotActivity, BotSummary } from '@pult/protocol'
import { useCallback } from 'preact/hooks'
import { useDesk } from '../../parts/context.ts'
import { useLive, type Live } from '../use-live.ts'

/** Between two readings while somebody looks: a number that is three seconds old is a number of now. */
export const READ_EACH_MS = 3_000

export function useBotActivities(days: number): Live<readonly BotSummary[]> {
  const { client } = useDesk()
  const read = useCallback(
    () => client.history.botActivities(periodOf(days)).then(({ items }) => items),
    [client, days],
  )
  return useLive(read, READ_EACH_MS)
}

export function useBotActivity(id: string, days: number): Live<BotActivity> {
  const { client } = useDesk()
  const read = useCallback(() => client.history.botActivity(id, periodOf(days)), [client, id, days])
  return useLive(read, READ_EACH_MS)
}

/** Days are the reader's own. */
function periodOf(days: number): { days: number; utcOffset: number } {
  return { days, utcOffset: offsetHere() }
}

/** Minutes east of Greenwich, where the reader is. */
export function offsetHere(): number {
  return -new Date().getTimezoneOffset()
}
