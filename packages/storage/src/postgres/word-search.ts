import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import type { Place } from '../page-token.ts'
import { holdsWanted, type Wanted } from '../words.ts'
import type { Lexemes } from './lexemes.ts'
import { readWorkspace } from './log-reader.ts'
import { findMessages, type Found } from './message-rows.ts'
import { BLOCK_RECORDS, blockOf, indexedSeq } from './word-blocks.ts'

/** Blocks that are looked through at once: the first for a page of a common word, then more for rarer ones. */
const BLOCKS_AT_ONCE = { first: 2, next: 8 }

/** Messages with all the words, newest first, before `place`, by what was found at once. Every batch is in order, and before the one that follows. */
export async function* searchWords(
  sql: SQL,
  workspaceId: WorkspaceId,
  lexemes: Lexemes,
  wanted: readonly Wanted[],
  chat: number | undefined,
  place: Place,
): AsyncGenerator<readonly Found[]> {
  const holding = (found: readonly Found[]): readonly Found[] =>
    found
      .filter(({ message }) => message.body !== '' && holdsWanted(message.body, wanted))
      .toSorted((left, right) => right.seq - left.seq)
  const before = place.minor
  // Blocks never change but for later edits, and are written with what fills them: what comes in meanwhile is behind the indexed ones.
  const end = indexedSeq((await readWorkspace(sql, workspaceId))?.headSeq ?? 0)
  if (before > end + 1) {
    const where = 'm.seq > $2 AND m.seq < $3 AND (CAST($4 AS BIGINT) IS NULL OR m.chat = $4)'
    yield holding(await findMessages(sql, workspaceId, where, [end, before, chat ?? null]))
  }
  const query = lexemes.query(wanted, chat)
  let blockBefore = blockOf(Math.min(before - 1, end)) + 1
  for (let atOnce = BLOCKS_AT_ONCE.first; blockBefore > 0; atOnce = BLOCKS_AT_ONCE.next) {
    const rows = await sql<{ block: string }[]>`
      SELECT DISTINCT block FROM words
        WHERE workspace_id = ${workspaceId} AND words @@ CAST(${query} AS TSQUERY) AND block < ${blockBefore}
        ORDER BY block DESC LIMIT ${atOnce}`
    const blocks = rows.map(({ block }) => Number(block))
    if (blocks.length > 0) yield holding(await inBlocks(blocks))
    if (blocks.length < atOnce) return
    blockBefore = blocks.at(-1)!
  }

  function inBlocks(blocks: readonly number[]): Promise<readonly Found[]> {
    // As ranges of the key; whatever else says "in one of these" makes the database read the whole log.
    const ranges = blocks.map((_, index) => `(m.seq > $${index * 2 + 4} AND m.seq <= $${index * 2 + 5})`)
    const ends = blocks.flatMap((block) => [block * BLOCK_RECORDS, (block + 1) * BLOCK_RECORDS])
    const values = [before, chat ?? null, ...ends]
    const where = `m.seq < $2 AND (CAST($3 AS BIGINT) IS NULL OR m.chat = $3) AND (${ranges.join(' OR ')})`
    return findMessages(sql, workspaceId, where, values)
  }
}
