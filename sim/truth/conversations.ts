import type { Fact } from '@pult/engine'
import type { ChatSession, Group, Message } from '@pult/protocol'
import { listIn } from './list-in.ts'
import { afterMessage, afterSession, type Limits, type SessionNow } from './session-now.ts'

/** What was said, where, and what of it has been read. */
export interface Conversations {
  readonly sessions: ReadonlyMap<string, SessionNow>
  readonly clients: ReadonlyMap<string, ClientFact>
  readonly groups: ReadonlyMap<string, Group>
  readonly chats: ReadonlyMap<string, ChatNow>
  readonly messages: ReadonlyMap<string, Message>
  /** Of a session, oldest first. */
  readonly messagesOf: (sessionId: string) => readonly string[]
  /** A message with what has been read of it. */
  readonly messageNow: (id: string) => Message | undefined
  readonly notes: ReadonlyMap<string, string>
  /** Folds in what is about conversations, and nothing else. */
  readonly fold: (fact: Fact, seq: number, atMs: number) => void
}

interface ChatNow {
  readonly clientId: string
  readonly sessionId: string | null
  readonly lastSessionId: string | null
}

type ClientFact = Extract<Fact, { type: 'client' }>['client']

interface ReadMark {
  readonly by: 'CLIENT' | 'OPERATOR'
  readonly upTo: string
  readonly at: string
}

const NOTHING: readonly never[] = []

export function createConversations(): Conversations {
  const sessions = new Map<string, SessionNow>()
  const clients = new Map<string, ClientFact>()
  const groups = new Map<string, Group>()
  /** Channels where a bot answers first. */
  const withBot = new Set<string>()
  const chats = new Map<string, ChatNow>()
  const messages = new Map<string, Message>()
  const lists = new Map<string, string[]>()
  const notes = new Map<string, string>()
  const marks = new Map<string, ReadMark[]>()

  function limitsOf({ groupId, channel }: Pick<ChatSession, 'groupId' | 'channel'>): Limits {
    const { returnToBotAfter, ...limits } = groups.get(groupId) ?? {}
    return returnToBotAfter === undefined || !withBot.has(channel) ? limits : { ...limits, returnToBotAfter }
  }

  function fold(fact: Fact, seq: number, atMs: number): void {
    switch (fact.type) {
      case 'group':
        return void groups.set(fact.group.group.id, fact.group.group)
      case 'channel': {
        const { id, bot } = fact.channel.channel
        return void (bot.kind === 'NONE' ? withBot.delete(id) : withBot.add(id))
      }
      case 'client':
        return void clients.set(fact.client.client.id, fact.client)
      case 'chat': {
        const { id, clientId, sessionId, lastSessionId } = fact.chat
        return void chats.set(id, { clientId, sessionId, lastSessionId })
      }
      case 'session': {
        const { card } = fact.session
        // Only who sees it has changed.
        if (card.rev < seq && sessions.has(card.id)) return
        const before = sessions.get(card.id)
        sessions.set(card.id, afterSession(before, fact.session, fact.why, limitsOf(card), atMs))
        return
      }
      case 'message':
        return putMessage(fact.message)
      case 'messageChanged':
        return void messages.set(fact.message.id, fact.message)
      case 'messagesRead': {
        const { sessionId, by, upTo, at } = fact
        return void listIn(marks, sessionId).push({ by, upTo, at })
      }
      case 'note':
        return void notes.set(fact.note.id, fact.note.body)
      default:
    }
  }

  function putMessage(message: Message): void {
    messages.set(message.id, message)
    listIn(lists, message.sessionId).push(message.id)
    const session = sessions.get(message.sessionId)
    if (session === undefined) return
    sessions.set(message.sessionId, afterMessage(session, message, limitsOf(session.session.card)))
  }

  return {
    sessions,
    clients,
    groups,
    chats,
    messages,
    messagesOf: (sessionId) => lists.get(sessionId) ?? NOTHING,
    messageNow(id) {
      const message = messages.get(id)
      if (message === undefined) return undefined
      const reader = message.authorType === 'CLIENT' ? 'OPERATOR' : 'CLIENT'
      const mark = marks.get(message.sessionId)?.find(({ by, upTo }) => by === reader && upTo >= id)
      return mark === undefined ? message : { ...message, readAt: mark.at }
    },
    notes,
    fold,
  }
}

/** The session that a fact is about. */
export function sessionOf(fact: Fact): string | undefined {
  switch (fact.type) {
    case 'session':
      return fact.session.card.id
    case 'message':
    case 'messageChanged':
      return fact.message.sessionId
    case 'messagesRead':
      return fact.sessionId
    case 'note':
      return fact.note.sessionId
    default:
      return undefined
  }
}
