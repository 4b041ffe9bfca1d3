import type { LogRecord } from '@pult/engine'
import type { Database } from 'bun:sqlite'
import { KeyFilter } from '../key-filter.ts'
import { hash32, hashOfAuthor } from '../key-hash.ts'

/** Rows read into the filter at once: about a millisecond. */
const ROWS_AT_ONCE = 5_000

/**
 * Which keys the store may have, of records that the read models have taken in and of those that wait. After a start the filter is filled
 * little by little between everything else; until it is full, everything may be known.
 */
export interface KnownKeys {
  /** The keys of records that are durable from now on. */
  add(records: readonly LogRecord[]): void
  /** @throws what reading the keys of the file has come upon since the start */
  mayHave(author: string, key: string): boolean
  /** Ends the filling. */
  stop(): void
}

interface Row {
  readonly author: number
  readonly key: number
  readonly seq: number
}

export function openKnownKeys(database: Database): KnownKeys {
  const filter = new KeyFilter()
  const selectAfter = database.prepare<Row, [number, number, number, number]>(
    'SELECT author, key, seq FROM keys WHERE (author, key, seq) > (?, ?, ?) ORDER BY author, key, seq LIMIT ?',
  )
  let last: Row = { author: -(2 ** 31), key: -(2 ** 31), seq: 0 }
  let isComplete = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let failed: { readonly error: unknown } | undefined

  function fill(): void {
    const rows = selectAfter.all(last.author, last.key, last.seq, ROWS_AT_ONCE)
    for (const { author, key } of rows) filter.add(author, key)
    last = rows.at(-1) ?? last
    isComplete = rows.length < ROWS_AT_ONCE
    if (isComplete) return
    timer = setTimeout(fillBehind)
    timer.unref()
  }
  /** Nobody is there to catch it: whoever asks next throws it, and the store knows what a damaged file means. */
  function fillBehind(): void {
    try {
      fill()
    } catch (error) {
      failed = { error }
    }
  }
  fill()

  return {
    add(records) {
      for (const { fact, origin } of records) {
        if (fact.type === 'message' && fact.message.key !== undefined)
          filter.add(hashOfAuthor(fact.message.authorId), hash32(fact.message.key))
        if (origin !== undefined) filter.add(hashOfAuthor(origin.author), hash32(origin.key))
      }
    },
    mayHave(author, key) {
      if (failed !== undefined) throw failed.error
      return !isComplete || filter.mayHave(hashOfAuthor(author), hash32(key))
    },
    stop: () => clearTimeout(timer),
  }
}
