import type { BotFaultCode, BotReply, SessionId } from '@pult/protocol'
import {
  EndpointError,
  NOTHING_YET,
  withAnswer,
  withError,
  withTry,
  type EndpointState,
} from '../endpoint/index.ts'
import { onAbort } from '../outbound/index.ts'
import type { Letter } from '../webhook/letter.ts'
import { readAnswer } from '../webhook/read-answer.ts'
import { OPEN_MAX } from '../webhook/webhook-bot.ts'

/** The other end of a connection that a program has opened. */
export interface LineEnd {
  /** False: it cannot be taken, the line is as good as gone. */
  readonly tell: (letter: Letter) => boolean
}

/** A program's connection, as it answers. */
export interface JoinedLine {
  /** A sentence for its author where the answer cannot be taken; then the event has failed. What nobody waits for is answered in vain. */
  readonly answer: (eventId: string, reply: unknown) => string | undefined
  readonly fail: (eventId: string, sentence: string) => void
  readonly leave: () => void
}

export interface LineState extends EndpointState {
  /** Programs that are connected now. */
  readonly lines: number
}

export interface LineHub {
  /** Null: enough of them are there. What was told to nobody, or to who is gone, is told at once. */
  readonly join: (end: LineEnd) => JoinedLine | null
  readonly post: (
    letter: Letter,
    sessionId: SessionId,
    signal: AbortSignal,
    withinMs: number,
  ) => Promise<BotReply>
  readonly state: () => LineState
}

export interface LinePorts {
  readonly nowMs: () => number
  /** A clock that only goes forward. */
  readonly steadyMs: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
  /** When this server began to hear: programs that were connected before come back. By the steady clock. */
  readonly startedMs: number
}

/** A program that is gone for longer than this is gone: a new connection takes a second, a restart of either side a few. */
export const COMEBACK_MS = 5_000
/** Programs of one bot at once: more than share the work of a large one, fewer than a loop that connects. */
export const LINES_MAX = 16

const SENTENCES = {
  not_connected: 'No program is connected.',
  overloaded: 'Too many sessions wait for it.',
  stopped: 'The session has gone to somebody else.',
  timeout: 'It did not answer in time.',
} as const

interface Line {
  readonly end: LineEnd
  /** Told and not answered. */
  open: number
}

interface Waiting {
  readonly letter: Letter
  line: Line | null
  tries: number
  readonly settle: (outcome: BotReply | EndpointError) => void
}

/**
 * The connections of one bot's programs, and what they owe. An event is told to one of them, and again to another when that one is gone, until it is answered or
 * nobody waits for it: at least once, with the same id. Where none is connected, sessions go to people at once.
 */
export function createLineHub(ports: LinePorts): LineHub {
  const { nowMs, steadyMs } = ports
  const lines = new Set<Line>()
  /** By the id of the letter, in the order in which they came. */
  const waiting = new Map<string, Waiting>()
  let tally = NOTHING_YET
  let expectedUntilMs = ports.startedMs + COMEBACK_MS
  let stopExpecting: (() => void) | undefined

  function tell(one: Waiting): void {
    const line = leastBusy()
    if (line === undefined) return expect()
    one.line = line
    one.tries += 1
    line.open += 1
    tally = withTry(tally, one.tries)
    if (!line.end.tell(one.letter)) leave(line)
  }

  function leastBusy(): Line | undefined {
    let found: Line | undefined
    for (const line of lines) if (found === undefined || line.open < found.open) found = line
    return found
  }

  /** Nobody is there to be told: for a while somebody may come back. */
  function expect(): void {
    stopExpecting?.()
    stopExpecting = ports.after(Math.max(0, expectedUntilMs - steadyMs()), () => {
      if (lines.size > 0) return
      for (const { settle } of waiting.values()) settle(faultOf('not_connected'))
    })
  }

  function leave(line: Line): void {
    if (!lines.delete(line)) return
    if (lines.size === 0) expectedUntilMs = steadyMs() + COMEBACK_MS
    for (const one of waiting.values()) {
      if (one.line !== line) continue
      one.line = null
      tell(one)
    }
  }

  function answer(eventId: string, reply: unknown): string | undefined {
    const one = waiting.get(eventId)
    if (one === undefined) return undefined
    if (reply === null) {
      one.settle({ answers: [] })
      return undefined
    }
    const read = readAnswer(200, JSON.stringify(reply))
    if (read.name === 'wrong') one.settle(new EndpointError('wrong_answer', read.sentence))
    else one.settle(read.name === 'reply' ? read.reply : { answers: [] })
    return read.name === 'wrong' ? read.sentence : undefined
  }

  function waitFor(letter: Letter, signal: AbortSignal, withinMs: number): Promise<BotReply> {
    return new Promise((resolve, reject) => {
      const stop = ports.after(withinMs, () => settle(faultOf('timeout')))
      const deaf = onAbort(signal, () => settle(faultOf('stopped')))
      const one: Waiting = { letter, line: null, tries: 0, settle }
      function settle(outcome: BotReply | EndpointError): void {
        if (waiting.get(letter.id) !== one) return
        waiting.delete(letter.id)
        if (one.line !== null) one.line.open -= 1
        stop()
        deaf()
        if (outcome instanceof EndpointError) reject(outcome)
        else resolve(outcome)
      }
      waiting.set(letter.id, one)
      tell(one)
    })
  }

  return {
    join(end) {
      if (lines.size >= LINES_MAX) return null
      const line: Line = { end, open: 0 }
      lines.add(line)
      stopExpecting?.()
      for (const one of waiting.values()) if (one.line === null) tell(one)
      return {
        answer,
        fail: (eventId, sentence) =>
          waiting.get(eventId)?.settle(new EndpointError('program_failed', sentence)),
        leave: () => leave(line),
      }
    },
    async post(letter, sessionId, signal, withinMs) {
      const startedMs = steadyMs()
      try {
        if (signal.aborted) throw faultOf('stopped')
        if (lines.size === 0 && startedMs >= expectedUntilMs) throw faultOf('not_connected')
        if (waiting.size >= OPEN_MAX) throw faultOf('overloaded')
        const reply = await waitFor(letter, signal, withinMs)
        tally = withAnswer(tally, reply.answers.length === 0, nowMs(), Math.round(steadyMs() - startedMs))
        return reply
      } catch (error) {
        tally = withError(tally, error, sessionId, nowMs())
        throw error
      }
    },
    state() {
      const underWay = [...waiting.values()].filter(({ line }) => line !== null).length
      return {
        ...tally,
        endpoint: lines.size > 0 ? 'answering' : 'absent',
        restsForMs: 0,
        underWay,
        waiting: waiting.size - underWay,
        lines: lines.size,
      }
    },
  }
}

function faultOf(code: keyof typeof SENTENCES & BotFaultCode): EndpointError {
  return new EndpointError(code, SENTENCES[code])
}
