import { beforeEach, expect, test } from 'bun:test'
import type { Bus } from './bus.ts'
import { openEitherBus } from './either-bus.ts'
import { TestClock } from './testing/clock.ts'
import { MemoryBus } from './testing/memory-bus.ts'
import { openWordsBus, type WordsTable } from './words-bus.ts'

/** A table that several nodes look at. */
class MemoryWords implements WordsTable {
  readonly words: { readonly number: number; readonly subject: string; readonly message: string }[] = []
  tidied = 0
  isAway = false
  async newest(): Promise<number> {
    this.#check()
    return this.words.length
  }
  async publish(words: readonly { readonly subject: string; readonly message: string }[]): Promise<void> {
    this.#check()
    for (const word of words) this.words.push({ number: this.words.length + 1, ...word })
  }
  async read(after: number) {
    this.#check()
    return this.words.slice(after)
  }
  async tidy(): Promise<void> {
    this.tidied += 1
  }
  #check(): void {
    if (this.isAway) throw new Error('the table is away')
  }
}

let clock: TestClock
const steadyMs = (): number => clock.steadyMs
const after = (delayMs: number, run: () => void): (() => void) => clock.after(delayMs, run)
const pass = (ms: number): Promise<void> => clock.pass(ms)

let table: MemoryWords
let errors: unknown[]
beforeEach(() => {
  clock = new TestClock()
  table = new MemoryWords()
  errors = []
})
const wordsBus = (): Bus =>
  openWordsBus({ table, pollMs: () => 100, after, onError: (error) => void errors.push(error) })

test('[CL15] words by way of a table come to everybody in order, from when they began to listen', async () => {
  await table.publish([{ subject: 'a', message: 'before' }])
  const [one, two] = [wordsBus(), wordsBus()]
  await pass(0)
  const heard: string[] = []
  const stop = one.subscribe('a', (word) => heard.push(`one ${word}`))
  two.subscribe('a', (word) => heard.push(`two ${word}`))
  one.publish('a', '1')
  one.publish('b', 'nobody')
  one.publish('a', '2')
  await pass(200)
  expect(heard.toSorted()).toEqual(['one 1', 'one 2', 'two 1', 'two 2'])
  expect(two.isUp()).toBe(true)
  stop()
  table.isAway = true
  two.publish('a', 'lost')
  await pass(200)
  expect([two.isUp(), errors.length > 0]).toEqual([false, true])
  table.isAway = false
  two.publish('a', '3')
  await pass(200)
  expect(heard.at(-1)).toBe('two 3')
  await pass(40_000)
  expect(table.tidied).toBeGreaterThan(0)
  await Promise.all([one.close(), two.close()])
})

test('[CL15] a node that is cut off from the quick bus is heard and hears by the slow one; then nothing goes there any more', async () => {
  const quick = new MemoryBus()
  let isCut = false
  const end = quick.open()
  const mine: Bus = {
    ...end,
    isUp: () => !isCut,
    publish: (subject, message) => end.publish(subject, message),
    subscribe: (subject, hear) => end.subscribe(subject, (word) => (isCut ? undefined : hear(word))),
  }
  const one = openEitherBus({ quick: mine, slow: wordsBus(), steadyMs, after })
  const two = openEitherBus({ quick: quick.open(), slow: wordsBus(), steadyMs, after })
  const heard: string[] = []
  one.subscribe('to one', (word) => heard.push(word))
  two.subscribe('to two', (word) => heard.push(word))
  const both = async (word: string): Promise<string[]> => {
    heard.length = 0
    one.publish('to two', `to two: ${word}`)
    two.publish('to one', `to one: ${word}`)
    await pass(500)
    return heard.toSorted()
  }
  await pass(500)
  expect(await both('well')).toEqual(['to one: well', 'to two: well'])
  expect(table.words).toEqual([])
  isCut = true
  await pass(3_000)
  expect([one.isUp(), await both('cut')]).toEqual([false, ['to one: cut', 'to two: cut']])
  isCut = false
  await pass(10_000)
  const written = table.words.length
  expect(await both('healed')).toEqual(['to one: healed', 'to two: healed'])
  expect(table.words.length).toBe(written)
  await Promise.all([one.close(), two.close()])
})
