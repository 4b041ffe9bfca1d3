import { PultError } from '@pult/client'
import type { Client } from '@pult/protocol'
import { useEffect, useState } from 'preact/hooks'
import { useDesk } from '../parts/context.ts'

/** What the server knows of a client, read anew whenever the card changes (`rev`); null until it is there. */
export function useClientDetails(clientId: string | null, rev: number): Client | null {
  const { client } = useDesk()
  const [details, setDetails] = useState<Client | null>(null)
  useEffect(() => {
    if (clientId === null) return undefined
    let current = true
    const read = async () => {
      try {
        const found = await client.history.clientDetails(clientId)
        if (current) setDetails(found)
      } catch (error) {
        // The panel shows what the card has; there is nothing that a person could do about the rest.
        if (!(error instanceof PultError)) throw error
      }
    }
    void read()
    return () => {
      current = false
    }
  }, [client, clientId, rev])
  return details?.id === clientId ? details : null
}
