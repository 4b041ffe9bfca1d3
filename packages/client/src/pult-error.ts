import type { ErrorCode, Message, WireError } from '@pult/protocol'

/**
 * Refusals that never left this machine. `timeout`: no answer in time (the command may have happened; repeat it with the same key);
 * `network`: it did not get through; `stopped`: the stream has stopped for good; `closed`: `close()` was called;
 * `too_many`: a bounded queue is full; `discarded`: the message was taken out of the outbox.
 */
export type LocalErrorCode = 'timeout' | 'network' | 'stopped' | 'closed' | 'too_many' | 'discarded'

/** A refusal as plain data: what the outbox keeps across reloads and what the state shows. */
export interface Refusal {
  readonly code: ErrorCode | LocalErrorCode
  readonly message: string
  /** The dotted path of the wrong field: `data.body`. */
  readonly field?: string
  /** The same command may succeed later by itself. */
  readonly temporary: boolean
  /** Not before so many milliseconds. */
  readonly retryMs?: number
  /** Only with `stale`: what was written after `seen`, oldest first. */
  readonly missed?: readonly Message[]
}

/** Why a command, a read or an upload did not happen. `code` is one of the protocol's table or a {@link LocalErrorCode}. */
export class PultError extends Error {
  override readonly name = 'PultError'
  readonly code: ErrorCode | LocalErrorCode
  readonly field: string | undefined
  readonly temporary: boolean
  readonly retryMs: number | undefined
  readonly missed: readonly Message[]

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.message, options)
    this.code = refusal.code
    this.field = refusal.field
    this.temporary = refusal.temporary
    this.retryMs = refusal.retryMs
    this.missed = refusal.missed ?? []
  }
}

/** What the server said, as a refusal. Total: a server that sends less than the protocol promises is still understood. */
export function refusalOf(error: Partial<WireError>): Refusal {
  return {
    code: error.code ?? 'internal',
    message: error.message ?? 'The server gave no reason.',
    temporary: error.temporary ?? false,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.retryMs === undefined ? {} : { retryMs: error.retryMs }),
    ...(error.missed === undefined ? {} : { missed: error.missed as readonly Message[] }),
  }
}

/** What was thrown, as plain data; what is none of ours is the network's. */
export function refusalIn(error: unknown): Refusal {
  if (!(error instanceof PultError)) return { ...networkRefusal, message: String(error) }
  const { code, message, temporary, retryMs } = error
  return { code, message, temporary, ...(retryMs === undefined ? {} : { retryMs }) }
}

export const networkRefusal: Refusal = {
  code: 'network',
  message: 'The server was not reached.',
  temporary: true,
}
export const timeoutRefusal: Refusal = {
  code: 'timeout',
  message: 'The server did not answer in time.',
  temporary: true,
}
export const stoppedRefusal: Refusal = {
  code: 'stopped',
  message: 'The stream has stopped.',
  temporary: false,
}
export const closedRefusal: Refusal = {
  code: 'closed',
  message: 'The client was closed.',
  temporary: true,
}
export const discardedRefusal: Refusal = {
  code: 'discarded',
  message: 'The message was discarded.',
  temporary: false,
}
export const frameTooLargeRefusal: Refusal = {
  code: 'frame_too_large',
  message: 'The frame is larger than 64 KiB.',
  temporary: false,
}
export const tooManyRefusal: Refusal = {
  code: 'too_many',
  message: 'Too much is waiting to be sent.',
  temporary: true,
}
