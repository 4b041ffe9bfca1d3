import type { ChatSession, OperatorSnapshot } from '@pult/protocol'
import { CLOSED_MAX, type OperatorState } from '../state.ts'
import { createMapDraft, putBounded } from './map-draft.ts'
import { LayeredMap } from './layered-map.ts'

/**
 * [S2] The state of a complete snapshot. What is not part of the cut stays: opened histories (the client loads them anew) and
 * the cards that have left; what left while we were away joins them.
 */
export function replaceOperator(state: OperatorState, parts: readonly unknown[]): OperatorState {
  const snapshot = parts as readonly Partial<OperatorSnapshot>[]
  const sessions = new LayeredMap(snapshot.flatMap(cardsOf).map((card) => [card.id, card]))
  const operators = byId(snapshot.flatMap((part) => part.operators ?? []))
  const draft = createMapDraft<OperatorState>({
    ...state,
    sessions,
    operators,
    groups: byId(snapshot.flatMap((part) => part.groups ?? [])),
    channels: byId(snapshot.flatMap((part) => part.channels ?? [])),
    me: operators.get(state.me?.id ?? '') ?? state.me,
    typing: new Map(),
  })
  for (const [id, card] of state.sessions) {
    if (!sessions.has(id)) putBounded(draft.map('departed'), id, { card, reason: 'AWAY' }, CLOSED_MAX)
  }
  for (const id of [...state.departed.keys(), ...state.closed.keys()]) {
    if (!sessions.has(id)) continue
    draft.map('departed').delete(id)
    draft.map('closed').delete(id)
  }
  return draft.now
}

/** [F6] A state that nothing was taken into yet, with some parts more of its first snapshot. */
export function previewOperator(state: OperatorState, given: readonly unknown[]): OperatorState {
  const draft = createMapDraft(state)
  for (const one of given) {
    const part = (one ?? {}) as Partial<OperatorSnapshot>
    for (const card of cardsOf(part)) draft.map('sessions').set(card.id, card)
    for (const operator of part.operators ?? []) draft.map('operators').set(operator.id, operator)
    for (const group of part.groups ?? []) draft.map('groups').set(group.id, group)
    for (const channel of part.channels ?? []) draft.map('channels').set(channel.id, channel)
  }
  return draft.now
}

function cardsOf({ sessions = [], help = [], watched = [] }: Partial<OperatorSnapshot>): ChatSession[] {
  return [...sessions, ...help, ...watched]
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}
