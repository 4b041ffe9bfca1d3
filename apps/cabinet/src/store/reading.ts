import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { OperatorClient } from '@pult/client'
import type { Shown } from '../desk/gate.ts'
import type { Page } from './page.ts'
import type { StateSignals } from './state-signals.ts'

/** Tells the client that its messages were read: only of my own chat, only while its newest message is in sight in a page that is looked at. */
export function followReading(ports: {
  readonly client: OperatorClient
  readonly page: Page
  readonly state: StateSignals
  readonly shown: ReadonlySignal<Shown | null>
  readonly meId: ReadonlySignal<string | null>
  readonly atBottom: { readonly value: boolean }
}): () => void {
  const { client, page, state, shown, meId, atBottom } = ports
  const looking = signal(page.isLookedAt())
  const unwatch = page.onLook(() => {
    looking.value = page.isLookedAt()
  })
  let told: string | null = null

  const stop = effect(() => {
    const card = shown.value?.where === 'open' ? shown.value.card : null
    if (card === null || card.operatorId === null || card.operatorId !== meId.value) return
    if (!looking.value || !atBottom.value || state.connection.value.name !== 'live') return
    if ((card.unreadClientMessageCount ?? 0) === 0) return
    const newest = state.messages.value.get(card.id)?.findLast((message) => message.authorType === 'CLIENT')
    if (newest === undefined || newest.id === told) return
    told = newest.id
    untracked(() => {
      client.command('markRead', { sessionId: card.id, messageId: newest.id }).catch(() => {
        // Lost on the way: the next message, or coming back to the chat, tells it again.
        told = null
      })
    })
  })
  return () => {
    stop()
    unwatch()
  }
}
