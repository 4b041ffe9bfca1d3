import type { Message } from '@pult/protocol'
import { useEffect, useState } from 'preact/hooks'
import { useDesk } from '../parts/context.ts'

const PAGE_MESSAGES = 50

export interface PastMessages {
  /** Oldest first; null until the newest page is there. */
  readonly messages: readonly Message[] | null
  readonly loading: boolean
  readonly error: unknown
  readonly hasOlder: boolean
  readonly older: () => void
}

/** The messages of a session that is looked back at: pages from the end towards the beginning, outside of the state of the desk. */
export function usePastMessages(sessionId: string): PastMessages {
  const { client } = useDesk()
  const [messages, setMessages] = useState<readonly Message[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [loading, setLoading] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function load(isCurrent: () => boolean): Promise<void> {
    setLoading(true)
    setError(null)
    try {
      const page = await client.history.sessionMessages(sessionId, {
        limit: PAGE_MESSAGES,
        ...(next === null ? {} : { after: next }),
      })
      if (!isCurrent()) return
      setMessages([...page.items.toReversed(), ...(messages ?? [])])
      setNext(page.next)
    } catch (thrown) {
      if (isCurrent()) setError(thrown)
    } finally {
      if (isCurrent()) setLoading(false)
    }
  }
  useEffect(() => {
    let current = true
    void load(() => current)
    return () => {
      current = false
    }
    // Whoever looks at another session draws this anew, by its key.
  }, [])
  return {
    messages,
    loading,
    error,
    hasOlder: next !== null,
    older: () => {
      if (!loading) void load(() => true)
    },
  }
}
