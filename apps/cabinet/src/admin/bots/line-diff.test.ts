import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { changesIn, diffLines, type DiffLine } from './line-diff.ts'

const sideOf = (lines: readonly DiffLine[], not: DiffLine['is']) =>
  lines
    .filter(({ is }) => is !== not)
    .map(({ text }) => text)
    .join('\n')
const short = (before: string, after: string) =>
  diffLines(before, after)
    .map(({ is, text }) => `${{ same: ' ', added: '+', gone: '-' }[is]}${text}`)
    .join('|')

const many = (letter: string) => Array.from({ length: 2_500 }, (_, line) => `${letter}${line}`).join('\n')

test('[BE7] a difference is the lines that are gone and those that came, in their places', () => {
  expect(short('a\nb\nc', 'a\nc')).toBe(' a|-b| c')
  expect(short('a\nb\nc', 'a\nx\ny\nc')).toBe(' a|-b|+x|+y| c')
  expect(short('a', 'a')).toBe(' a')
  expect(short('', 'a')).toBe('-|+a')
})

test('[BE7] out of a difference both texts can be read again', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 })
    .map((all) => all.join('\n'))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after)
      expect(sideOf(lines, 'added')).toBe(before)
      expect(sideOf(lines, 'gone')).toBe(after)
    }),
  )
})

test('[BE7] texts that have nothing in common are told whole, however long they are', () => {
  const lines = diffLines(many('a'), many('b'))
  expect([lines.length, lines[0]?.is, lines.at(-1)?.is]).toEqual([5_000, 'gone', 'added'])
})

test('[BE7] what is far from a change is left out and counted; no change is nothing to show', () => {
  const lines = diffLines('1\n2\n3\n4\n5\n6', '1\n2\n3\n4\nfive\n6')
  expect(changesIn(lines, 1)).toEqual([
    { is: 'skipped', count: 3 },
    { is: 'same', text: '4' },
    { is: 'gone', text: '5' },
    { is: 'added', text: 'five' },
    { is: 'same', text: '6' },
  ])
  expect(changesIn(diffLines('a\nb', 'a\nb'))).toEqual([])
})
