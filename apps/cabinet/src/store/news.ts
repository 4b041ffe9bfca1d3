import { signal, type ReadonlySignal } from '@preact/signals'
import type { Clock, OperatorClient } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import { sayError } from './error-words.ts'
import type { Places, WordKey, Words } from '../words/words.ts'

/** A short line that says what happened elsewhere on the desk; read out politely, gone by itself. */
export interface NewsLine {
  readonly id: number
  text(words: Words): string
  readonly sessionId: string | null
}

/** Why a chat was closed, as far as the events told. */
export type Closing =
  | { readonly by: 'CLIENT' }
  | { readonly by: 'OPERATOR' | 'BOT' | 'TIMER' | 'SYSTEM'; readonly reason: string | null }

export interface News {
  readonly lines: ReadonlySignal<readonly NewsLine[]>
  readonly closings: ReadonlySignal<ReadonlyMap<string, Closing>>
  tell(key: WordKey, places?: Places, sessionId?: string | null): void
  /** The same for a sentence that is made already. */
  say(text: string): void
  /** The same for one that has a plural. */
  add(text: NewsLine['text']): void
  dismiss(id: number): void
  /** Why something was refused. */
  tellError(error: unknown): void
  /** The chat goes by our own hand: its going is no news. Returns how to take that back. */
  expectGone(sessionId: string): () => void
  readonly stop: () => void
}

/** More at once are not read by anybody. */
const LINES_MAX = 3
/** Long enough to read a name and a sentence twice. */
const LINE_MS = 7_000
/** Between two lines of messages: in a crowd they would drive each other out before one has read a name. The lists count what is unread. */
const MESSAGE_GAP_MS = 1_500
/** As many closed cards as the client keeps. */
const CLOSINGS_MAX = 50

export function createNews(
  client: OperatorClient,
  ports: {
    readonly clock: Clock
    readonly meId: ReadonlySignal<string | null>
    readonly selectedId: ReadonlySignal<string | null>
  },
): News {
  const lines = signal<readonly NewsLine[]>([])
  const closings = signal<ReadonlyMap<string, Closing>>(new Map())
  const timers = new Set<() => void>()
  /** Sessions that we gave away ourselves; a session that comes back is news again. */
  const givenAway = new Set<string>()
  let nextId = 1
  let messageToldAtMs = Number.NEGATIVE_INFINITY

  function dismiss(id: number): void {
    lines.value = lines.value.filter((line) => line.id !== id)
  }
  function tell(key: WordKey, places: Places = {}, sessionId: string | null = null): void {
    add((words) => words.say(key, places), sessionId)
  }
  function add(text: NewsLine['text'], sessionId: string | null = null): void {
    const id = nextId
    nextId += 1
    lines.value = [...lines.value, { id, text, sessionId }].slice(-LINES_MAX)
    const cancel = ports.clock.after(LINE_MS, () => {
      timers.delete(cancel)
      dismiss(id)
    })
    timers.add(cancel)
  }
  /** What is on screen needs no line about it. */
  function tellOf(key: WordKey, sessionId: string, name: string): void {
    if (ports.selectedId.value !== sessionId) tell(key, { name }, sessionId)
  }
  /** While a line about the chat stands, another would say the same. */
  function tellOfMessage(card: ChatSession): void {
    if (ports.selectedId.peek() === card.id) return
    const sinceMs = ports.clock.nowMs() - messageToldAtMs
    if (sinceMs >= 0 && sinceMs < MESSAGE_GAP_MS) return
    if (lines.peek().some(({ sessionId }) => sessionId === card.id)) return
    messageToldAtMs = ports.clock.nowMs()
    tell('news.message', { name: card.name }, card.id)
  }
  function tellGone(key: WordKey, sessionId: string): void {
    if (!givenAway.delete(sessionId)) tellOf(key, sessionId, nameOf(sessionId))
  }
  function nameOf(sessionId: string): string {
    const { sessions, closed, departed } = client.state
    return (sessions.get(sessionId) ?? closed.get(sessionId) ?? departed.get(sessionId)?.card)?.name ?? '…'
  }
  function closed(sessionId: string, closing: Closing): void {
    closings.value = new Map([...closings.value, [sessionId, closing] as const].slice(-CLOSINGS_MAX))
  }

  const stops = [
    client.on('chatSessionAdded', (card, { replayed }) => {
      givenAway.delete(card.id)
      if (!replayed) tellOf('news.added', card.id, card.name)
    }),
    client.on('operatorNotFound', ({ sessionId }, { replayed }) => {
      if (!replayed) tellOf('news.help', sessionId, nameOf(sessionId))
    }),
    client.on('chatMessageCreated', (message, { replayed }) => {
      const card = client.state.sessions.get(message.sessionId)
      const mine = card !== undefined && card.operatorId !== null && card.operatorId === ports.meId.value
      if (!replayed && mine && message.authorType === 'CLIENT') tellOfMessage(card)
    }),
    client.on('chatSessionDeleted', ({ sessionId }, { replayed }) => {
      if (!replayed) tellGone('gone.deleted', sessionId)
    }),
    client.on('sessionClosedByClient', ({ sessionId }, { replayed }) => {
      closed(sessionId, { by: 'CLIENT' })
      if (!replayed) tellOf('gone.client', sessionId, nameOf(sessionId))
    }),
    client.on('chatSessionClosed', ({ sessionId, closedBy, reason }, { replayed }) => {
      closed(sessionId, { by: closedBy, reason })
      if (!replayed) tellGone('gone.closed', sessionId)
    }),
  ]
  return {
    lines,
    closings,
    tell,
    say: (text) => add(() => text),
    add: (text) => add(text),
    dismiss,
    tellError: (error) => add((words) => sayError(words, error), null),
    expectGone(sessionId) {
      givenAway.add(sessionId)
      return () => givenAway.delete(sessionId)
    },
    stop() {
      for (const stop of stops) stop()
      for (const cancel of timers) cancel()
    },
  }
}
