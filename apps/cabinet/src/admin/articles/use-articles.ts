import type { OperatorClient } from '@pult/client'
import type { ArticleHead } from '@pult/protocol'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { sayError } from '../../store/error-words.ts'

export interface Articles {
  /** Null: not read yet, or not to be had. */
  readonly articles: readonly ArticleHead[] | null
  readonly trouble: string | null
  /** Reads them anew; nothing tells when one changes. */
  readonly read: () => void
}

/** What bots by a model answer from, read when it is first drawn. */
export function useArticles(): Articles {
  const { client } = useDesk()
  const words = useWords()
  const [articles, setArticles] = useState<readonly ArticleHead[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = useCallback(() => {
    readArticles(client)
      .then(setArticles)
      .then(() => setError(null))
      .catch(setError)
  }, [client])
  useEffect(read, [read])
  return { articles, trouble: error === null ? null : sayError(words, error), read }
}

/** What a page may hold at most. */
const PAGE = 200

async function readArticles({ history }: OperatorClient): Promise<readonly ArticleHead[]> {
  const read: ArticleHead[] = []
  let after: string | undefined
  do {
    const { items, next } = await history.articles({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    read.push(...items)
    after = next ?? undefined
  } while (after !== undefined)
  return read.toSorted((one, other) => one.title.localeCompare(other.title))
}
