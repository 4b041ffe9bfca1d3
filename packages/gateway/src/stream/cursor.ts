import type { Hub } from './hub.ts'

/** [S3] `<epoch>:<seq>`. */
export function cursorOf(epoch: string, seq: number): string {
  return `${epoch}:${seq}`
}

/**
 * The `seq` to go on from, or undefined where only a snapshot helps: another epoch, the future, before the kept window, or no cursor of
 * ours at all. Never an error.
 */
export function resumableSeq(
  cursor: string | undefined,
  log: { readonly epoch: string; readonly headSeq: number; readonly oldestSeq: number },
): number | undefined {
  const seq = seqOfCursor(cursor, log.epoch)
  return seq !== undefined && seq <= log.headSeq && seq >= log.oldestSeq ? seq : undefined
}

/** Whether a cursor of this log is of a place that this node has not told yet: another one may have. */
export function isAhead(
  cursor: string | undefined,
  { engine, hub }: { readonly engine: { readonly epoch: string }; readonly hub: Pick<Hub, 'ring'> },
): boolean {
  return (seqOfCursor(cursor, engine.epoch) ?? 0) > hub.ring.endSeq
}

/** The place that a cursor of this log names, wherever it is. */
function seqOfCursor(cursor: string | undefined, epoch: string): number | undefined {
  if (cursor === undefined) return undefined
  const colon = cursor.lastIndexOf(':')
  if (colon < 0 || cursor.slice(0, colon) !== epoch) return undefined
  const digits = cursor.slice(colon + 1)
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined
}
