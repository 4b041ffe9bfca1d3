import type { Role } from '@pult/protocol'
import { listOf, type Shown } from '../desk/gate.ts'

/** What can be done with a session from its head. */
export type SessionAction =
  | 'take'
  | 'transfer'
  | 'returnToBot'
  | 'close'
  | 'spam'
  | 'tags'
  | 'priority'
  | 'ban'
  | 'watch'
  | 'unwatch'

/**
 * The actions that make sense for this operator here; the server decides anew about each. Whoever holds the chat gives it away or ends
 * it, and a supervisor does so with any. A chat that left allows none: what is no longer ours to see is no longer ours to change.
 */
export function permittedActions(
  shown: Shown,
  ports: { readonly meId: string | null; readonly role: Role; readonly hasBot: boolean },
): ReadonlySet<SessionAction> {
  const { card } = shown
  const { meId, role, hasBot } = ports
  if (shown.where === 'departed' || meId === null) return new Set()
  const actions = new Set<SessionAction>()
  if (card.clientId !== null) actions.add('ban')
  if (shown.where === 'closed') return actions

  const holds = card.operatorId === meId
  const mayHandOver = holds || role !== 'operator'
  if (listOf(card, meId) === 'help') actions.add('take')
  if (mayHandOver) actions.add('transfer').add('close')
  if (mayHandOver && hasBot && card.botStatus !== 'BOT') actions.add('returnToBot')
  actions.add(card.watcherIds.some((id) => id === meId) ? 'unwatch' : 'watch')
  return actions.add('spam').add('tags').add('priority')
}
