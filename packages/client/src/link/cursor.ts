/** A place in the log of one incarnation [S3]. */
export interface Position {
  readonly epoch: string
  readonly seq: number
}

export function cursorOf(position: Position): string {
  return `${position.epoch}:${position.seq}`
}

/** `<epoch>:<seq>`; null for anything else. */
export function parseCursor(cursor: unknown): Position | null {
  if (typeof cursor !== 'string') return null
  const match = /^([^:]+):(\d+)$/.exec(cursor)
  return match === null ? null : { epoch: match[1]!, seq: Number(match[2]) }
}
