import type { Fact, LogRecord, SessionRecord } from '@pult/engine'
import type { WorkspaceHost } from '@pult/gateway'
import type { Group, Message, Operator } from '@pult/protocol'
import { isFreeToClient, whoIsNamed, whoMustHear, type Told } from './audience.ts'
import { afterMessage, afterSession, type SessionNow } from './session-now.ts'

/**
 * What is true in a world: a second, simple model of the workspace, folded from nothing but the facts that were told, and at a start
 * from what the log has beyond them. It asks neither the engine nor the gateway anything; the checks hold both against it.
 */
export interface Truth {
  /** Everything durable that has been told, and what was found at a start: the record with `seq` n stands at n - 1. */
  readonly records: readonly LogRecord[]
  readonly headSeq: number
  readonly operators: ReadonlyMap<string, Operator>
  readonly changedOperator: string | null
  readonly logins: ReadonlyMap<string, LoginNow>
  readonly sessions: ReadonlyMap<string, SessionNow>
  readonly clients: ReadonlyMap<string, ClientFact>
  readonly groups: ReadonlyMap<string, Group>
  readonly chats: ReadonlyMap<string, ChatNow>
  readonly messages: ReadonlyMap<string, Message>
  /** Of a session, oldest first. */
  readonly messagesOf: (sessionId: string) => readonly string[]
  readonly notes: ReadonlyMap<string, string>
  /** Messages by author and key, and replies of other commands. */
  readonly keys: ReadonlyMap<string, { readonly seq: number; readonly reply: unknown }>
  /** What a person is told, in order: an operator's or a chat's id. */
  readonly toldTo: (person: string) => readonly Telling[]
  /** Since when a person may be told nothing: blocked, or without any login that is good; the world's time. Null: may be told. */
  readonly shutOutSinceMs: (operatorId: string) => number | null
  /** When the last change of an operator's groups or role was made: its `seq`. */
  readonly rightsSeq: (operatorId: string) => number
  /** The log's head when the present life began. */
  readonly lifeSeq: number
  readonly lives: number
  /** A message with what has been read of it. */
  readonly messageNow: (id: string) => Message | undefined
  /** Calls `seen` for every record, in order, when it has been folded in. */
  readonly watch: (seen: (step: Step) => void) => void
  readonly started: (host: WorkspaceHost) => void
  readonly told: (records: readonly LogRecord[]) => void
}

export interface Telling {
  readonly seq: number
  readonly as: string
  /** False: they may have been told, depending on when exactly their rights changed within a turn. */
  readonly isSure: boolean
}

export interface LoginNow {
  readonly operatorId: string
  readonly isGood: boolean
  readonly endedBy: string | null
}

export interface ChatNow {
  readonly clientId: string
  readonly sessionId: string | null
  readonly lastSessionId: string | null
}

type ClientFact = Extract<Fact, { type: 'client' }>['client']

/** One record, as the checks see it go by. */
export interface Step {
  readonly record: LogRecord
  /** The session that it is about, before and after; undefined where it is about none. */
  readonly before: SessionNow | undefined
  readonly after: SessionNow | undefined
  /** Who had to hear of it, and whom it named. */
  readonly due: Told
  readonly named: Told
  /** Nobody was told by the process that wrote it: it was found in the log at the next start. */
  readonly isFound: boolean
  /** Rises with every turn. */
  readonly turn: number
}

interface ReadMark {
  readonly by: 'CLIENT' | 'OPERATOR'
  readonly upTo: string
  readonly at: string
}

export function createTruth(nowMs: () => number): Truth {
  const records: LogRecord[] = []
  const operators = new Map<string, Operator>()
  const logins = new Map<string, LoginNow>()
  const sessions = new Map<string, SessionNow>()
  const clients = new Map<string, ClientFact>()
  const groups = new Map<string, Group>()
  const chats = new Map<string, ChatNow>()
  const messages = new Map<string, Message>()
  const lists = new Map<string, string[]>()
  const notes = new Map<string, string>()
  const keys = new Map<string, { readonly seq: number; readonly reply: unknown }>()
  const told = new Map<string, Telling[]>()
  const shutOut = new Map<string, number>()
  const rights = new Map<string, number>()
  const marks = new Map<string, ReadMark[]>()
  const watchers: ((step: Step) => void)[] = []
  let changedOperator: string | null = null
  let turn = 0
  let lifeSeq = 0
  let lives = 0

  const standing = {
    operators,
    sessions,
    get changedOperator() {
      return changedOperator
    },
  }

  function fold(fact: Fact, seq: number): void {
    switch (fact.type) {
      case 'group':
        return void groups.set(fact.group.group.id, fact.group.group)
      case 'operator':
        return putOperator(fact.operator.operator, seq)
      case 'operatorStatus': {
        const known = operators.get(fact.operatorId)
        if (known === undefined) return
        const { status, cause, at } = fact
        operators.set(fact.operatorId, {
          ...known,
          status,
          statusCause: cause,
          statusChangedAt: at,
          rev: seq,
        })
        return
      }
      case 'operatorBlocked': {
        const known = operators.get(fact.operatorId)
        if (known !== undefined) putOperator({ ...known, blocked: true, rev: seq }, seq)
        return
      }
      case 'login':
      case 'loginDisplaced': {
        const { id, operatorId, displaced } = fact.login
        logins.set(id, { operatorId, isGood: !displaced, endedBy: displaced ? 'DISPLACED' : null })
        return noteShutOut(operatorId)
      }
      case 'loginEnded':
        logins.set(fact.loginId, { operatorId: fact.operatorId, isGood: false, endedBy: fact.reason })
        return noteShutOut(fact.operatorId)
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
        sessions.set(card.id, afterSession(before, fact.session, fact.why, groups.get(card.groupId)))
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
      case 'channel':
      case 'workspace':
    }
  }

  function putOperator(operator: Operator, seq: number): void {
    const before = operators.get(operator.id)
    if (
      before === undefined ||
      before.role !== operator.role ||
      before.groupIds.join() !== operator.groupIds.join()
    ) {
      rights.set(operator.id, seq)
      if (before !== undefined) changedOperator = operator.id
    }
    operators.set(operator.id, operator)
    noteShutOut(operator.id)
  }

  function noteShutOut(operatorId: string): void {
    const isBlocked = operators.get(operatorId)?.blocked === true
    let hasLogin = false
    for (const login of logins.values()) hasLogin ||= login.operatorId === operatorId && login.isGood
    if (!isBlocked && hasLogin) shutOut.delete(operatorId)
    else if (!shutOut.has(operatorId)) shutOut.set(operatorId, nowMs())
  }

  function putMessage(message: Message): void {
    messages.set(message.id, message)
    listIn(lists, message.sessionId).push(message.id)
    const session = sessions.get(message.sessionId)
    if (session === undefined) return
    const group = groups.get(session.session.card.groupId)
    sessions.set(message.sessionId, afterMessage(session, message, group))
  }

  function noteKey({ fact, seq, origin }: LogRecord): void {
    if (fact.type === 'message' && fact.message.key !== undefined) {
      const { authorId, key, id } = fact.message
      keys.set(`${authorId} ${key}`, { seq, reply: { messageId: id } })
    } else if (origin !== undefined) keys.set(`${origin.author} ${origin.key}`, { seq, reply: origin.reply })
  }

  function take(batch: readonly LogRecord[], isFound: boolean): void {
    turn += 1
    const named: Told[] = []
    const changesRights = batch.length > 1 && batch.some(({ fact }) => fact.type === 'operator')
    for (const record of batch) {
      const { fact, seq } = record
      const sessionId = sessionOf(fact)
      const before = sessionId === undefined ? undefined : sessions.get(sessionId)
      const due = whoMustHear(standing, record)
      // Who is new is told of themselves.
      if (fact.type === 'operator') fold(fact, seq)
      const names = whoIsNamed(standing, fact.tell)
      if (fact.type !== 'operator') fold(fact, seq)
      records.push(record)
      named.push(names)
      const after = sessionId === undefined ? undefined : sessions.get(sessionId)
      const step: Step = { record, before, after, due, named: names, isFound, turn }
      for (const seen of watchers) seen(step)
      noteKey(record)
    }
    for (const [index, record] of batch.entries()) {
      remember(record, named[index]!, changesRights ? whoIsNamed(standing, record.fact.tell) : named[index]!)
    }
  }

  /** Groups are looked at when a turn is told, as they stand at its end; in between either is right. */
  function remember({ seq }: LogRecord, then: Told, later: Told): void {
    for (const [person, as] of then) {
      listIn(told, person).push({ seq, as, isSure: later === then || later.has(person) })
    }
    if (later === then) return
    for (const [person, as] of later) {
      if (!then.has(person)) listIn(told, person).push({ seq, as, isSure: false })
    }
  }

  return {
    records,
    get headSeq() {
      return records.length
    },
    operators,
    get changedOperator() {
      return changedOperator
    },
    logins,
    sessions,
    clients,
    groups,
    chats,
    messages,
    messagesOf: (sessionId) => lists.get(sessionId) ?? NOTHING,
    notes,
    keys,
    toldTo: (person) => told.get(person) ?? NOTHING,
    shutOutSinceMs: (operatorId) => shutOut.get(operatorId) ?? null,
    rightsSeq: (operatorId) => rights.get(operatorId) ?? 0,
    get lifeSeq() {
      return lifeSeq
    },
    get lives() {
      return lives
    },
    messageNow(id) {
      const message = messages.get(id)
      if (message === undefined) return undefined
      const reader = message.authorType === 'CLIENT' ? 'OPERATOR' : 'CLIENT'
      const mark = marks.get(message.sessionId)?.find(({ by, upTo }) => by === reader && upTo >= id)
      return mark === undefined ? message : { ...message, readAt: mark.at }
    },
    watch: (seen) => void watchers.push(seen),
    started(host) {
      for (;;) {
        const found = host.store.read(records.length, FOUND_MAX)
        if (found instanceof Promise) throw new TypeError('a store that is not at once cannot be simulated')
        if (found.length === 0) break
        take(found, true)
      }
      lifeSeq = records.length
      lives += 1
    },
    told: (batch) => {
      if (batch.length > 0) take(batch, false)
    },
  }
}

/** Records read at once from the log of a process that has just come up. */
const FOUND_MAX = 1_000
const NOTHING: readonly never[] = []

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const known = map.get(key)
  if (known !== undefined) return known
  const made: T[] = []
  map.set(key, made)
  return made
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

/** What people call a session: its id and its client. */
export function nameOf({ card }: SessionRecord): string {
  return `session ${card.id} of ${card.name}`
}

export { isFreeToClient }
