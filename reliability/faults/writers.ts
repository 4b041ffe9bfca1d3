/** Clients who write as fast as they are answered, and remember what they were promised. */
import { hello, readUntil } from '../door.ts'
import { openPeer } from '../peer.ts'

export interface Writer {
  readonly token: string
  readonly clientId: string
  readonly chatId: string
  /** What was acknowledged, by key, and when: never lost, whatever happens [G1]. */
  readonly acknowledged: Map<string, { readonly id: string; readonly body: string; readonly atMs: number }>
  /** Sent and not answered: may have happened, once [G2]. Sent again with the same key by the next life. */
  readonly open: Map<string, string>
  /** Codes of refusals, and how often. */
  readonly refusals: Map<string, number>
}

export interface Writing {
  /** The line is lost, or it was told to stop. */
  readonly ended: Promise<void>
  /** Sends nothing more, waits for what is under way and closes. */
  stop(): Promise<void>
}

export interface Pace {
  readonly bodyOf?: (key: string) => string
  /** Between an answer and the next message. */
  readonly pauseMs?: number
}

/** Commands of a writer that wait for their answer. */
const IN_FLIGHT = 4
/** A refused command is asked again after what the server says, and never sooner. */
const RETRY_MS_MIN = 50

/** People who have never written anything. */
export async function newWriters(url: string, channelKey: string, count: number): Promise<Writer[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const { token, clientId, chatId } = await hello(url, channelKey)
      return { token, clientId, chatId, acknowledged: new Map(), open: new Map(), refusals: new Map() }
    }),
  )
}

/** Another life of the same people: what they were promised in an earlier one is what they were promised. */
export function copyOf(writer: Writer): Writer {
  return {
    ...writer,
    acknowledged: new Map(writer.acknowledged),
    open: new Map(writer.open),
    refusals: new Map(),
  }
}

/** Writes until the line is lost or it is told to stop. What was open before comes first, with the keys that it had. */
export function write(url: string, writer: Writer, options: Pace = {}): Writing {
  const { bodyOf = plainBody, pauseMs = 0 } = options
  const over = new AbortController()
  const again = [...writer.open.keys()]
  const writing = async (): Promise<void> => {
    const peer = await openPeer({ url, flavour: 'client', token: writer.token, instance: 'trial' })
    const lane = async (): Promise<void> => {
      while (!over.signal.aborted) {
        const key = again.shift() ?? crypto.randomUUID()
        const body = writer.open.get(key) ?? bodyOf(key)
        writer.open.set(key, body)
        const answer = await peer.ask('sendMessage', { body }, key)
        if (answer.kind === 'unanswered') return
        if (answer.kind === 'done') {
          writer.open.delete(key)
          writer.acknowledged.set(key, {
            id: String(answer.data['messageId']),
            body,
            atMs: performance.now(),
          })
          if (pauseMs > 0) await Bun.sleep(pauseMs)
          continue
        }
        const { code, retryMs = RETRY_MS_MIN } = answer.error
        writer.refusals.set(code, (writer.refusals.get(code) ?? 0) + 1)
        again.push(key)
        await Bun.sleep(Math.max(RETRY_MS_MIN, retryMs))
      }
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
    peer.close()
    await peer.closed
  }
  // A program that ends while the line is opened is what these people are here for.
  const ended = writing().catch(() => undefined)
  return {
    ended,
    stop() {
      over.abort()
      return ended
    },
  }
}

interface Kept {
  readonly id: string
  readonly body: string
}

/** Reads the whole chat back; one sentence for each broken promise. Clients read what their own streams would show. */
export async function brokenPromises(url: string, writer: Writer): Promise<string[]> {
  const broken: string[] = []
  // Promised before the reading began; written by the time that it ended. Between them people may go on writing.
  const promised = [...writer.acknowledged.values()]
  const kept = await keptOf(url, writer)
  const written = new Set([
    ...writer.open.values(),
    ...[...writer.acknowledged.values()].map(({ body }) => body),
  ])
  const byBody = new Map<string, Kept>()
  for (const message of kept) {
    const other = byBody.get(message.body)
    if (other !== undefined)
      broken.push(`[G2] “${message.body.slice(0, 60)}” is there twice: ${other.id}, ${message.id}`)
    byBody.set(message.body, message)
  }
  for (const { id, body } of promised) {
    const found = byBody.get(body)
    if (found === undefined) broken.push(`[G1] ${id} was acknowledged and is lost`)
    else if (found.id !== id) broken.push(`[G2] ${id} is now ${found.id}`)
  }
  for (const { id, body } of kept) {
    if (!written.has(body)) broken.push(`[G1] ${id} says what nobody wrote: “${body.slice(0, 60)}”`)
  }
  // The log's order is that of the ids [G3]; the newest come first.
  if (kept.some(({ id }, index) => index > 0 && id >= kept[index - 1]!.id))
    broken.push('[G3] the messages are out of order')
  return broken
}

/** Every message of the chat, newest first. */
export function keptOf(url: string, writer: Writer): Promise<readonly Kept[]> {
  return readUntil<Kept>(url, writer.token, `/chats/${writer.chatId}/messages`, () => false)
}

function plainBody(key: string): string {
  return `message ${key}`
}
