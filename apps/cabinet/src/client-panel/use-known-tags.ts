import type { OperatorClient } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import { useEffect, useState } from 'preact/hooks'
import { useDesk } from '../parts/context.ts'
import { countTags } from './suggest-tags.ts'

/** Enough to hold the words that a team uses now; one page of the server. */
const RECENT_SESSIONS = 100

/** Asked once for each sign-in: what is used newly since then is on the desk's own cards. */
const asked = new WeakMap<OperatorClient, Promise<readonly ChatSession[]>>()

async function recentSessions(client: OperatorClient): Promise<readonly ChatSession[]> {
  try {
    return (await client.history.sessions({ limit: RECENT_SESSIONS })).items
  } catch {
    // Fewer tags are offered; the next one who writes asks again.
    asked.delete(client)
    return []
  }
}

/** The tags in use: of the chats on the desk and of those that changed last. Empty until somebody writes: there may be ten thousand cards. */
export function useKnownTags(writing: boolean): ReadonlyMap<string, number> {
  const { client, state } = useDesk()
  const [recent, setRecent] = useState<readonly ChatSession[]>([])
  useEffect(() => {
    if (!writing) return undefined
    let current = true
    const reading = asked.get(client) ?? recentSessions(client)
    asked.set(client, reading)
    const read = async () => {
      const cards = await reading
      if (current) setRecent(cards)
    }
    void read()
    return () => {
      current = false
    }
  }, [client, writing])
  if (!writing) return new Map()
  const here = state.sessions.value
  return countTags([...here.values(), ...recent.filter(({ id }) => !here.has(id))])
}
