import { signal, type ReadonlySignal } from '@preact/signals'

/** A switch that is read and set like a signal. */
export interface EndInSight {
  value: boolean
  peek(): boolean
}

/**
 * Whether the newest message of the chat on screen is in sight. It is no sooner so than somebody has looked: a chat that comes on screen
 * may open at its first unread message, and what is below that was not read.
 */
export function createEndInSight(selectedId: ReadonlySignal<string | null>): EndInSight {
  /** The chat whose end is in sight. */
  const chatId = signal<string | null>(null)
  return {
    get value() {
      return chatId.value !== null && chatId.value === selectedId.value
    },
    set value(isInSight) {
      chatId.value = isInSight ? selectedId.peek() : null
    },
    peek: () => chatId.peek() !== null && chatId.peek() === selectedId.peek(),
  }
}
