import type { Fact, LogRecord, SessionRecord, Telling } from '@pult/engine'
import type { CannedReply, Operator } from '@pult/protocol'

/**
 * Who is told what, said once more and as simply as PROTOCOL.md says it [A1]–[A9], so that the engine's own answer has something to be
 * held against. Nothing here asks the engine; people are operators' ids and chats' ids.
 */
export type Told = ReadonlyMap<string, string>

/** What has to be known of a workspace to say it. */
export interface Standing {
  readonly operators: ReadonlyMap<string, Operator>
  readonly sessions: ReadonlyMap<string, { readonly session: SessionRecord }>
  readonly cannedReplies: ReadonlyMap<string, CannedReply>
  /** Whose groups or role changed last. */
  readonly changedOperator: string | null
}

type SessionFact = Extract<Fact, { type: 'session' }>

/** [A1] Everybody who may take the session. */
export function mayTake(standing: Standing, { card }: SessionRecord): string[] {
  return [...standing.operators.values()]
    .filter(({ role, groupIds }) => role !== 'operator' || groupIds.includes(card.groupId))
    .map(({ id }) => id)
}

/** [E20] Its owner; or everybody; or whoever is of its group, and supervisors. */
export function mayUse(standing: Standing, { operatorId, groupId }: CannedReply): string[] {
  if (operatorId !== null) return [operatorId]
  return [...standing.operators.values()]
    .filter(({ role, groupIds }) => groupId === null || role !== 'operator' || groupIds.includes(groupId))
    .map(({ id }) => id)
}

/** [A6] The operator in charge, or in Help everybody of [A1] in their stead; with them whoever looks on. */
export function inCharge(standing: Standing, session: SessionRecord): string[] {
  const { card } = session
  const first =
    card.botStatus === 'HELP' ? mayTake(standing, session) : card.operatorId === null ? [] : [card.operatorId]
  return [...new Set([...first, ...card.watcherIds])]
}

/** Whether the session stands on the operator's screen. */
export function isSeenBy(standing: Standing, session: SessionRecord, operatorId: string): boolean {
  return session.card.status === 'ACTIVE' && inCharge(standing, session).includes(operatorId)
}

/** Who has to be told of a fact and as what, before it has changed anything. The client's copies of a card are not counted: see {@link isFreeToClient}. */
export function whoMustHear(standing: Standing, { fact, seq }: LogRecord): Told {
  switch (fact.type) {
    case 'session':
      return ofSession(standing, fact, seq)
    case 'message':
      return ofConversation(standing, fact.message.sessionId, 'chatMessageCreated', fact.message.chatId)
    case 'messageChanged': {
      const name = fact.message.deletedAt ? 'chatMessageDeleted' : 'chatMessageEdited'
      return ofConversation(standing, fact.message.sessionId, name, fact.message.chatId)
    }
    case 'messagesRead':
      return fact.by === 'CLIENT'
        ? ofConversation(standing, fact.sessionId, 'chatMessageRead', fact.chatId)
        : new Map([[fact.chatId, 'chatMessageRead']])
    case 'note':
      return ofConversation(standing, fact.note.sessionId, 'chatNoteCreated', null)
    case 'operator':
      return all([...standing.operators.keys(), fact.operator.operator.id], 'operatorUpdated')
    case 'operatorStatus':
      return all(standing.operators.keys(), 'operatorStatusChanged')
    case 'operatorBlocked':
      return all(standing.operators.keys(), 'operatorUpdated').set(fact.operatorId, 'operatorBlocked')
    case 'group':
      return all(standing.operators.keys(), 'groupUpdated')
    case 'channel':
      return all(standing.operators.keys(), 'channelUpdated')
    case 'cannedReply': {
      const { cannedReply: after } = fact
      const before = standing.cannedReplies.get(after.id)
      // Who may use it no more is told so.
      return new Map([
        ...all(before === undefined ? [] : mayUse(standing, before), 'cannedReplyDeleted'),
        ...all(mayUse(standing, after), 'cannedReplyUpdated'),
      ])
    }
    case 'cannedReplyDeleted': {
      const before = standing.cannedReplies.get(fact.cannedReplyId)
      return all(before === undefined ? [] : mayUse(standing, before), 'cannedReplyDeleted')
    }
    default:
      // Logins' ends are told to one login; the rest is nobody's.
      return NOBODY
  }
}

const NOBODY: Told = new Map()

function all(people: Iterable<string>, name: string): Map<string, string> {
  return new Map([...people].map((person) => [person, name]))
}

function ofConversation(standing: Standing, sessionId: string, name: string, chatId: string | null): Told {
  const known = standing.sessions.get(sessionId)
  const told = all(known === undefined ? [] : inCharge(standing, known.session), name)
  if (chatId !== null) told.set(chatId, name)
  return told
}

function ofSession(standing: Standing, fact: SessionFact, seq: number): Told {
  const { session: after, why } = fact
  const before = standing.sessions.get(after.card.id)?.session
  const { card } = after
  const everybody = [...mayTake(standing, after), ...card.watcherIds]
  switch (why) {
    case 'started': {
      const byBot = card.botStatus === 'BOT'
      const curious = mayTake(standing, after).filter((id) => standing.operators.get(id)!.watchesBotSessions)
      return all([...(byBot ? curious : everybody), card.chatId], 'chatSessionStarted')
    }
    case 'switched':
      return all(everybody, 'chatSessionSwitchedFromBotToOperator')
    case 'queued':
      return all(everybody, 'operatorNotFound')
    case 'assigned': {
      // [A4] [A5]
      const others = before?.card.botStatus === 'HELP' ? everybody : card.watcherIds
      const told = all(others, 'chatSessionUpdated')
      const lost = before?.card.operatorId ?? null
      if (lost !== null && !card.watcherIds.includes(lost)) told.set(lost, 'chatSessionDeleted')
      return told.set(card.operatorId ?? '', 'chatSessionAdded')
    }
    case 'released': {
      const lost = before?.card.operatorId ?? null
      if (lost !== null) return all([lost], 'chatSessionDeleted')
      const leaving = before === undefined ? [] : inCharge(standing, before)
      return all(
        leaving.filter((id) => !isSeenBy(standing, after, id)),
        'chatSessionDeleted',
      )
    }
    case 'givenToBot':
      return new Map([
        ...all(before === undefined ? [] : inCharge(standing, before), 'chatSessionDeleted'),
        ...all(card.watcherIds, 'chatSessionUpdated'),
      ])
    case 'closed':
      return ofClosing(standing, after, before ?? after)
    case 'rated':
      return all([...inCharge(standing, before ?? after), card.chatId], 'chatSessionRated')
    case 'timer':
      return all(inCharge(standing, after), 'timerExpired')
    case 'presence':
      return all(inCharge(standing, after), after.clientOnline ? 'clientOnline' : 'clientOffline')
    case 'watch': {
      const told = all(inCharge(standing, after), 'chatSessionUpdated')
      for (const id of before?.card.watcherIds ?? []) {
        if (!card.watcherIds.includes(id) && !told.has(id)) told.set(id, 'chatSessionDeleted')
      }
      return told
    }
    case 'details': {
      const { changedOperator } = standing
      // Nothing in the session has changed: somebody's rights have [A9].
      if (card.rev < seq && changedOperator !== null) {
        const isSeen = isSeenBy(standing, after, changedOperator)
        return all([changedOperator], isSeen ? 'chatSessionUpdated' : 'chatSessionDeleted')
      }
      return all(inCharge(standing, after), 'chatSessionUpdated')
    }
    case 'read':
      return all(inCharge(standing, after), 'chatSessionUpdated')
  }
}

function ofClosing(standing: Standing, { card, closing }: SessionRecord, before: SessionRecord): Told {
  const people = [...inCharge(standing, before), card.chatId]
  if (closing?.by === 'CLIENT') return all(people, 'sessionClosedByClient')
  const told = all(people, 'chatSessionClosed')
  // [V2] The last word takes the session from the operator.
  if (closing?.reason === 'TERMINAL' && card.operatorId !== null) {
    told.set(card.operatorId, 'chatSessionDeleted')
  }
  return told
}

/** A client may hear its own session's card again at any time; that it has heard it when it mattered is what its state shows. */
export function isFreeToClient(name: string): boolean {
  return name === 'chatSessionUpdated'
}

/** Whom the tellings of a fact name, groups as they stand. Who is named twice is told under the first name. */
export function whoIsNamed(standing: Standing, tell: readonly Telling[]): Told {
  if (tell.length === 0) return NOBODY
  const told = new Map<string, string>()
  for (const { as, to } of tell) {
    const people = new Set<string>(to.operators)
    if (to.everyone === true || to.group !== undefined) {
      for (const { id, role, groupIds } of standing.operators.values()) {
        if (to.everyone === true || role !== 'operator' || groupIds.includes(to.group!)) people.add(id)
      }
    }
    for (const id of to.except ?? []) people.delete(id)
    if (to.chat !== undefined) people.add(to.chat)
    for (const id of people) if (!told.has(id)) told.set(id, as)
  }
  return told
}
