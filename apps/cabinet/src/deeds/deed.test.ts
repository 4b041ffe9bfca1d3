import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import {
  answered,
  begin,
  flush,
  parseDeeds,
  pass,
  undo,
  WAITING_MAX,
  type Deed,
  type DeedBook,
} from './deed.ts'

const deed = (key: string, sessionId = key, dueAtMs = 5_000): Deed => ({
  key,
  sessionId,
  clientName: 'Mary',
  asked: { name: 'closeSession', data: { sessionId } },
  dueAtMs,
  state: 'waiting',
})
const keysOf = (deeds: readonly Deed[]) => deeds.map(({ key }) => key)

test('[P4] a deed waits until it is due, and is then sent once', () => {
  const { book, send } = begin([], deed('a'))
  expect(send).toEqual([])
  expect(pass(book, 4_999)).toEqual({ book, send: [] })
  const due = pass(book, 5_000)
  expect(keysOf(due.send)).toEqual(['a'])
  expect(pass(due.book, 9_000).send).toEqual([])
  expect(flush(due.book, null).send).toEqual([])
  expect(answered(due.book, 'a')).toEqual([])
})

test('[P4] as long as it waits it can be taken back, and not any more when it is on its way', () => {
  const { book } = begin(begin([], deed('a')).book, deed('b'))
  expect(undo(book, 'a').undone?.key).toBe('a')
  expect(undo(book, null).undone?.key).toBe('b')
  const sent = flush(book, 'b').book
  expect(undo(sent, 'b').undone).toBeNull()
  expect(undo(sent, null).undone?.key).toBe('a')
})

test('[P4] a further deed on the same chat has the first one done at once', () => {
  const { book } = begin([], deed('first', 's1'))
  const next = begin(book, deed('second', 's1'))
  expect(keysOf(next.send)).toEqual(['first'])
  expect(next.book.map(({ key, state }) => [key, state])).toEqual([
    ['first', 'sending'],
    ['second', 'waiting'],
  ])
})

test('[P4] no more wait than there are lines; the oldest goes first', () => {
  let book: DeedBook = []
  for (let index = 0; index < WAITING_MAX; index += 1) book = begin(book, deed(`${index}`)).book
  expect(keysOf(begin(book, deed('more')).send)).toEqual(['0'])
})

test('[P4] whatever happens in whatever order, each deed is sent once or taken back once, and none is lost', () => {
  const step = fc.oneof(
    fc.record({ name: fc.constant('begin' as const), session: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ name: fc.constant('undo' as const) }),
    fc.record({ name: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 6_000 }) }),
    fc.record({ name: fc.constant('flush' as const), session: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ name: fc.constant('answer' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let book: DeedBook = []
      let nowMs = 0
      let made = 0
      const sent: string[] = []
      const undone: string[] = []
      const take = (turned: { readonly book: DeedBook; readonly send: readonly Deed[] }) => {
        book = turned.book
        sent.push(...keysOf(turned.send))
      }
      for (const one of steps) {
        if (one.name === 'begin') {
          made += 1
          take(begin(book, deed(`k${made}`, `s${one.session}`, nowMs + 5_000)))
        } else if (one.name === 'undo') {
          const result = undo(book, null)
          book = result.book
          if (result.undone !== null) undone.push(result.undone.key)
        } else if (one.name === 'pass') {
          nowMs += one.ms
          take(pass(book, nowMs))
        } else if (one.name === 'flush') take(flush(book, `s${one.session}`))
        else book = answered(book, book.find(({ state }) => state === 'sending')?.key ?? '')
        expect(book.filter(({ state }) => state === 'waiting').length).toBeLessThanOrEqual(WAITING_MAX)
      }
      take(flush(book, null))
      expect([...sent, ...undone].toSorted()).toEqual(
        Array.from({ length: made }, (_, index) => `k${index + 1}`).toSorted(),
      )
    }),
  )
})

test('[P4] what was kept is read back, and nothing else', () => {
  const book = begin([], deed('a')).book
  expect(parseDeeds(JSON.stringify(book))).toEqual([...book])
  expect(parseDeeds(null)).toEqual([])
  expect(parseDeeds('{')).toEqual([])
  expect(
    parseDeeds(
      '[1, null, {"key":"x"}, {"key":"x","sessionId":"s","clientName":"","dueAtMs":1,"asked":{"name":"blockOperator","data":{}}}]',
    ),
  ).toEqual([])
})
