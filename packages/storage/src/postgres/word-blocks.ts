import type { LogRecord } from '@pult/engine'
import { messageIn } from '../message-view.ts'
import { numberOf } from '../numbers.ts'
import { wordsIn } from '../words.ts'
import type { Lexemes } from './lexemes.ts'

/**
 * The index has words by blocks of so many records, whose numbers follow from those of the records. A row for each message costs twice as much,
 * more than all else that is written for it: most words of a block are in it more than once. A search reads the blocks that have all the words, newest first,
 * and looks at their messages. Larger blocks would save little and make each look dearer.
 */
export const BLOCK_RECORDS = 256
/** A `tsvector` holds a megabyte; a block of longer texts has several parts, each message in one. */
const PART_CHARS_MAX = 200_000

export interface WordRow {
  readonly block: number
  readonly part: number
  readonly words: string
}

/** What a message says, on its way into the index. */
export interface Text {
  /** The number of the message. */
  readonly message: number
  readonly chat: number
  readonly body: string
}

export function blockOf(seq: number): number {
  return Math.floor((seq - 1) / BLOCK_RECORDS)
}

/** The records up to this one are in blocks that are written; those after it are looked at one by one. */
export function indexedSeq(headSeq: number): number {
  return headSeq - (headSeq % BLOCK_RECORDS)
}

export function textsOf(records: readonly LogRecord[]): readonly Text[] {
  return records.flatMap((record) => {
    const message = messageIn(record)
    if (message === undefined || message.body === '') return []
    return [
      { message: numberOf('msg', message.id), chat: numberOf('cht', message.chatId), body: message.body },
    ]
  })
}

/**
 * What the index gets by these records, and what waits for a block to be full. An edit adds to the block of its message; the words that it took away stay and lead to
 * a look in vain.
 * @param waiting texts of the records after {@link indexedSeq} of the head before
 */
export function indexed(
  waiting: readonly Text[],
  records: readonly LogRecord[],
  lexemes: Lexemes,
): { readonly rows: readonly WordRow[]; readonly waiting: readonly Text[] } {
  const [first, last] = [records[0], records.at(-1)]
  if (first === undefined || last === undefined) return { rows: [], waiting }
  const [wasIndexed, isIndexed] = [indexedSeq(first.seq - 1), indexedSeq(last.seq)]
  const news = textsOf(records)
  const late = records
    .filter(({ fact }) => fact.type === 'messageChanged')
    .flatMap((record) =>
      textsOf([record])
        .filter(({ message }) => message <= wasIndexed)
        .map((text) => rowOf(blockOf(text.message), record.seq, [text], lexemes)),
    )
  const open = [...waiting, ...news.filter(({ message }) => message > wasIndexed)]
  const full = open.filter(({ message }) => message <= isIndexed)
  return {
    rows: [...late, ...rowsOf(full, lexemes)],
    waiting: full.length === 0 ? open : open.filter(({ message }) => message > isIndexed),
  }
}

function rowsOf(texts: readonly Text[], lexemes: Lexemes): readonly WordRow[] {
  const blocks = Map.groupBy(texts, ({ message }) => blockOf(message))
  return [...blocks].flatMap(([block, its]) =>
    partsOf(its).map((part, index) => rowOf(block, index, part, lexemes)),
  )
}

function partsOf(texts: readonly Text[]): readonly (readonly Text[])[] {
  const parts: Text[][] = [[]]
  let chars = 0
  for (const text of texts) {
    if (chars + text.body.length > PART_CHARS_MAX && chars > 0) {
      parts.push([])
      chars = 0
    }
    parts.at(-1)!.push(text)
    chars += text.body.length
  }
  return parts
}

function rowOf(block: number, part: number, texts: readonly Text[], lexemes: Lexemes): WordRow {
  // All at once: the words of each by itself cost twice as much.
  const words = wordsIn(texts.map(({ body }) => body).join(' '))
  return { block, part, words: lexemes.vector(words, new Set(texts.map(({ chat }) => chat))) }
}
