/** A model's endpoint on this machine, for tests: a real server that answers as it is told. */

export interface AskedBody {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly stream?: boolean
  readonly max_tokens?: number
  readonly max_completion_tokens?: number
  readonly input?: readonly string[]
}

export interface Heard {
  readonly path: string
  readonly headers: Headers
  readonly body: AskedBody
}

type Answering = (heard: Heard, number: number) => Response | Promise<Response>

export class FakeEndpoint {
  readonly heard: Heard[] = []
  underWay = 0
  underWayMax = 0
  /** Of `chat/completions`. */
  answer: Answering = () => streamed(['Hello.'])
  embed: Answering = () => new Response(null, { status: 404 })
  readonly #server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const heard = {
        path: new URL(request.url).pathname,
        headers: request.headers,
        body: (await request.json()) as AskedBody,
      }
      this.heard.push(heard)
      this.underWay += 1
      this.underWayMax = Math.max(this.underWayMax, this.underWay)
      try {
        return await (heard.path.endsWith('/embeddings') ? this.embed : this.answer)(heard, this.heard.length)
      } finally {
        this.underWay -= 1
      }
    },
  })

  get url(): string {
    return `http://127.0.0.1:${String(this.#server.port)}/v1`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }
}

/** What a server sends for some words of its answer. */
export function piece(content: string, finish: string | null = null): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`
}

const encoder = new TextEncoder()
export const EVENTS = { 'content-type': 'text/event-stream; charset=utf-8' }

/** An answer in pieces, with its end and what it cost. */
export function streamed(
  words: readonly string[],
  {
    finish = 'stop',
    usage,
  }: { finish?: string; usage?: { prompt_tokens: number; completion_tokens: number } } = {},
): Response {
  const lines = [
    ...words.map((word) => piece(word)),
    piece('', finish),
    ...(usage === undefined ? [] : [`data: ${JSON.stringify({ choices: [], usage })}\n\n`]),
    'data: [DONE]\n\n',
  ]
  return raw(lines)
}

/** Bytes as they are, one after another; `pauseMs` between them. Pieces may be cut anywhere. */
export function raw(
  parts: readonly (string | Uint8Array)[],
  {
    pauseMs = 0,
    headers = EVENTS,
    end = 'close',
  }: { pauseMs?: number; headers?: Record<string, string>; end?: 'close' | 'hang' } = {},
): Response {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const part of parts) {
        try {
          controller.enqueue(typeof part === 'string' ? encoder.encode(part) : part)
        } catch {
          return // Whoever asked has gone.
        }
        if (pauseMs > 0) await Bun.sleep(pauseMs)
      }
      if (end === 'close') controller.close()
    },
  })
  return new Response(body, { headers })
}

/** Pieces without an end. */
export function endless(part: string): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(encoder.encode(part))
      await Bun.sleep(0)
    },
  })
  return new Response(body, { headers: EVENTS })
}
