import type { ChatId, ClientId, MessageId, SessionId } from '@pult/protocol'
import { put, TAIL_MAX } from './apply.ts'
import type { Command } from './commands.ts'
import { keyingOf } from './decide.ts'
import type { MaybePromise, ReadModels } from './ports.ts'
import type { Workspace } from './state.ts'

/**
 * Brings what a command names and memory does not hold from the read models, so that deciding needs no I/O. Answers at
 * once where the store does, which is the common case: everything alive is in memory.
 */
export function load(state: Workspace, store: ReadModels, command: Command): MaybePromise<void> {
  const keying = keyingOf(command)
  if (keying === undefined || state.keys.has(keying.name)) return loadNamed(state, store, command)
  return then(store.key(keying.author, keying.key), (known) => {
    if (known !== undefined) state.keys.set(keying.name, known)
    return loadNamed(state, store, command)
  })
}

function loadNamed(state: Workspace, store: ReadModels, command: Command): MaybePromise<void> {
  return isAtHand(state, command) ? undefined : run(stepsOf(state, store, command), 0)
}

/** Whether memory holds everything that the command names: nearly always, and then nothing is made for asking. */
function isAtHand(state: Workspace, command: Command): boolean {
  const { actor } = command
  if (actor.type === 'CLIENT' && !state.chats.has(actor.chatId)) return false
  if (command.name === 'identifyClient') return false
  const { messageId, replyTo, sessionId, clientId, seen } = (command.data ?? {}) as Named
  if (messageId !== undefined || replyTo !== undefined) return false
  if (sessionId !== undefined && !state.sessions.has(sessionId)) return false
  if (sessionId !== undefined && seen !== undefined && !state.tails.has(sessionId)) return false
  return actor.type !== 'OPERATOR' || clientId === undefined || state.clients.has(clientId)
}

function run(steps: readonly (() => MaybePromise<void>)[], from: number): MaybePromise<void> {
  for (let index = from; index < steps.length; index += 1) {
    const pending = steps[index]!()
    if (pending instanceof Promise) return pending.then(() => run(steps, index + 1))
  }
}

interface Named {
  readonly sessionId?: SessionId
  readonly messageId?: MessageId
  readonly replyTo?: MessageId
  readonly clientId?: ClientId
  readonly seen?: MessageId | null
}

function stepsOf(state: Workspace, store: ReadModels, command: Command): (() => MaybePromise<void>)[] {
  const steps: (() => MaybePromise<void>)[] = []
  const { actor } = command
  if (actor.type === 'CLIENT' && !state.chats.has(actor.chatId))
    steps.push(() => loadChat(state, store, actor.chatId))
  if (command.name === 'identifyClient') {
    const { channelId, claims } = command.data
    steps.push(() =>
      then(store.clientByExternalId(channelId, claims.sub), (client) => {
        if (client !== undefined && !state.clients.has(client.client.id))
          put(state, { kind: 'client', id: client.client.id, value: client })
        return client === undefined ? undefined : loadChat(state, store, client.client.chatId)
      }),
    )
  }

  const named = (command.data ?? {}) as Named
  for (const messageId of [named.messageId, named.replyTo]) {
    if (messageId === undefined) continue
    steps.push(() => loadMessage(state, store, messageId))
  }
  if (named.sessionId !== undefined) {
    const { sessionId } = named
    steps.push(() => loadSession(state, store, sessionId))
    if (named.seen !== undefined) steps.push(() => loadTail(state, store, sessionId))
  }
  if (actor.type === 'OPERATOR' && named.clientId !== undefined) {
    const { clientId } = named
    steps.push(() => loadClient(state, store, clientId))
  }
  return steps
}

function then<T>(value: MaybePromise<T>, next: (value: T) => MaybePromise<void>): MaybePromise<void> {
  return value instanceof Promise ? value.then(next) : next(value)
}

function loadChat(state: Workspace, store: ReadModels, chatId: ChatId): MaybePromise<void> {
  if (state.chats.has(chatId)) return undefined
  return then(store.chat(chatId), (chat) => {
    if (chat === undefined) return undefined
    state.chats.set(chatId, chat)
    return then(loadClient(state, store, chat.clientId), () =>
      chat.lastSessionId === null ? undefined : loadSession(state, store, chat.lastSessionId),
    )
  })
}

function loadClient(state: Workspace, store: ReadModels, clientId: ClientId): MaybePromise<void> {
  if (state.clients.has(clientId)) return undefined
  return then(store.client(clientId), (client) => {
    if (client === undefined) return undefined
    put(state, { kind: 'client', id: clientId, value: client })
    return loadChat(state, store, client.client.chatId)
  })
}

function loadSession(state: Workspace, store: ReadModels, sessionId: SessionId): MaybePromise<void> {
  if (state.sessions.has(sessionId)) return undefined
  return then(store.session(sessionId), (session) => {
    if (session === undefined) return undefined
    put(state, { kind: 'session', id: sessionId, value: session })
    return loadChat(state, store, session.card.chatId)
  })
}

function loadMessage(state: Workspace, store: ReadModels, messageId: MessageId): MaybePromise<void> {
  const known = state.messages.get(messageId)
  if (known !== undefined) return loadSession(state, store, known.sessionId)
  return then(store.message(messageId), (message) => {
    if (message === undefined) return undefined
    state.messages.set(messageId, message)
    return loadSession(state, store, message.sessionId)
  })
}

function loadTail(state: Workspace, store: ReadModels, sessionId: SessionId): MaybePromise<void> {
  if (state.tails.has(sessionId)) return undefined
  return then(store.messages({ sessionId, limit: TAIL_MAX }), (page) => {
    state.tails.set(sessionId, page.items.toReversed())
  })
}
