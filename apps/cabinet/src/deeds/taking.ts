import { signal, type ReadonlySignal } from '@preact/signals'
import type { OperatorClient } from '@pult/client'

/** The chats that we have asked for and have no answer about yet: on a slow line the row says so, and a second press asks nothing twice. */
export interface Taking {
  readonly ids: ReadonlySignal<ReadonlySet<string>>
  /** Rejects as the command does. While one is under way, the same again waits for it. */
  take(sessionId: string): Promise<unknown>
}

export function createTaking(client: Pick<OperatorClient, 'command'>): Taking {
  const asked = new Map<string, Promise<unknown>>()
  const ids = signal<ReadonlySet<string>>(new Set())
  function tell(): void {
    ids.value = new Set(asked.keys())
  }
  return {
    ids,
    take(sessionId) {
      const known = asked.get(sessionId)
      if (known !== undefined) return known
      const asking = client.command('takeSession', { sessionId }).finally(() => {
        asked.delete(sessionId)
        tell()
      })
      asked.set(sessionId, asking)
      tell()
      return asking
    },
  }
}
