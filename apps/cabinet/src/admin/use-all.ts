import type { OperatorClient, Page, PageQuery } from '@pult/client'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { sayError } from '../store/error-words.ts'

export interface All<T> {
  /** Null: not read yet, or not to be had. */
  readonly items: readonly T[] | null
  readonly trouble: string | null
  /** Reads them anew; nothing tells when one changes. */
  readonly read: () => void
}

/** What a page may hold at most. */
const PAGE = 200

/** All of a list, page by page. */
export async function readAll<T>(pageOf: (query: PageQuery) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = []
  let after: string | undefined
  do {
    const { items, next } = await pageOf({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    all.push(...items)
    after = next ?? undefined
  } while (after !== undefined)
  return all
}

/** A list of settings, read when it is first drawn. `readList` stays the same from drawing to drawing. */
export function useAll<T>(readList: (client: OperatorClient) => Promise<readonly T[]>): All<T> {
  const { client } = useDesk()
  const words = useWords()
  const [items, setItems] = useState<readonly T[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = useCallback(() => {
    readList(client)
      .then(setItems)
      .then(() => setError(null))
      .catch(setError)
  }, [client, readList])
  useEffect(read, [read])
  return { items, trouble: error === null ? null : sayError(words, error), read }
}
