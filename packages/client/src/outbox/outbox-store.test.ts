import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import type { Storage } from '../options.ts'
import type { Refusal } from '../pult-error.ts'
import { createOutboxStore, type Kept } from './outbox-store.ts'
import { accepted, OUTBOX_MAX, queued, refused, retried, sending, without, type Items } from './outbox.ts'

interface Data {
  readonly body: string
}
const NAME = 'outbox'
const closed: Refusal = { code: 'session_closed', message: '', temporary: false }
const half = () => 0.5

/** A tab's storage, which counts what is written and can be made to end in the middle: after `writesLeft` nothing reaches it. */
function countedStorage() {
  const values = new Map<string, string>()
  const storage = { values, chars: 0, writesLeft: Infinity, open }
  function write(act: () => void): void {
    storage.writesLeft -= 1
    if (storage.writesLeft >= 0) act()
  }
  function open() {
    const tab: Storage = {
      get: (name) => values.get(name) ?? null,
      set(name, value) {
        storage.chars += value.length
        write(() => values.set(name, value))
      },
      remove: (name) => write(() => values.delete(name)),
    }
    return createOutboxStore<Data>(tab, NAME)
  }
  return storage
}

const adding = (items: Items<Data>, key: string, body = key) => queued(items, { key, data: { body } }, 0)
const holding = (...keys: readonly string[]) =>
  keys.reduce<Items<Data>>((items, key) => adding(items, key), [])
const keysOf = (items: Items<Data>) => items.map(({ key }) => key)
const waiting = ({ items }: Kept<Data>) => keysOf(items.filter(({ state }) => state !== 'sent'))

test('[O1] what is kept comes back as it was; what was being sent is queued with its key', () => {
  const storage = countedStorage()
  const items = sending(refused(sending(holding('a', 'b', 'c', 'd'), 'b'), 'b', closed, 0, half), 'a')
  storage.open().save({ owner: 'opr_1', items: accepted(sending(items, 'd'), 'd', false) })
  const back = storage.open().load()
  expect(back.owner).toBe('opr_1')
  expect(back.items.map(({ key, data, state, error }) => [key, data.body, state, error?.code])).toEqual([
    ['a', 'a', 'queued', undefined],
    ['b', 'b', 'failed', 'session_closed'],
    ['c', 'c', 'queued', undefined],
  ])
})

test('[O6] what has left the outbox has left the storage', () => {
  const storage = countedStorage()
  const store = storage.open()
  const items = holding('a', 'b', 'c')
  store.save({ owner: null, items })
  expect(storage.values.size).toBe(4)
  store.save({ owner: null, items: without(accepted(sending(items, 'a'), 'a', true), 'c') })
  expect([...storage.values.keys()]).toEqual([NAME, `${NAME}.b`])
  // And where another page goes on with it.
  const next = storage.open()
  next.load()
  next.save({ owner: 'cli_2', items: [] })
  expect([...storage.values]).toEqual([[NAME, '{"owner":"cli_2","keys":[]}']])
})

test('[O6] a full outbox of the longest messages costs a few times what is in it, not a hundred times', () => {
  const storage = countedStorage()
  const store = storage.open()
  const body = 'w'.repeat(10_000)
  let items: Items<Data> = []
  const change = (next: Items<Data>) => store.save({ owner: 'cli_1', items: (items = next) })
  const keys = Array.from({ length: OUTBOX_MAX }, () => crypto.randomUUID())
  for (const key of keys) change(adding(items, key, body))
  expect(storage.chars).toBeLessThan(2 * OUTBOX_MAX * body.length)
  for (const key of keys) {
    change(sending(items, key))
    change(accepted(items, key, true))
  }
  expect(storage.chars).toBeLessThan(4 * OUTBOX_MAX * body.length)
  expect([...storage.values.keys()]).toEqual([NAME])
})

const acts = fc.array(
  fc.tuple(fc.constantFrom('add', 'send', 'ok', 'fail', 'retry', 'discard', 'somebody else'), fc.nat(5)),
  { minLength: 10, maxLength: 30 },
)

/** What is kept after each of the acts. */
function keptAlong(script: readonly (readonly [string, number])[]): readonly Kept<Data>[] {
  let kept: Kept<Data> = { owner: null, items: [] }
  return script.map(([act, pick], index) => {
    const { owner, items } = kept
    const key = items[pick % Math.max(1, items.length)]?.key ?? ''
    if (act === 'add') kept = { owner, items: adding(items, `k${index}`) }
    if (act === 'send') kept = { owner, items: sending(items, key) }
    if (act === 'ok') kept = { owner, items: accepted(items, key, pick % 2 === 0) }
    if (act === 'fail') kept = { owner, items: refused(items, key, closed, 0, half) }
    if (act === 'retry') kept = { owner, items: retried(items, key, (data) => data) }
    if (act === 'discard') kept = { owner, items: without(items, key) }
    if (act === 'somebody else') kept = { owner: `cli_${index}`, items: [] }
    return kept
  })
}

test('[O1] [O4] [O6] a tab that ends between any two writes loses nothing, and leaves nothing that no key leads to', () => {
  let ends = 0
  function end(before: Kept<Data>, after: Kept<Data>, writes: number): boolean {
    const storage = countedStorage()
    const store = storage.open()
    store.save(before)
    storage.writesLeft = writes
    store.save(after)
    const back = storage.open().load()
    const [was, is, found] = [waiting(before), waiting(after), keysOf(back.items)]
    expect(found).toEqual(expect.arrayContaining(was.filter((key) => is.includes(key))))
    expect([...was, ...is]).toEqual(expect.arrayContaining(found))
    if (before.owner !== after.owner && back.owner === after.owner) expect(found).toEqual([])
    const { keys } = JSON.parse(storage.values.get(NAME) ?? '') as { keys: readonly string[] }
    const places = [NAME, ...keys.map((key) => `${NAME}.${key}`)]
    expect(places).toEqual(expect.arrayContaining([...storage.values.keys()]))
    ends += 1
    return storage.writesLeft >= 0
  }
  fc.assert(
    fc.property(acts, (script) => {
      const steps = keptAlong(script)
      for (const [index, after] of steps.slice(1).entries()) {
        let writes = 0
        while (!end(steps[index]!, after, writes)) writes += 1
      }
    }),
  )
  expect(ends).toBeGreaterThan(1_000)
})

test('[O1] whatever stands in the storage, reading it is safe', () => {
  const texts = fc.oneof(fc.string(), fc.json(), fc.constant('{"key":"a","data":{},"state":"queued"}'))
  fc.assert(
    fc.property(texts, texts, (index, item) => {
      const storage = countedStorage()
      storage.values.set(NAME, index).set(`${NAME}.a`, item)
      expect(Array.isArray(storage.open().load().items)).toBe(true)
    }),
  )
  for (const text of [
    '',
    'null',
    '[]',
    '{"keys":[null,1,{"key":1}]}',
    '{"keys":["a"]}',
    '{"keys":{"0":"a"}}',
  ]) {
    const storage = countedStorage()
    storage.values.set(NAME, text)
    expect(storage.open().load()).toEqual({ owner: null, items: [] })
  }
})
