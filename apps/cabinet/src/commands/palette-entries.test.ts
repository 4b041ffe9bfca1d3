import { expect, test } from 'bun:test'
import { arrange, type Entry, type EntryKind } from './palette-entries.ts'

const entry = (kind: EntryKind, label: string, find: readonly string[] = []): Entry => ({
  id: `${kind} ${label}`,
  kind,
  label,
  more: '',
  icon: 'chat',
  keys: '',
  find,
  run: () => undefined,
})
const shown = (query: string, entries: readonly Entry[]) =>
  arrange(query, entries).map((group) => [group.kind, ...group.entries.map(({ label }) => label)])

test('[K2] before anything is asked for there are chats and commands, and nobody is offered a chat by mistake', () => {
  const entries = [
    entry('command', 'Take'),
    entry('colleague', 'Boris'),
    entry('canned', 'Hello'),
    entry('chat', 'Mary'),
  ]
  expect(shown('', entries)).toEqual([
    ['chat', 'Mary'],
    ['command', 'Take'],
  ])
})

test('[K2] the kind with the best hit stands on top', () => {
  const entries = [
    entry('chat', 'Embassy of Tarragon'),
    entry('command', 'Tags'),
    entry('colleague', 'Tamara'),
  ]
  expect(shown('ta', entries)).toEqual([
    ['command', 'Tags'],
    ['colleague', 'Tamara'],
    ['chat', 'Embassy of Tarragon'],
  ])
})

test('[K2] a canned reply is found by its words, after those that are called so', () => {
  const entries = [entry('canned', 'bye', ['hello and goodbye']), entry('canned', 'hello', [])]
  expect(shown('hello', entries)).toEqual([['canned', 'hello', 'bye']])
})

test('[K2] a thousand chats are a few lines', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => entry('chat', `Mary ${index}`))
  expect(arrange('mary', many)[0]?.entries.length).toBeLessThanOrEqual(6)
  expect(shown('xyz', many)).toEqual([])
})
