import { expect, test } from 'bun:test'
import { signal } from '@preact/signals'
import type { ChatSession } from '@pult/protocol'
import { chance } from '../../../../packages/client/testing/chance.ts'
import { cardWith } from '../testing/cards.ts'
import { createHandClock } from '../testing/hand-clock.ts'
import { listOf } from '../desk/gate.ts'
import { createLists } from './lists.ts'
import { byBreach, byGiving, compareKeys } from './order.ts'

function follow(cards: readonly ChatSession[] = []) {
  const sessions = signal<ReadonlyMap<string, ChatSession>>(new Map(cards.map((card) => [card.id, card])))
  const meId = signal<string | null>('me')
  const frames: (() => void)[] = []
  const clock = createHandClock(0)
  const { lists, stop } = createLists({
    sessions,
    meId,
    clock,
    nextFrame(run) {
      frames.push(run)
      return () => frames.splice(frames.indexOf(run), 1)
    },
  })
  /** The next picture, when a reader has had the time for the one before, and then time for it too. */
  const paint = () => {
    clock.pass(1_000)
    for (const run of frames.splice(0)) run()
    clock.pass(1_000)
  }
  const put = (...changed: ChatSession[]) => {
    sessions.value = new Map([...sessions.value, ...changed.map((card) => [card.id, card] as const)])
  }
  const drop = (id: string) => {
    const next = new Map(sessions.value)
    next.delete(id)
    sessions.value = next
  }
  return { sessions, meId, lists, stop, paint, put, drop, frames, clock }
}
const ids = (cards: readonly ChatSession[]) => cards.map(({ id }) => id as string)
const minute = (at: number) => new Date(Date.parse('2026-11-22T10:00:00.000Z') + at * 60_000).toISOString()

test('[O7] however many events come, the lists are made once a picture', () => {
  const desk = follow([cardWith({ id: 'a' })])
  for (let at = 0; at < 50; at += 1) desk.put(cardWith({ id: 'b', lastMessageCreatedAt: minute(at) }))
  expect(desk.frames).toHaveLength(1)
  desk.paint()
  expect(ids(desk.lists.value.mine)).toEqual(['b', 'a'])
  desk.stop()
})

test('[O7] the first change after a quiet moment is in the next picture, those on its heels a moment later, together', () => {
  const desk = follow([cardWith({ id: 'a' })])
  desk.paint()
  desk.clock.pass(500)
  desk.put(cardWith({ id: 'b' }))
  expect(desk.frames).toHaveLength(1)
  for (const run of desk.frames.splice(0)) run()
  for (const id of ['c', 'd', 'e']) {
    desk.clock.pass(20)
    desk.put(cardWith({ id }))
  }
  expect(desk.frames).toHaveLength(0)
  desk.clock.pass(40)
  expect(desk.frames).toHaveLength(1)
  for (const run of desk.frames.splice(0)) run()
  expect(ids(desk.lists.value.mine)).toEqual(['a', 'b', 'c', 'd', 'e'])
  desk.stop()
  desk.put(cardWith({ id: 'f' }))
  expect([desk.frames.length, desk.clock.waiting]).toEqual([0, 0])
})

test('[O7] a change of one list leaves the others as they are, to the object', () => {
  const desk = follow([cardWith({ id: 'a' }), cardWith({ id: 'h', operatorId: null, botStatus: 'HELP' })])
  desk.paint()
  const before = desk.lists.value
  desk.put(cardWith({ id: 'a', name: 'Another name' }))
  desk.paint()
  expect(desk.lists.value.help).toBe(before.help)
  expect(desk.lists.value.watched).toBe(before.watched)
  expect(desk.lists.value.mine[0]?.name).toBe('Another name')
  // Nothing changed at all: nobody is told.
  const still = desk.lists.value
  desk.sessions.value = new Map(desk.sessions.value)
  desk.paint()
  expect(desk.lists.value).toBe(still)
})

test('[O3] a chat goes from list to list and leaves none behind', () => {
  const desk = follow([cardWith({ id: 'a', operatorId: null, botStatus: 'HELP' })])
  desk.paint()
  desk.put(cardWith({ id: 'a' }))
  desk.paint()
  expect([ids(desk.lists.value.mine), ids(desk.lists.value.help)]).toEqual([['a'], []])
  desk.put(cardWith({ id: 'a', operatorId: 'other' }))
  desk.paint()
  expect([ids(desk.lists.value.mine), ids(desk.lists.value.watched)]).toEqual([[], ['a']])
  desk.drop('a')
  desk.paint()
  expect(desk.lists.value).toEqual({ mine: [], help: [], watched: [] })
})

test('[O3] who I am decides where they stand', () => {
  const desk = follow([cardWith({ id: 'a' })])
  desk.meId.value = 'other'
  desk.paint()
  expect(ids(desk.lists.value.watched)).toEqual(['a'])
  desk.sessions.value = new Map()
  desk.meId.value = 'another'
  desk.paint()
  expect(desk.lists.value).toEqual({ mine: [], help: [], watched: [] })
})

/** Few, so that most moves are merged in a pass; many, so that each finds its place by itself. */
for (const [seed, cards] of [
  [1, 60],
  [2, 60],
  [3, 60],
  [4, 3_000],
  [5, 3_000],
  [6, 3_000],
] as const)
  test(`[O7] changed bit by bit, the lists are what sorting everything gives (seed ${seed}, of ${cards})`, () => {
    const random = chance(seed)
    const made = (id: string) => {
      const holder = [{}, { operatorId: 'other' }, { operatorId: null, botStatus: 'HELP' }][
        Math.floor(random() * 3)
      ]
      const due =
        random() < 0.3 ? { nextAction: 'NEXT_ANSWER', nextActionAt: minute(Math.floor(random() * 30)) } : {}
      return cardWith({ id, ...holder, ...due, lastMessageCreatedAt: minute(Math.floor(random() * 30)) })
    }
    const desk = follow(Array.from({ length: cards }, (_, at) => made(`s${at}`)))
    const whole = (keyOf: typeof byBreach, list: string) =>
      [...desk.sessions.value.values()]
        .filter((card) => listOf(card, 'me') === list)
        .toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)))
    const check = () => {
      const { mine, help, watched } = desk.lists.value
      // Compared one by one: the very cards, in their order.
      expect(whole(byBreach, 'mine').every((card, at) => mine[at] === card)).toBe(true)
      expect(whole(byGiving, 'help').every((card, at) => help[at] === card)).toBe(true)
      expect(whole(byBreach, 'watched').every((card, at) => watched[at] === card)).toBe(true)
      expect(mine.length + help.length + watched.length).toBe(desk.sessions.value.size)
    }
    for (let step = 0; step < 300; step += 1) {
      const id = `s${Math.floor(random() * cards * 1.1)}`
      if (random() < 0.2) desk.drop(id)
      else desk.put(made(id))
      if (random() < 0.5) continue
      const before = desk.lists.value
      const copy = { mine: [...before.mine], help: [...before.help], watched: [...before.watched] }
      desk.paint()
      if (step % 10 > 0) continue
      check()
      expect(before).toEqual(copy)
    }
    desk.paint()
    check()
  })
