import { computed, effect, untracked, type ReadonlySignal } from '@preact/signals'
import type { OperatorClient } from '@pult/client'
import type { StateSignals } from './state-signals.ts'

/** Histories kept current at once: going back and forth between chats is instant, and memory stays bounded. */
export const OPENED_MAX = 8

/** Loads the history of the chat on screen, and once more when the connection is back after a failure. */
export function followSelection(ports: {
  readonly client: OperatorClient
  readonly state: StateSignals
  readonly selectedId: ReadonlySignal<string | null>
}): () => void {
  const { client, state, selectedId } = ports
  // Of its own, so that the effect runs when the connection turns and not at every change: a failing load must not call itself.
  const live = computed(() => state.connection.value.name === 'live')
  /** Newest first. */
  let opened: readonly string[] = []
  return effect(() => {
    const sessionId = selectedId.value
    if (sessionId === null || !live.value) return
    untracked(() => {
      const history = state.histories.value.get(sessionId)
      const loaded = opened.includes(sessionId) && history !== undefined && history.error === null
      const others = opened.filter((id) => id !== sessionId)
      for (const old of others.slice(OPENED_MAX - 1)) client.leaveSession(old)
      opened = [sessionId, ...others].slice(0, OPENED_MAX)
      // A refusal stands in the state's history, where the chat shows it with a button.
      if (!loaded) client.openSession(sessionId).catch(() => undefined)
    })
  })
}
