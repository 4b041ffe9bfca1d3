/** One WebSocket to the program under test, by hand and not with the SDK: what is judged here must not depend on what judges it. */
import {
  PROTOCOL,
  type ChatSession,
  type ConnectReply,
  type EventFrame,
  type Message,
  type WireError,
} from '@pult/protocol'

export type Answer =
  | {
      readonly kind: 'done'
      readonly data: Readonly<Record<string, unknown>>
      readonly seq: number | undefined
    }
  | { readonly kind: 'refused'; readonly error: WireError }
  /** The line was lost first: it happened or it did not. */
  | { readonly kind: 'unanswered' }

export interface Peer {
  readonly mode: ConnectReply['mode']
  /** From asking for the connection to `live`. */
  readonly liveMs: number
  /** Sessions of the snapshot, one's own first; empty where the stream was resumed. */
  readonly sessions: readonly ChatSession[]
  /** A client's snapshot: the newest messages of the chat; empty where the stream was resumed. */
  readonly messages: readonly Message[]
  /** Where this reader stands: what it names when it comes back. */
  readonly cursor: () => string
  /** Breaks of the order that was promised: a number that does not rise, a `prev` that is not where this reader stood [S4]. */
  readonly breaks: readonly string[]
  ask(command: string, data: unknown, key?: string): Promise<Answer>
  /** The code with which the connection ended; 1006 where it was cut. */
  readonly closed: Promise<number>
  close(): void
}

export interface PeerOptions {
  readonly url: string
  readonly flavour: 'operator' | 'client'
  readonly token: string
  readonly instance: string
  readonly cursor?: string | undefined
  readonly onEvent?: (event: EventFrame) => void
  /** Closes the connection, also one that has not begun. */
  readonly signal?: AbortSignal | undefined
}

/** Resolves when the stream is live; rejects with what came instead. */
export function openPeer(options: PeerOptions): Promise<Peer> {
  const { url, flavour, token, instance, cursor, onEvent, signal } = options
  const startedAt = performance.now()
  const ws = new WebSocket(`${url.replace('http', 'ws')}/api/v1/${flavour}/stream`, PROTOCOL)
  const waiting = new Map<string, (answer: Answer) => void>()
  const sessions: ChatSession[] = []
  const messages: Message[] = []
  const breaks: string[] = []
  const begun = Promise.withResolvers<Peer>()
  const closed = Promise.withResolvers<number>()
  let mode: ConnectReply['mode'] = 'snapshot'
  let epoch = ''
  let position = 0
  let number = 0

  const ask = (command: string, data: unknown, key?: string): Promise<Answer> => {
    if (ws.readyState !== WebSocket.OPEN) return Promise.resolve({ kind: 'unanswered' })
    number += 1
    const id = String(number)
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      ws.send(JSON.stringify({ command, id, ...(key === undefined ? {} : { key }), data }))
    })
  }

  const begin = (answer: Answer): void => {
    if (answer.kind !== 'done') {
      begun.reject(
        new Error(answer.kind === 'refused' ? answer.error.code : 'the line was lost at the beginning'),
      )
      ws.close()
      return
    }
    const reply = answer.data as unknown as ConnectReply
    mode = reply.mode
    epoch = reply.epoch
    position = Number(reply.cursor.split(':')[1])
  }

  const move = (frame: EventFrame): void => {
    if (frame.prev !== position)
      breaks.push(`${frame.action} ${frame.seq} follows ${frame.prev}, the reader is at ${position}`)
    if (frame.seq < position || (frame.seq === position && frame.action !== 'heartbeat'))
      breaks.push(`${frame.action} ${frame.seq} was told at ${position}`)
    position = Math.max(position, frame.seq)
  }

  const take = (frame: { action: string; id?: string } & Record<string, unknown>): void => {
    if (frame.action === 'reply') {
      const resolve = waiting.get(frame.id ?? '')
      waiting.delete(frame.id ?? '')
      resolve?.(answerOf(frame))
    } else if (frame.action === 'snapshot') {
      const part = frame['data'] as { sessions?: ChatSession[]; help?: ChatSession[]; messages?: Message[] }
      sessions.push(...(part.sessions ?? []), ...(part.help ?? []))
      messages.push(...(part.messages ?? []))
    } else if (frame.action === 'live') {
      const liveMs = performance.now() - startedAt
      begun.resolve({
        mode,
        liveMs,
        sessions,
        messages,
        breaks,
        ask,
        closed: closed.promise,
        cursor: () => `${epoch}:${position}`,
        close: () => ws.close(),
      })
    } else if (typeof frame['seq'] === 'number') {
      move(frame as unknown as EventFrame)
      if (frame.action === 'heartbeat') void ask('heartbeat', { cursor: `${epoch}:${position}` })
      else onEvent?.(frame as unknown as EventFrame)
    }
  }

  ws.addEventListener('open', () => {
    void ask('connect', { token, instance, ...(cursor === undefined ? {} : { cursor }) }).then(begin)
  })
  ws.addEventListener('message', ({ data }) => take(JSON.parse(String(data)) as Parameters<typeof take>[0]))
  const leave = (): void => ws.close()
  signal?.addEventListener('abort', leave)
  if (signal?.aborted === true) leave()
  ws.addEventListener('close', ({ code }) => {
    signal?.removeEventListener('abort', leave)
    begun.reject(new Error(`closed with ${code} before it was live`))
    for (const resolve of waiting.values()) resolve({ kind: 'unanswered' })
    waiting.clear()
    closed.resolve(code)
  })
  return begun.promise
}

/** The answer in a reply, which is the same over a socket and over HTTP. */
export function answerOf(reply: Readonly<Record<string, unknown>>): Answer {
  if (reply['error'] !== undefined) return { kind: 'refused', error: reply['error'] as WireError }
  return {
    kind: 'done',
    data: (reply['data'] ?? {}) as Readonly<Record<string, unknown>>,
    seq: reply['seq'] as number | undefined,
  }
}
