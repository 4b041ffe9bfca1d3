import { ATTRIBUTES_MAX, type Client, type ClientId, type OperatorCommandData } from '@pult/protocol'
import { belongs, concerned, isEmpty, sees } from './audience.ts'
import { accept, refuse, type Decision, type OperatorActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { ClientRecord, SessionRecord } from './entities.ts'

/** The client that an operator may act on: one whose session they see, held, or may take; supervisors any. */
function knownClient(draft: Draft, actor: OperatorActor, clientId: ClientId): ClientRecord | undefined {
  const client = draft.state.clients.get(clientId)
  if (client === undefined) return undefined
  if (draft.state.supervisors.has(actor.operatorId)) return client
  const chat = draft.state.chats.get(client.client.chatId)
  const session = chat?.lastSessionId == null ? undefined : draft.state.sessions.get(chat.lastSessionId)
  if (session === undefined) return undefined
  const { operatorId } = actor
  return sees(draft.state, session, operatorId) ||
    belongs(draft.state, session, operatorId) ||
    session.card.operatorId === operatorId
    ? client
    : undefined
}

/** Puts a changed client down, and its card where it has a session open. Who shows the client hears of it. */
export function changeClient(draft: Draft, client: ClientRecord): void {
  draft.add({
    type: 'client',
    client: { ...client, client: { ...client.client, rev: draft.nextSeq() } },
    tell: [],
  })
  const sessionId = draft.state.chats.get(client.client.chatId)?.sessionId
  const session = sessionId == null ? undefined : draft.state.sessions.get(sessionId)
  if (session === undefined) return
  const next = draft.session(withClient(session, client))
  const to = concerned(next)
  draft.add({
    type: 'session',
    why: 'details',
    session: next,
    tell: isEmpty(to) ? [] : [{ as: 'chatSessionUpdated', to }],
  })
}

function withClient(session: SessionRecord, { client }: ClientRecord): SessionRecord {
  return {
    ...session,
    card: {
      ...session.card,
      name: client.name,
      clientBanned: client.banned,
      clientExternalId: client.externalId,
    },
  }
}

/** Banned until a time, or until somebody lifts it; what a banned client writes is refused. */
export function banClient(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['banClient'],
): Decision {
  const known = knownClient(draft, actor, data.clientId)
  if (known === undefined) return refuse('client_not_found', { field: 'data.clientId' })
  const until = data.banned ? (data.until ?? null) : null
  const untilMs = until === null ? null : Date.parse(until)
  if (untilMs !== null && untilMs <= draft.nowMs) {
    return refuse('validation_failed', {
      field: 'data.until',
      message: 'The end of a ban lies in the future.',
    })
  }
  if (known.client.banned === data.banned && known.client.bannedUntil === until)
    return accept({ clientId: data.clientId })
  changeClient(draft, {
    ...known,
    bannedUntilMs: untilMs,
    client: {
      ...known.client,
      banned: data.banned,
      bannedUntil: until,
      banReason: data.banned ? (data.reason ?? null) : null,
    },
  })
  return accept({ clientId: data.clientId }, draft.facts)
}

export function updateClient(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['updateClient'],
): Decision {
  const known = knownClient(draft, actor, data.clientId)
  if (known === undefined) return refuse('client_not_found', { field: 'data.clientId' })
  const { clientId: _clientId, attributes: changes = {}, ...fields } = data
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const attributes = withChanges(known.client.attributes, changes)
  if (Object.keys(attributes).length > ATTRIBUTES_MAX)
    return refuse('validation_failed', {
      field: 'data.attributes',
      message: `At most ${ATTRIBUTES_MAX} attributes.`,
    })
  changeClient(draft, { ...known, client: { ...known.client, ...given, attributes } })
  return accept({ clientId: data.clientId }, draft.facts)
}

/** One by one: two people who write different attributes at once lose nothing of one another's. A new one comes last. */
function withChanges(
  attributes: Client['attributes'],
  changes: Readonly<Record<string, string | null>>,
): Client['attributes'] {
  const next = new Map(Object.entries(attributes))
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name)
    else next.set(name, value)
  }
  return Object.fromEntries(next)
}

/** A ban whose end has come. */
export function endBan(draft: Draft, clientId: ClientId): void {
  const known = draft.state.clients.get(clientId)
  if (known === undefined || known.bannedUntilMs === null || known.bannedUntilMs > draft.nowMs) return
  changeClient(draft, {
    ...known,
    bannedUntilMs: null,
    client: { ...known.client, banned: false, bannedUntil: null, banReason: null },
  })
}
