import { useComputed } from '@preact/signals'
import type { ClientDetails } from '@pult/protocol'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from '../parts/context.ts'

export interface DetailsRead {
  /** Null until they are there. */
  readonly details: ClientDetails | null
  /** Why the last reading failed; null where it did not. */
  readonly error: unknown
  readonly again: () => void
}

/**
 * What the server knows of a client besides the card. Read when the client comes on screen, when the card of one of their sessions was
 * changed by anybody, when the connection is back, and by {@link DetailsRead.again}. One reading at a time: what comes meanwhile
 * makes one more.
 */
export function useClientDetails(clientId: string | null): DetailsRead {
  const { client, state } = useDesk()
  const live = useComputed(() => state.connection.value.name === 'live').value
  const [found, setFound] = useState<ClientDetails | null>(null)
  const [failed, setFailed] = useState<{ readonly clientId: string; readonly error: unknown } | null>(null)
  const again = useRef<() => void>(() => undefined)

  useEffect(() => {
    if (clientId === null) return undefined
    let current = true
    let reading = false
    let wanted = false
    const readOnce = async (): Promise<void> => {
      try {
        const details = await client.history.clientDetails(clientId)
        if (!current) return
        setFound(details)
        setFailed(null)
      } catch (error) {
        if (current) setFailed({ clientId, error })
      }
    }
    const read = async (): Promise<void> => {
      if (reading) {
        wanted = true
        return
      }
      reading = true
      await readOnce()
      reading = false
      if (!wanted) return
      wanted = false
      if (current) await read()
    }
    again.current = () => void read()
    void read()
    const stop = client.on('chatSessionUpdated', (card) => {
      if (card.clientId === clientId) void read()
    })
    return () => {
      current = false
      stop()
    }
    // `live`: what was changed while we were away is told by no event after a snapshot.
  }, [client, clientId, live])

  return {
    details: found?.id === clientId ? found : null,
    error: failed !== null && failed.clientId === clientId ? failed.error : null,
    again: () => again.current(),
  }
}
