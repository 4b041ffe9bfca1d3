import {
  WEBHOOK_ID,
  WEBHOOK_SECRET_PREFIX,
  WEBHOOK_SIGNATURE,
  WEBHOOK_TIMESTAMP,
  WEBHOOK_TOLERANCE_MS,
  webhookEventSchema,
  type BotReply,
  type WebhookEvent,
} from '@pult/protocol'
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inexactness } from './exact.ts'
import { Waiting } from './waiting.ts'

/** A request of the deployment's to a program, read and checked. */
export interface Letter {
  readonly id: string
  /** One for each secret that is valid: `v1,…`. */
  readonly signatures: readonly string[]
  readonly seconds: number
  readonly body: string
  readonly event: WebhookEvent
}

/** What a program answers: a reply at once; null answers later; a number is a status without one. */
export type ProgramAnswer = BotReply | null | number

/** A company's own program, called by the deployment. */
export interface Program {
  readonly url: string
  readonly letters: readonly Letter[]
  /** The first thing in a letter that left the protocol, as a sentence. */
  readonly fault: string | undefined
  /** The next letter, taken in the order in which they came. */
  readonly next: (predicate?: (event: WebhookEvent) => boolean) => Promise<Letter>
}

/** Where programs listen, each under a path of its own. */
export interface Programs {
  readonly open: (name: string, answer: (event: WebhookEvent) => ProgramAnswer, waitMs: number) => Program
  readonly close: () => void
}

/**
 * Listens at the port of `callable`, an address under which the deployment reaches this machine; port 0 takes a free one.
 * @throws what keeps it from listening
 */
export async function openPrograms(callable: string): Promise<Programs> {
  const { protocol, hostname, port } = new URL(callable)
  const heard = new Map<string, (request: IncomingMessage, body: string) => ProgramAnswer>()
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // On every address of this machine: the one that the deployment calls may be another machine's, that hands on to it.
    server.listen(Number(port), () => resolve())
  })
  const address = `${protocol}//${hostname}:${(server.address() as AddressInfo).port}`

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const answer = heard.get(request.url ?? '')?.(request, Buffer.concat(chunks).toString('utf8')) ?? null
    if (typeof answer === 'number') response.writeHead(answer).end()
    else if (answer === null) response.writeHead(204).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  return {
    open(name, answer, waitMs) {
      const path = `/${encodeURIComponent(name)}`
      const letters: Letter[] = []
      const taken = new Set<Letter>()
      const waiting = new Waiting(`the program ${name}`)
      const ending = { fault: undefined as string | undefined, closeCode: undefined }
      heard.set(path, (request, body) => {
        const read = letterOf(request, body, Date.now())
        if (typeof read === 'string') ending.fault ??= `the program ${name}: ${read}`
        else letters.push(read)
        waiting.look(ending)
        return typeof read === 'string' ? 400 : answer(read.event)
      })
      return {
        url: address + path,
        letters,
        get fault() {
          return ending.fault
        },
        async next(predicate = () => true) {
          const find = (): Letter | undefined =>
            letters.find((one) => !taken.has(one) && predicate(one.event))
          const letter = await waiting.wait(ending, 'a letter', find, waitMs)
          taken.add(letter)
          return letter
        },
      }
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A letter, or what is wrong with it. Whether a signature is right is asked where the secret is known. */
function letterOf(request: IncomingMessage, body: string, nowMs: number): Letter | string {
  const header = (name: string): string => String(request.headers[name] ?? '')
  const seconds = Number(header(WEBHOOK_TIMESTAMP))
  if (request.method !== 'POST') return `was sent a ${String(request.method)}`
  if (header(WEBHOOK_ID) === '') return `was sent a letter without ${WEBHOOK_ID}`
  if (!Number.isInteger(seconds) || Math.abs(seconds * 1000 - nowMs) > WEBHOOK_TOLERANCE_MS)
    return `was sent a letter of ${header(WEBHOOK_TIMESTAMP)}, which is not now`
  let event: unknown
  try {
    event = JSON.parse(body)
  } catch {
    return 'was sent what is no JSON'
  }
  const fault = inexactness(webhookEventSchema, event, 'body')
  if (fault !== undefined) return fault
  return {
    id: header(WEBHOOK_ID),
    signatures: header(WEBHOOK_SIGNATURE).split(' '),
    seconds,
    body,
    event: event as WebhookEvent,
  }
}

/** The signature of a letter by this secret: Standard Webhooks 1.0. */
export function signatureBy(secret: string, { id, seconds, body }: Letter): string {
  const key = Buffer.from(secret.slice(WEBHOOK_SECRET_PREFIX.length), 'base64')
  return `v1,${createHmac('sha256', key)
    .update(`${id}.${String(seconds)}.${body}`)
    .digest('base64')}`
}
