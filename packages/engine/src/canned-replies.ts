import {
  CANNED_PERSONAL_MAX,
  CANNED_SHARED_MAX,
  type CannedReply,
  type CannedReplyId,
  type OperatorCommandData,
  type OperatorId,
} from '@pult/protocol'
import { includesOperator } from './audience.ts'
import { accept, refuse, type Decision, type OperatorActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { Audience } from './facts.ts'
import type { Workspace } from './state.ts'

/** [E20] Who may use a canned reply: its owner alone, the members of its group and supervisors, or everybody. */
export function usersOf({ operatorId, groupId }: CannedReply): Audience {
  if (operatorId !== null) return { operators: [operatorId] }
  return groupId === null ? { everyone: true } : { group: groupId }
}

/** [E20] The same as a question. */
export function mayUse(state: Readonly<Workspace>, reply: CannedReply, operatorId: OperatorId): boolean {
  return includesOperator(state, usersOf(reply), operatorId, '')
}

export function createCannedReply(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['createCannedReply'],
): Decision {
  const owner = data.personal === true ? actor.operatorId : null
  const groupId = data.groupId ?? null
  if (owner === null && !draft.state.supervisors.has(actor.operatorId))
    return refuse('not_allowed', { field: 'data.personal' })
  if (groupId !== null && !draft.state.groups.has(groupId))
    return refuse('group_not_found', { field: 'data.groupId' })
  const neighbours = ownedBy(draft.state, owner)
  if (neighbours.length >= (owner === null ? CANNED_SHARED_MAX : CANNED_PERSONAL_MAX))
    return refuse('canned_replies_full')
  if (isTaken(neighbours, data.shortcut)) return refuse('shortcut_taken', { field: 'data.shortcut' })
  const reply: CannedReply = {
    id: draft.id('cnr') as CannedReplyId,
    shortcut: data.shortcut,
    title: data.title ?? '',
    body: data.body,
    groupId,
    operatorId: owner,
    updatedAt: draft.at,
    rev: draft.nextSeq(),
  }
  draft.add({
    type: 'cannedReply',
    cannedReply: reply,
    tell: [{ as: 'cannedReplyUpdated', to: usersOf(reply) }],
  })
  return accept({ cannedReplyId: reply.id }, draft.facts)
}

/** Nothing changed: nothing is told. Whoever may not use it any more is told that it is gone. */
export function updateCannedReply(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['updateCannedReply'],
): Decision {
  const known = changeable(draft.state, actor, data.cannedReplyId)
  if ('ok' in known) return known
  const groupId = data.groupId === undefined ? known.groupId : data.groupId
  if (groupId !== null && known.operatorId !== null)
    return refuse('validation_failed', {
      field: 'data.groupId',
      message: 'A personal reply is of no group.',
    })
  if (groupId !== null && !draft.state.groups.has(groupId))
    return refuse('group_not_found', { field: 'data.groupId' })
  const shortcut = data.shortcut ?? known.shortcut
  const neighbours = ownedBy(draft.state, known.operatorId).filter(({ id }) => id !== known.id)
  if (isTaken(neighbours, shortcut)) return refuse('shortcut_taken', { field: 'data.shortcut' })
  const changed = {
    ...known,
    shortcut,
    title: data.title ?? known.title,
    body: data.body ?? known.body,
    groupId,
  }
  if (JSON.stringify(changed) === JSON.stringify(known)) return accept({ cannedReplyId: known.id })
  const reply = { ...changed, updatedAt: draft.at, rev: draft.nextSeq() }
  draft.add({
    type: 'cannedReply',
    cannedReply: reply,
    // Nobody is told one fact twice: the second name is heard only by those who are not among the first.
    tell: [
      { as: 'cannedReplyUpdated', to: usersOf(reply) },
      ...(groupId === known.groupId ? [] : [{ as: 'cannedReplyDeleted', to: usersOf(known) } as const]),
    ],
  })
  return accept({ cannedReplyId: known.id }, draft.facts)
}

export function deleteCannedReply(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['deleteCannedReply'],
): Decision {
  const known = changeable(draft.state, actor, data.cannedReplyId)
  if ('ok' in known) return known
  draft.add({
    type: 'cannedReplyDeleted',
    cannedReplyId: known.id,
    tell: [{ as: 'cannedReplyDeleted', to: usersOf(known) }],
  })
  return accept({}, draft.facts)
}

/** [E10] One that may not be used does not exist; shared ones are changed by supervisors, personal ones by their owner. */
function changeable(
  state: Readonly<Workspace>,
  actor: OperatorActor,
  id: CannedReplyId,
): CannedReply | Decision {
  const known = state.cannedReplies.get(id)
  if (known === undefined || !mayUse(state, known, actor.operatorId))
    return refuse('canned_reply_not_found', { field: 'data.cannedReplyId' })
  if (known.operatorId === null && !state.supervisors.has(actor.operatorId))
    return refuse('not_allowed', { field: 'data.cannedReplyId' })
  return known
}

/** The shared ones, or those of one operator. */
function ownedBy(state: Readonly<Workspace>, owner: OperatorId | null): readonly CannedReply[] {
  return [...state.cannedReplies.values()].filter(({ operatorId }) => operatorId === owner)
}

/** Typed by hand, so case makes no difference; nor does which of two ways a letter with a mark is written in. */
function isTaken(replies: readonly CannedReply[], shortcut: string): boolean {
  const wanted = folded(shortcut)
  return replies.some((reply) => folded(reply.shortcut) === wanted)
}

function folded(shortcut: string): string {
  return shortcut.normalize('NFKC').toLowerCase()
}
