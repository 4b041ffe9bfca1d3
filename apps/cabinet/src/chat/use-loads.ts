import { useEffect, useState } from 'preact/hooks'
import { useDesk } from '../parts/context.ts'

const none: ReadonlyMap<string, number> = new Map()

/** How many chats each operator has now, asked once when a dialog opens: no event tells it. Empty until it is answered, and where it cannot be had. */
export function useLoads(): ReadonlyMap<string, number> {
  const { client } = useDesk()
  const [loads, setLoads] = useState(none)
  useEffect(() => {
    let wanted = true
    async function ask(): Promise<void> {
      const found = new Map<string, number>()
      let after: string | null = null
      do {
        const page: Awaited<ReturnType<typeof client.history.operators>> = await client.history.operators({
          limit: PAGE_ITEMS,
          ...(after === null ? {} : { after }),
        })
        for (const { id, load } of page.items) found.set(id, load)
        after = page.next
      } while (after !== null)
      if (wanted) setLoads(found)
    }
    // Without an answer the capacities stand alone: a chat can be given away all the same.
    ask().catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [client])
  return loads
}

/** As many as the server gives at once. */
const PAGE_ITEMS = 200
