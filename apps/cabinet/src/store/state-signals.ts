import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { OperatorState } from '@pult/client'

/**
 * The client's state, one signal a field. Fields are replaced and never changed, so a signal tells only those who read what really
 * moved: a typing signal draws one line anew and not the lists.
 */
export type StateSignals = { readonly [K in keyof OperatorState]: ReadonlySignal<OperatorState[K]> }

export function createStateSignals(source: {
  readonly state: OperatorState
  onState(listener: (state: OperatorState) => void): () => void
}): { readonly state: StateSignals; readonly stop: () => void } {
  const whole = signal(source.state)
  const stop = source.onState((next) => {
    whole.value = next
  })
  const part = <K extends keyof OperatorState>(name: K) => computed(() => whole.value[name])
  return {
    stop,
    state: {
      connection: part('connection'),
      cursor: part('cursor'),
      replayed: part('replayed'),
      clockOffsetMs: part('clockOffsetMs'),
      limits: part('limits'),
      me: part('me'),
      sessions: part('sessions'),
      closed: part('closed'),
      departed: part('departed'),
      operators: part('operators'),
      groups: part('groups'),
      channels: part('channels'),
      cannedReplies: part('cannedReplies'),
      messages: part('messages'),
      notes: part('notes'),
      activities: part('activities'),
      histories: part('histories'),
      typing: part('typing'),
      outbox: part('outbox'),
    },
  }
}
