import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { OperatorClient } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import type { StateSignals } from './state-signals.ts'

/**
 * The card of a chat that is not on the desk: one that is over, or that somebody else has, come to by the list of closed ones or by its
 * address. Asked for once each time it is chosen; what cannot be had stays unknown.
 */
export function createLookUp(ports: {
  readonly client: Pick<OperatorClient, 'history'>
  readonly state: Pick<StateSignals, 'sessions' | 'closed' | 'departed'>
  readonly selectedId: ReadonlySignal<string | null>
  readonly isLive: ReadonlySignal<boolean>
  /** Cards that the list on screen has: they need no asking. */
  readonly found: ReadonlySignal<ReadonlyMap<string, ChatSession>>
}): { readonly card: ReadonlySignal<ChatSession | null>; readonly stop: () => void } {
  const { client, state, selectedId, isLive, found } = ports
  const card = signal<ChatSession | null>(null)
  const missing = computed(() => {
    const id = selectedId.value
    if (id === null || !isLive.value) return null
    return state.sessions.value.has(id) || state.closed.value.has(id) || state.departed.value.has(id)
      ? null
      : id
  })
  async function ask(id: string): Promise<void> {
    try {
      const answer = await client.history.session(id)
      if (missing.peek() === id) card.value = answer
    } catch {
      // Not there, or not for us: the chat's place says so.
    }
  }
  const stop = effect(() => {
    const id = missing.value
    if (id === null) return
    untracked(() => {
      if (card.value?.id === id) return
      card.value = found.value.get(id) ?? null
      if (card.value !== null) return
      void ask(id)
    })
  })
  return { card, stop }
}
