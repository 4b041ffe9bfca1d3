import type { BotFaultCode } from '@pult/protocol'
import type { Outbound, OutboundAnswer, OutboundFailure, OutboundFault } from '../outbound/index.ts'
import { NOTHING_WRITTEN, withPiece, type Completion, type Usage } from './completion.ts'
import { DIALECTS, isRefusedDialect, type Question } from './dialects.ts'
import { NO_EVENTS, readEvents } from './event-stream.ts'
import { unitVector } from './retrieval.ts'

export interface EndpointSettings {
  /** What `chat/completions` is below. */
  readonly address: string
  /** Empty: none is sent. */
  readonly key: string
}

export interface EndpointPorts {
  readonly outbound: Outbound
  readonly steadyMs: () => number
  /** 0 to 1. */
  readonly random: () => number
  /** Runs something once after a while; returns how to stop it. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

export interface Asking {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Told what was written so far, whenever it has grown. */
  readonly onWritten?: (text: string) => void
}

/** What came of a question; a failure is data. */
export type Asked =
  | { readonly ok: true; readonly text: string; readonly finish: string | null; readonly usage: Usage | null }
  | { readonly ok: false; readonly code: BotFaultCode; readonly sentence: string }

export interface Endpoint {
  readonly ask: (question: Question, asking: Asking) => Promise<Asked>
  /** One vector of unit length for each text, or a failure. */
  readonly embed: (
    model: string,
    texts: readonly string[],
    asking: Asking,
  ) => Promise<
    | { readonly ok: true; readonly vectors: readonly Float32Array[]; readonly tokens: number | null }
    | Extract<Asked, { ok: false }>
  >
}

/** Four thousand tokens, each in an envelope of some hundred bytes. */
const ANSWER_BYTES_MAX = 2 * 1024 * 1024
/** A hundred vectors of four thousand numbers as text. */
const VECTORS_BYTES_MAX = 8 * 1024 * 1024
/** An answer that is longer is not read any further: nobody would be shown it. */
export const WRITTEN_CHARS_MAX = 20_000
/** Before the second try, jittered up to twice as long; it must leave time for an answer. */
const PAUSE_MS = 400
const TRY_MS_MIN = 1_000
/** What a second try a moment later may mend. */
const PASSING: ReadonlySet<OutboundFault> = new Set(['unreachable', 'broken_answer', 'busy'])

/** [MB9] An endpoint that speaks as OpenAI's does. Nothing is kept but the way in which it wants to be asked. */
export function createEndpoint({ address, key }: EndpointSettings, ports: EndpointPorts): Endpoint {
  let dialect = 0

  async function post(
    path: string,
    body: object,
    bytesMax: number,
    asking: Asking & Listening,
  ): Promise<OutboundAnswer> {
    return ports.outbound({
      url: addressOf(address, path),
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(body),
      timeoutMs: Math.max(1, Math.round(asking.timeoutMs)),
      answerBytesMax: bytesMax,
      ...(asking.signal === undefined ? {} : { signal: asking.signal }),
      ...(asking.onText === undefined ? {} : { onText: asking.onText }),
    })
  }

  async function askOnce(
    question: Question,
    asking: Asking,
  ): Promise<Asked & { readonly answer?: OutboundFailure }> {
    let stream = NO_EVENTS
    let completion: Completion = NOTHING_WRITTEN
    const onText = (piece: string, contentType: string): 'enough' | undefined => {
      if (contentType !== EVENT_STREAM) return contentType === JSON_TYPE ? undefined : 'enough'
      const read = readEvents(stream, piece)
      if (read === undefined) completion = { ...completion, isBroken: true }
      else {
        stream = read.stream
        const before = completion.text.length
        for (const event of read.events) if (!completion.isDone) completion = withPiece(completion, event)
        if (completion.text.length > before) asking.onWritten?.(completion.text)
      }
      return completion.isDone || completion.isBroken || completion.text.length > WRITTEN_CHARS_MAX
        ? 'enough'
        : undefined
    }
    const make = DIALECTS[dialect] ?? DIALECTS[0]!
    const answer = await post('chat/completions', make(question), ANSWER_BYTES_MAX, { ...asking, onText })
    if (!answer.ok) return { ...failed(answer), answer }
    if (answer.contentType === JSON_TYPE) completion = withPiece(completion, answer.body)
    else if (answer.contentType !== EVENT_STREAM)
      return wrong(`It answered ${answer.contentType || 'something'}, which is no answer of a model.`)
    // The last event may lack the empty line after it; one that we stopped in the middle of is none.
    else if (completion.text.length <= WRITTEN_CHARS_MAX)
      for (const event of readEvents(stream, '\n\n')?.events ?? [])
        completion = completion.isDone ? completion : withPiece(completion, event)
    return finished(completion)
  }

  async function ask(question: Question, asking: Asking): Promise<Asked> {
    const startedMs = ports.steadyMs()
    const leftMs = (): number => asking.timeoutMs - (ports.steadyMs() - startedMs)
    let hasRepeated = false
    let hasWritten = false
    const told: Asking = {
      ...asking,
      onWritten(text) {
        hasWritten = true
        asking.onWritten?.(text)
      },
    }
    for (;;) {
      const { answer, ...asked } = await askOnce(question, { ...told, timeoutMs: leftMs() })
      if (asked.ok || answer === undefined) return asked
      if (isRefusedDialect(answer.status) && dialect < DIALECTS.length - 1 && leftMs() > TRY_MS_MIN) {
        dialect += 1
        continue
      }
      const isPassing = PASSING.has(answer.code) || answer.status === 429 || (answer.status ?? 0) >= 500
      const pauseMs = Math.max(PAUSE_MS * (1 + ports.random()), retryAfterMs(answer))
      if (!isPassing || hasRepeated || hasWritten || leftMs() - pauseMs < TRY_MS_MIN) {
        // A question that no dialect mends begins at the usual one next time.
        if (isRefusedDialect(answer.status)) dialect = 0
        return asked
      }
      hasRepeated = true
      await pause(pauseMs, asking.signal)
    }
  }

  function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        stop()
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const stop = ports.after(delayMs, done)
      signal?.addEventListener('abort', done, { once: true })
    })
  }

  return {
    ask,
    async embed(model, texts, asking) {
      const answer = await post('embeddings', { model, input: texts }, VECTORS_BYTES_MAX, asking)
      if (!answer.ok) return failed(answer)
      return vectorsIn(answer.body, texts.length) ?? wrong('It has no vectors for texts.')
    },
  }
}

interface Listening {
  readonly onText?: (piece: string, contentType: string) => 'enough' | undefined
}

const EVENT_STREAM = 'text/event-stream'
const JSON_TYPE = 'application/json'

function finished({ text, finish, isDone, isBroken, usage }: Completion): Asked {
  if (isBroken)
    return wrong('It broke off in the middle of its answer, or what it said is no answer of a model.')
  if (text.length > WRITTEN_CHARS_MAX)
    return { ok: true, text: text.slice(0, WRITTEN_CHARS_MAX), finish: 'length', usage }
  // Half an answer may say the opposite of the whole.
  if (finish === null && !isDone) return wrong('Its answer ended before it was over.')
  return { ok: true, text, finish, usage }
}

function wrong(sentence: string): Extract<Asked, { ok: false }> {
  return { ok: false, code: 'wrong_answer', sentence }
}

/** [MB9] Says what an admin can do about it. */
function failed({ code, sentence, status }: OutboundFailure): Extract<Asked, { ok: false }> {
  const told = status === undefined ? undefined : STATUS_FAULTS[status]
  const more = told?.hint ?? HINTS[code]
  return {
    ok: false,
    code: told?.code ?? code,
    sentence: more === undefined ? sentence : `${sentence} ${more}`,
  }
}
const ALLOW =
  'A model inside of the network, as Ollama on this machine, must be allowed by PULT_OUTBOUND_ALLOW.'
const HINTS: Partial<Record<OutboundFault, string>> = {
  blocked_address: ALLOW,
  blocked_port: ALLOW,
  https_only: `${ALLOW} With http:// before the host for plain HTTP.`,
}
const STATUS_FAULTS: Readonly<Record<number, { readonly code: BotFaultCode; readonly hint: string }>> = {
  401: { code: 'key_refused', hint: 'It does not take the key.' },
  403: { code: 'key_refused', hint: 'It does not take the key, or not for this model.' },
  404: {
    code: 'model_not_found',
    hint: 'It has no such model, or the address is another: it usually ends in /v1.',
  },
  429: { code: 'asked_too_often', hint: 'It has been asked too often, or its credit is used up.' },
}

function addressOf(address: string, path: string): string {
  const url = new URL(address)
  // Whoever copied the whole address means the same.
  const base = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')
  url.pathname = `${base}/${path}`
  return url.href
}

/** `Retry-After` in seconds, where it asks for that. */
function retryAfterMs({ retryAfter }: OutboundFailure): number {
  return retryAfter !== undefined && /^\d{1,4}$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0
}

function vectorsIn(
  body: string,
  count: number,
):
  | { readonly ok: true; readonly vectors: readonly Float32Array[]; readonly tokens: number | null }
  | undefined {
  let json: { data?: { index?: unknown; embedding?: unknown }[]; usage?: { total_tokens?: unknown } }
  try {
    json = JSON.parse(body) as typeof json
  } catch {
    return undefined
  }
  if (!Array.isArray(json?.data) || json.data.length !== count) return undefined
  const vectors: Float32Array[] = []
  for (const [at, one] of json.data.entries()) {
    const numbers: unknown = one?.embedding
    if (!Array.isArray(numbers) || !numbers.every((number) => typeof number === 'number')) return undefined
    const vector = unitVector(numbers)
    const place = typeof one.index === 'number' ? one.index : at
    if (vector === undefined || place < 0 || place >= count) return undefined
    vectors[place] = vector
  }
  const total = json.usage?.total_tokens
  return Object.keys(vectors).length === count
    ? { ok: true, vectors, tokens: typeof total === 'number' ? total : null }
    : undefined
}
