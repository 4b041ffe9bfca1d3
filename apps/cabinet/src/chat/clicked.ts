import type { Message } from '@pult/protocol'

/**
 * Which button under which message was pressed: message id → ids of its buttons. A press names only the button, and a bot offers the same
 * one again and again: it belongs to the newest message before it that had the button.
 */
export function clickedButtons(messages: readonly Message[]): ReadonlyMap<string, ReadonlySet<string>> {
  const clicked = new Map<string, Set<string>>()
  /** Button → the newest message so far that offers it. */
  const offeredBy = new Map<string, string>()
  for (const { id, actionId, actions } of messages) {
    const offer = actionId === undefined ? undefined : offeredBy.get(actionId)
    if (actionId !== undefined && offer !== undefined)
      clicked.set(offer, (clicked.get(offer) ?? new Set()).add(actionId))
    for (const action of actions ?? []) offeredBy.set(action.id, id)
  }
  return clicked
}
