import type { BotFaultCode, SessionId } from '@pult/protocol'
import { withFailure, type Tally } from './tally.ts'

/** An event got no answer; the session is for people. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError'
  readonly code: BotFaultCode
  constructor(code: BotFaultCode, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/** What a bot did, with one more of its events that ended so. Everything that is not an {@link EndpointError} is a fault of ours, and no line of the bot's log. */
export function withError(tally: Tally, error: unknown, sessionId: SessionId, atMs: number): Tally {
  if (!(error instanceof EndpointError)) return tally
  return withFailure(tally, { atMs, sessionId, code: error.code, sentence: error.message })
}
