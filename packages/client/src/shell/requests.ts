import { IN_FLIGHT_MAX, type CommandFrame, type WireError } from '@pult/protocol'
import type { IncomingFrame } from '../link/frames.ts'
import type { Clock } from '../options.ts'
import {
  frameTooLargeRefusal,
  networkRefusal,
  refusalOf,
  timeoutRefusal,
  tooManyRefusal,
  type Refusal,
} from '../pult-error.ts'
import type { Sending } from './stream.ts'

/** Commands that wait for the connection or an answer. More at once is a loop, not a person. */
const REQUESTS_MAX = 256
/** [G6] Room is left for the connection's own frames: follow, heartbeat, typing. */
const FLYING_MAX = IN_FLIGHT_MAX - 8

export type Answer =
  | { readonly ok: true; readonly data: unknown; readonly seq: number | undefined }
  | { readonly ok: false; readonly refusal: Refusal }

interface Request {
  readonly command: string
  readonly key: string
  readonly data: unknown
  readonly timeoutMs: number
  /** Sent again on the next connection, with its key [S6]. Otherwise a loss is an answer: `network`. */
  readonly outlives: boolean
  /** Called exactly once. */
  readonly onAnswer: (answer: Answer) => void
}

/** Commands without an answer yet: each gets exactly one, whatever happens to the connection. */
export interface Requests {
  readonly ask: (request: Request) => void
  /** Unknown ids are ignored: the answer came before, or somebody else's. */
  readonly onReply: (frame: IncomingFrame) => void
  /** The stream is live, or is no more. */
  readonly onLive: () => void
  readonly onLost: () => void
  /** Everything that waits is refused. */
  readonly refuseAll: (refusal: Refusal) => void
}

interface Waiting {
  readonly request: Request
  readonly cancel: () => void
  isFlying: boolean
}

export function createRequests(clock: Clock, send: (frame: CommandFrame) => Sending): Requests {
  const waiting = new Map<string, Waiting>()
  let made = 0
  let flying = 0
  let isLive = false

  function answer(id: string, given: Answer): void {
    const found = waiting.get(id)
    if (found === undefined) return
    waiting.delete(id)
    found.cancel()
    if (found.isFlying) flying -= 1
    found.request.onAnswer(given)
    fly()
  }

  function fly(): void {
    if (!isLive) return
    for (const [id, one] of waiting) {
      if (flying >= FLYING_MAX) return
      if (one.isFlying) continue
      const { command, key, data } = one.request
      const outcome = send({ command, id, key, data })
      if (outcome === 'not_connected') return
      if (outcome === 'too_large') {
        answer(id, { ok: false, refusal: frameTooLargeRefusal })
        continue
      }
      one.isFlying = true
      flying += 1
    }
  }

  return {
    ask(request) {
      if (waiting.size >= REQUESTS_MAX) return request.onAnswer({ ok: false, refusal: tooManyRefusal })
      const id = String(++made)
      const cancel = clock.after(request.timeoutMs, () => answer(id, { ok: false, refusal: timeoutRefusal }))
      waiting.set(id, { request, cancel, isFlying: false })
      fly()
    },
    onReply(frame) {
      if (typeof frame.id !== 'string') return
      const error = frame.error as Partial<WireError> | undefined
      if (typeof error === 'object' && error !== null)
        return answer(frame.id, { ok: false, refusal: refusalOf(error) })
      answer(frame.id, {
        ok: true,
        data: frame.data ?? {},
        seq: typeof frame.seq === 'number' ? frame.seq : undefined,
      })
    },
    onLive() {
      isLive = true
      fly()
    },
    onLost() {
      isLive = false
      flying = 0
      for (const [id, one] of waiting) {
        one.isFlying = false
        if (!one.request.outlives) answer(id, { ok: false, refusal: networkRefusal })
      }
    },
    refuseAll(refusal) {
      isLive = false
      for (const id of waiting.keys()) answer(id, { ok: false, refusal })
      flying = 0
    },
  }
}
