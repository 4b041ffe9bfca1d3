import type { MessageId, OperatorCommandData, OperatorId } from '@pult/protocol'
import { belongs, concerned } from './audience.ts'
import { accept, refuse, type Decision, type OperatorActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'
import type { RoutingDecision } from './facts.ts'
import {
  announceSwitch,
  assign,
  type Cause,
  giveOut,
  giveToBot,
  inGroup,
  moveHelp,
  TRANSFERS_MAX,
} from './hand-over.ts'
import { assignable, openSession, sessionInHand } from './sessions-at-hand.ts'

const TRANSFER: Cause = { kind: 'TRANSFERRED' }

/** Taking a session that one already holds is accepted and changes nothing, so retries are free. */
export function takeSession(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['takeSession'],
): Decision {
  const session = openSession(draft.state, actor, data.sessionId)
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  if (session.card.operatorId === actor.operatorId) return accept({ sessionId: session.card.id })
  if (session.card.botStatus !== 'HELP') return refuse('session_held', { field: 'data.sessionId' })
  // Who only looks on may not take [A1].
  if (!belongs(draft.state, session, actor.operatorId))
    return refuse('session_not_yours', { field: 'data.sessionId' })
  assign(draft, session, actor.operatorId, byCommand(session, actor.operatorId), { kind: 'TAKEN' })
  return accept({ sessionId: session.card.id }, draft.facts)
}

/** A supervisor gives any open session to an operator; a session of the bot is switched to people first [A2]. */
export function assignSession(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['assignSession'],
): Decision {
  const session = openSession(draft.state, actor, data.sessionId)
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  const target = assignable(draft.state, data.operatorId)
  if (typeof target === 'string') return refuse(target, { field: 'data.operatorId' })
  if (session.card.operatorId === data.operatorId) return accept({ sessionId: session.card.id })
  assign(draft, amongPeople(draft, session), data.operatorId, byCommand(session, data.operatorId))
  return accept({ sessionId: session.card.id }, draft.facts)
}

/** To a colleague by name, or to a group, where the routing decides. A note goes first, so that the next one finds it. */
export function transferSession(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['transferSession'],
): Decision {
  const { state } = draft
  const session = sessionInHand(state, actor, data.sessionId, { supervisors: true })
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  if (session.transfers >= TRANSFERS_MAX) return refuse('transfer_limit', { field: 'data.sessionId' })
  if (data.operatorId !== undefined) {
    const target = assignable(state, data.operatorId)
    if (typeof target === 'string') return refuse(target, { field: 'data.operatorId' })
    if (data.operatorId === session.card.operatorId) {
      return accept({ sessionId: session.card.id, operatorId: data.operatorId })
    }
  } else if (!state.groups.has(data.groupId!)) {
    return refuse('group_not_found', { field: 'data.groupId' })
  }
  if (data.note !== undefined && data.note.trim() !== '') noteDown(draft, actor, session, data.note)

  const counted = { ...session, transfers: session.transfers + 1, passedBy: passedBy(session, actor) }
  const after =
    data.operatorId === undefined
      ? toGroup(draft, counted, data.groupId!)
      : assign(
          draft,
          amongPeople(draft, counted),
          data.operatorId,
          byCommand(session, data.operatorId),
          TRANSFER,
        )
  return accept({ sessionId: session.card.id, operatorId: after.card.operatorId }, draft.facts)
}

export function returnToBot(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['returnToBot'],
): Decision {
  const session = openSession(draft.state, actor, data.sessionId)
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  if (session.card.botStatus === 'BOT') return accept({ sessionId: session.card.id })
  const mine = session.card.operatorId === actor.operatorId || draft.state.supervisors.has(actor.operatorId)
  if (!mine) return refuse('session_not_yours', { field: 'data.sessionId' })
  const channel = draft.state.channels.get(session.card.channel)
  if (channel === undefined || channel.bot === 'NONE') return refuse('no_bot', { field: 'data.sessionId' })
  giveToBot(draft, session, { kind: 'RETURNED_TO_BOT' })
  return accept({ sessionId: session.card.id }, draft.facts)
}

/** Puts a remark down where everybody concerned finds it; returns its id. */
export function noteDown(
  draft: Draft,
  actor: OperatorActor,
  session: SessionRecord,
  body: string,
): MessageId {
  const id = draft.id('msg') as MessageId
  draft.add({
    type: 'note',
    note: {
      id,
      sessionId: session.card.id,
      chatId: session.card.chatId,
      authorId: actor.operatorId,
      authorName: draft.state.operators.get(actor.operatorId)?.operator.name ?? null,
      body,
      createdAt: draft.at,
    },
    tell: [{ as: 'chatNoteCreated', to: concerned(session) }],
  })
  return id
}

/** Who gave the session away, or had it taken: it does not come back to them by itself. */
function passedBy(session: SessionRecord, actor: OperatorActor): readonly OperatorId[] {
  const { operatorId } = session.card
  return [...new Set([...session.passedBy, actor.operatorId, ...(operatorId === null ? [] : [operatorId])])]
}

/** The routing of another group decides. Whose Help it leaves is told so; who comes to see it hears of it first. */
function toGroup(
  draft: Draft,
  session: SessionRecord,
  groupId: SessionRecord['card']['groupId'],
): SessionRecord {
  const moved = inGroup(draft, session, groupId)
  switch (session.card.botStatus) {
    case 'BOT':
      return giveOut(draft, announceSwitch(draft, moved), { announced: true, cause: TRANSFER })
    case 'HELP':
      return giveOut(draft, moveHelp(draft, session, moved), { announced: false, cause: TRANSFER })
    default:
      return giveOut(draft, moved, { announced: false, cause: TRANSFER })
  }
}

/** A session that goes to a named operator; from the bot it is switched first [A2]. */
function amongPeople(draft: Draft, session: SessionRecord): SessionRecord {
  return session.card.botStatus === 'BOT' ? announceSwitch(draft, session) : session
}

function byCommand(session: SessionRecord, operatorId: OperatorId): RoutingDecision {
  return { groupId: session.card.groupId, chosen: operatorId, rule: 'COMMAND', passedOver: [] }
}
