import type { OperatorClient } from '@pult/client'
import type { Bot } from '@pult/protocol'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { sayError } from '../../store/error-words.ts'

export interface Bots {
  /** Null: not read yet, or not to be had. */
  readonly bots: readonly Bot[] | null
  readonly trouble: string | null
  /** Reads them anew; nothing tells when one changes. */
  readonly read: () => void
}

/** The bots of one's own, read when they are first drawn. */
export function useBots(): Bots {
  const { client } = useDesk()
  const words = useWords()
  const [bots, setBots] = useState<readonly Bot[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = useCallback(() => {
    readBots(client)
      .then(setBots)
      .then(() => setError(null))
      .catch(setError)
  }, [client])
  useEffect(read, [read])
  return { bots, trouble: error === null ? null : sayError(words, error), read }
}

/** What a page may hold at most. */
const PAGE = 200

/** All of them, page by page. */
export async function readBots({ history }: OperatorClient): Promise<readonly Bot[]> {
  const read: Bot[] = []
  let after: string | undefined
  do {
    const { items, next } = await history.bots({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    read.push(...items)
    after = next ?? undefined
  } while (after !== undefined)
  return read
}
