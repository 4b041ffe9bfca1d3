import type { LogRecord } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import { expect, test } from 'bun:test'
import { Story } from '../story.fixture.ts'
import { createLexemes } from './lexemes.ts'
import { BLOCK_RECORDS, blockOf, indexed, indexedSeq, type Text, textsOf } from './word-blocks.ts'

const lexemes = createLexemes('wsp_of_the_tests' as WorkspaceId)

/** The records of a talk with so many messages, and the story to go on with. */
function talked(messages: number, bodyOf = (index: number): string => `слово${index}`) {
  const story = new Story()
  const vera = story.talk('Вера')
  const written = Array.from({ length: messages }, (_, index) => story.message(vera, bodyOf(index)))
  return { story, written, records: story.batch().records }
}

test('a block is full at each 256th record, and is written then and never before', () => {
  const { records } = talked(600)
  let waiting: readonly Text[] = []
  const blocks: number[] = []
  for (let at = 0; at < records.length; at += 100) {
    const found = indexed(waiting, records.slice(at, at + 100), lexemes)
    blocks.push(...found.rows.map(({ block }) => block))
    waiting = found.waiting
    const head = Math.min(at + 100, records.length)
    expect(blocks).toHaveLength(indexedSeq(head) / BLOCK_RECORDS)
    expect(waiting).toEqual(textsOf(records.slice(indexedSeq(head), head)))
  }
  expect(blocks).toEqual([0, 1])
})

test('a batch of any size leaves the same as one record at a time', () => {
  const { records } = talked(700)
  const rowsBy = (size: number) => {
    let waiting: readonly Text[] = []
    const rows = []
    for (let at = 0; at < records.length; at += size) {
      const found = indexed(waiting, records.slice(at, at + size), lexemes)
      rows.push(...found.rows)
      waiting = found.waiting
    }
    return rows
  }
  expect(rowsBy(1)).toEqual(rowsBy(records.length))
})

test('[ST12] an edit adds to the block of its message, whether it is full or not', () => {
  const { story, written, records } = talked(300)
  const { waiting } = indexed([], records, lexemes)
  story.edit(written[0]!, 'давнее')
  story.edit(written[299]!, 'недавнее')
  const { records: edits } = story.batch()
  const found = indexed(waiting, edits, lexemes)
  expect(found.rows).toMatchObject([{ block: 0, part: edits[0]!.seq }])
  expect(found.rows[0]!.words).toContain('давнее')
  expect(found.waiting.map(({ body }) => body)).toContain('недавнее')
})

test('texts that are too long for one vector are in several parts, each message whole in one', () => {
  const { records } = talked(260, (index) => `${'длинное '.repeat(1_000)} слово${index}`)
  const { rows } = indexed([], records, lexemes)
  expect(rows.length).toBeGreaterThan(5)
  expect(rows.map(({ part }) => part)).toEqual(rows.map((_, index) => index))
  expect(rows.filter(({ words }) => words.includes("слово17'"))).toHaveLength(1)
})

test('blocks follow from the numbers of records', () => {
  const ends: LogRecord['seq'][] = [1, BLOCK_RECORDS, BLOCK_RECORDS + 1]
  expect(ends.map(blockOf)).toEqual([0, 0, 1])
  expect([0, 255, 256, 300].map(indexedSeq)).toEqual([0, 0, 256, 256])
})
