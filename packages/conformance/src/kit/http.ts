import { httpStatusOf, type ErrorCode, type WireError } from '@pult/protocol'
import { fail, shown } from '../expect.ts'
import { answerFault, echoFault } from './check-answer.ts'
import type { Flavour, InputOf, ReplyOf } from './flavour.ts'
import { WAIT_MS } from './stream.ts'

/** What came back, checked already where the protocol says how it looks. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed JSON, or undefined where the answer is none. */
  readonly body: unknown
  /** `body.error` of a refusal. */
  readonly error: WireError | undefined
}

export interface RequestOptions {
  /** Goes as JSON. */
  readonly json?: unknown
  /** Goes as it is; its type is the caller's to name in `headers`. */
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of the caller's own; `null` sends none. */
  readonly token?: string | null
}

/** Waits no longer than a long poll and a busy machine may take. */
const REQUEST_MS_MAX = WAIT_MS + 25_000
/** How often an errand of the kit is repeated when the deployment says that it is busy: the kit's own haste is nobody's fault. */
const ERRAND_TRIES_MAX = 60

/** Somebody who speaks HTTP to a deployment. */
export class Caller<F extends Flavour = Flavour> {
  readonly url: string
  readonly flavour: F
  readonly token: string | undefined
  /** Whether every request is repeated where the deployment says that it is too much at once: all scenarios share the one admin. */
  readonly isPatient: boolean

  constructor(url: string, flavour: F, token: string | undefined, isPatient = false) {
    this.url = url
    this.flavour = flavour
    this.token = token
    this.isPatient = isPatient
  }

  /** @param path with its query, `/api/v1/sessions?limit=1`. An answer that leaves the protocol fails the scenario. */
  request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const once = (): Promise<Answer> => this.#once(method, path, options)
    return this.isPatient ? patiently(once) : once()
  }

  async #once(method: string, path: string, options: RequestOptions): Promise<Answer> {
    const token = options.token === undefined ? this.token : options.token
    const body = options.json === undefined ? options.body : JSON.stringify(options.json)
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_MS_MAX),
      headers: {
        ...(token === undefined || token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    const parsed = parseJson(text)
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed,
      error: (parsed as { error?: WireError } | null | undefined)?.error,
    }
    const fault = answerFault(this.flavour, method, path, answer)
    if (fault !== undefined)
      fail(`${method} ${path}: ${fault}; the answer: ${response.status} ${shown(parsed ?? text)}`)
    return answer
  }

  /** A read. Tried again where the deployment says that it is too much at once: the admin reads for every scenario that is under way. */
  get(path: string, options?: RequestOptions): Promise<Answer> {
    return patiently(() => this.request('GET', path, options))
  }

  post(path: string, json?: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.request('POST', path, { ...options, json: json ?? {} })
  }

  /** [C1] A command by HTTP and whatever is answered. */
  async send(command: string, data?: unknown, key?: string): Promise<Answer> {
    const answer = await this.post(`/api/v1/commands/${command}`, {
      ...(key === undefined ? {} : { key }),
      ...(data === undefined ? {} : { data }),
    })
    const echo =
      answer.error === undefined ? echoFault(data, (answer.body as { data?: unknown }).data) : undefined
    if (echo !== undefined) fail(`${command}: ${echo}; the answer: ${shown(answer.body)}`)
    return answer
  }

  /** A command that is expected to be accepted. Waits and tries again where the deployment says that it is too much at once. */
  async ask<N extends keyof InputOf<F> & string>(
    command: N,
    data: InputOf<F>[N],
    key?: string,
  ): Promise<ReplyOf<F>[N & keyof ReplyOf<F>]> {
    const { body, error } = await patiently(() => this.send(command, data, key))
    if (error !== undefined) fail(`${command} was refused with ${error.code} (${error.message})`)
    return (body as { data: unknown }).data as ReplyOf<F>[N & keyof ReplyOf<F>]
  }

  /** A command that is expected to be refused with this code and its status [C3]. */
  async refused(command: string, data: unknown, code: ErrorCode, key?: string): Promise<WireError> {
    const { error, status } = await patiently(() => this.send(command, data, key))
    if (error === undefined) fail(`${command} was accepted where ${code} is due`)
    if (error.code !== code) fail(`${command} was refused with ${error.code} where ${code} is due`)
    if (status !== httpStatusOf(code)) fail(`${code} came with the status ${status}`)
    return error
  }
}

/** Repeats a request for as long as the answer is that it is too much at once. */
export async function patiently(request: () => Promise<Answer>): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    const answer = await request()
    const { error } = answer
    const isBusy = error?.code === 'rate_limited' || error?.code === 'overloaded'
    if (!isBusy || tried >= ERRAND_TRIES_MAX) return answer
    // Spread, or everybody who was sent away comes back together.
    const waitMs = Math.max(50, error.retryMs ?? 0) * (1 + Math.random())
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
