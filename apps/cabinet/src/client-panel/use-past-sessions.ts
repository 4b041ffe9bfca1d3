import { useComputed } from '@preact/signals'
import type { Activity, ChatSession } from '@pult/protocol'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useDesk } from '../parts/context.ts'

/** As many as stand in the panel without scrolling; one request tells how each of them ended. */
const PAGE_SESSIONS = 5

export interface PastSessions {
  /** Newest first; null until the first page is there. */
  readonly cards: readonly ChatSession[] | null
  readonly loading: boolean
  readonly error: unknown
  readonly hasMore: boolean
  readonly more: () => void
}

interface Loaded {
  readonly clientId: string
  readonly cards: readonly ChatSession[]
  readonly next: string | null
}

/** The client's other sessions, as far as this operator may see them, page by page. Read anew when the client or the session on screen changes. */
export function usePastSessions(clientId: string, currentId: string): PastSessions {
  const { client, state } = useDesk()
  const live = useComputed(() => state.connection.value.name === 'live').value
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [loading, setLoading] = useState(false)
  const [error, setError] = useState<unknown>(null)
  /** Of the client on screen now: an answer about another one is nobody's. */
  const round = useMemo(() => ({ current: 0 }), [])

  async function load(before: Loaded | null): Promise<void> {
    const mine = ++round.current
    setLoading(true)
    setError(null)
    try {
      const page = await client.history.sessions({
        clientId,
        limit: PAGE_SESSIONS,
        ...(before?.next == null ? {} : { after: before.next }),
      })
      if (mine !== round.current) return
      const known = new Set(page.items.map(({ id }) => id as string))
      // The order of the server is that of the last change: what changed meanwhile comes twice.
      const cards = [...(before?.cards ?? []).filter(({ id }) => !known.has(id)), ...page.items]
      setLoaded({ clientId, cards, next: page.next })
    } catch (thrown) {
      if (mine === round.current) setError(thrown)
    } finally {
      if (mine === round.current) setLoading(false)
    }
  }
  useEffect(() => {
    void load(null)
    return () => {
      round.current += 1
    }
  }, [client, clientId, currentId, live])

  const now = loaded?.clientId === clientId ? loaded : null
  return {
    cards: now === null ? null : newestFirst(now.cards.filter(({ id }) => id !== currentId)),
    loading,
    error,
    hasMore: now !== null && now.next !== null,
    more: () => {
      if (!loading) void load(now)
    },
  }
}

function newestFirst(cards: readonly ChatSession[]): ChatSession[] {
  return cards.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
}

/** The last steps of a session: its end is among them, and a rating that came after it. */
const LAST_STEPS = 5

/** The last steps of a session that is over, newest first; null until they are there, and where they cannot be read. */
export function useLastSteps(card: ChatSession): readonly Activity[] | null {
  const { client } = useDesk()
  const [steps, setSteps] = useState<readonly Activity[] | null>(null)
  const over = card.status === 'CLOSED'
  useEffect(() => {
    if (!over) return undefined
    let current = true
    const read = async () => {
      try {
        const { items } = await client.history.sessionActivities(card.id, { limit: LAST_STEPS })
        if (current) setSteps(items)
      } catch {
        // The line says less; the session itself says why when it is opened.
      }
    }
    void read()
    return () => {
      current = false
    }
  }, [client, card.id, over])
  return steps
}
