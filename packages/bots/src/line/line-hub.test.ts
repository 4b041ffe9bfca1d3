import type { BotReply, SessionId } from '@pult/protocol'
import { beforeEach, describe, expect, test } from 'bun:test'
import { COMEBACK_MS, createLineHub, LINES_MAX, type JoinedLine, type LineHub } from './line-hub.ts'

const session = 'ses_1' as SessionId
const reply: BotReply = { answers: [{ name: 'say', body: 'Hello!' }] }

let nowMs = 0
let timers: { readonly atMs: number; readonly run: () => void }[] = []
function after(delayMs: number, run: () => void): () => void {
  const timer = { atMs: nowMs + delayMs, run }
  timers.push(timer)
  return () => void (timers = timers.filter((one) => one !== timer))
}
function pass(ms: number): void {
  nowMs += ms
  for (const timer of timers.filter(({ atMs }) => atMs <= nowMs)) {
    timers = timers.filter((one) => one !== timer)
    timer.run()
  }
}

let hub: LineHub
const { signal } = new AbortController()
const post = (id: string, own: AbortSignal = signal): Promise<BotReply> =>
  hub.post({ id, body: '{}' }, session, own, 10_000)
const codeOf = (posted: Promise<unknown>): Promise<unknown> =>
  posted.then(
    () => 'answered',
    (error: { code?: unknown }) => error.code,
  )

/** A program: what it was told, in order. */
function program(takes = true): { readonly told: string[]; readonly line: JoinedLine } {
  const told: string[] = []
  const line = hub.join({
    tell: ({ id }) => {
      told.push(id)
      return takes
    },
  })
  if (line === null) throw new Error('no room')
  return { told, line }
}

describe('the connections of a bot’s programs', () => {
  beforeEach(() => {
    nowMs = 0
    timers = []
    hub = createLineHub({ nowMs: () => nowMs, steadyMs: () => nowMs, after, startedMs: -COMEBACK_MS })
  })

  test('[WL1] an event is told to who is connected, and its answer is taken once', async () => {
    const { told, line } = program()
    const posted = post('one')
    expect(told).toEqual(['one'])
    expect(line.answer('one', reply)).toBeUndefined()
    expect(line.answer('one', { answers: [] })).toBeUndefined()
    expect(await posted).toEqual(reply)
    expect(hub.state()).toMatchObject({ endpoint: 'answering', lines: 1, answered: 1, underWay: 0 })
  })

  test('[WL2] what a program owes when its connection is lost is told again, to whoever is there or comes', async () => {
    const first = program()
    const posted = post('one')
    const second = program()
    first.line.leave()
    expect(second.told).toEqual(['one'])
    second.line.leave()
    pass(COMEBACK_MS - 1)
    const third = program()
    expect(third.told).toEqual(['one'])
    third.line.answer('one', reply)
    expect(await posted).toEqual(reply)
    expect(hub.state()).toMatchObject({ tries: 3, repeats: 2, failed: 0 })
  })

  test('[WL3] where none is connected nobody waits: at once, or when the time to come back is over', async () => {
    expect(await codeOf(post('one'))).toBe('not_connected')
    const { line } = program()
    const owed = post('two')
    line.leave()
    const late = post('three')
    pass(COMEBACK_MS)
    expect(await codeOf(owed)).toBe('not_connected')
    expect(await codeOf(late)).toBe('not_connected')
    expect(await codeOf(post('four'))).toBe('not_connected')
    expect(hub.state()).toMatchObject({ endpoint: 'absent', failed: 4, notAsked: 4, waiting: 0 })
  })

  test('[WL3] after a start programs have the same time to come back', async () => {
    hub = createLineHub({ nowMs: () => nowMs, steadyMs: () => nowMs, after, startedMs: 0 })
    const posted = post('one')
    pass(COMEBACK_MS - 1)
    const { told, line } = program()
    expect(told).toEqual(['one'])
    line.answer('one', null)
    expect(await posted).toEqual({ answers: [] })
    expect(hub.state()).toMatchObject({ later: 1 })
  })

  test('[WL4] an answer that cannot be taken, a program that gives up, and one that is silent have failed', async () => {
    const { line } = program()
    const wrong = post('one')
    expect(line.answer('one', { answers: [{ name: 'sing' }] })).toContain('answers')
    expect(await codeOf(wrong)).toBe('wrong_answer')
    const given = post('two')
    line.fail('two', 'The shop is down.')
    expect(await codeOf(given)).toBe('program_failed')
    const silent = post('three')
    pass(10_000)
    expect(await codeOf(silent)).toBe('timeout')
    expect(hub.state().failures.map(({ sentence }) => sentence)).toContain('The shop is down.')
  })

  test('[WL1] an event whose session has gone is nobody’s any more', async () => {
    const { line } = program()
    const leaving = new AbortController()
    const posted = post('one', leaving.signal)
    leaving.abort()
    expect(await codeOf(posted)).toBe('stopped')
    expect(line.answer('one', reply)).toBeUndefined()
    expect(hub.state()).toMatchObject({ left: 1, failed: 0 })
  })

  test('[WL2] events go to the program that owes least; one that cannot take any more is gone', async () => {
    const [one, two] = [program(), program()]
    const posted = ['a', 'b', 'c'].map((id) => post(id))
    expect([one.told, two.told]).toEqual([['a', 'c'], ['b']])
    one.line.answer('a', reply)
    one.line.answer('c', reply)
    two.line.answer('b', reply)
    await Promise.all(posted)
    one.line.leave()
    two.line.leave()
    const deaf = program(false)
    const posting = post('d')
    expect(deaf.told).toEqual(['d'])
    expect(hub.state().lines).toBe(0)
    const { told, line } = program()
    expect(told).toEqual(['d'])
    line.answer('d', reply)
    expect(await posting).toEqual(reply)
  })

  test('[WL2] there are only so many programs', () => {
    for (let count = 0; count < LINES_MAX; count += 1) program()
    expect(hub.join({ tell: () => true })).toBeNull()
  })
})
