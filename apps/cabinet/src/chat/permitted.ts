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
  | 'ban'
  | 'watch'
  | 'unwatch'

/**
 * The actions that make sense for this operator here; the server decides anew about each. A chat that left allows none: what
 * is no longer ours to see is no longer ours to change.
 */
export function permittedActions(
  shown: Shown,
  ports: { readonly meId: string | null; readonly role: Role; readonly hasBot: boolean },
): ReadonlySet<SessionAction> {
  if (shown.where === 'departed') return new Set()
  if (shown.where === 'closed') return new Set(shown.card.clientId === null ? [] : ['ban'])
  const list = listOf(shown.card, ports.meId)
  const actions = new Set<SessionAction>(['spam', 'tags'])
  if (shown.card.clientId !== null) actions.add('ban')
  if (list === 'help')
    for (const action of ['take', 'transfer', 'close', 'watch'] as const) actions.add(action)
  if (list === 'mine') {
    for (const action of ['transfer', 'close', 'watch'] as const) actions.add(action)
    if (ports.hasBot) actions.add('returnToBot')
  }
  if (list === 'watched') {
    actions.add('unwatch')
    // A supervisor may step in where a colleague cannot.
    if (ports.role !== 'operator') for (const action of ['transfer', 'close'] as const) actions.add(action)
  }
  return actions
}
