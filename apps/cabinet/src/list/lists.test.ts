import { expect, test } from 'bun:test'
import { signal } from '@preact/signals'
import type { ChatSession } from '@pult/protocol'
import { cardWith } from '../testing/cards.ts'
import { listOf } from '../desk/gate.ts'
import { createLists } from './lists.ts'
import { byBreach, byGiving, compareKeys } from './order.ts'

function follow(cards: readonly ChatSession[] = []) {
  const sessions = signal<ReadonlyMap<string, ChatSession>>(new Map(cards.map((card) => [card.id, card])))
  const meId = signal<string | null>('me')
  const frames: (() => void)[] = []
  const { lists, stop } = createLists({
    sessions,
    meId,
    nextFrame(run) {
      frames.push(run)
      return () => frames.splice(frames.indexOf(run), 1)
    },
  })
  const paint = () => {
    for (const run of frames.splice(0)) run()
  }
  const put = (...changed: ChatSession[]) => {
    sessions.value = new Map([...sessions.value, ...changed.map((card) => [card.id, card] as const)])
  }
  const drop = (id: string) => {
    const next = new Map(sessions.value)
    next.delete(id)
    sessions.value = next
  }
  return { sessions, meId, lists, stop, paint, put, drop, frames }
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
})

/** Mulberry32: the same changes for the same seed. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

for (const seed of [1, 2, 3, 4, 5])
  test(`[O7] merged in bit by bit, the lists are what sorting everything gives (seed ${seed})`, () => {
    const random = chance(seed)
    const desk = follow()
    const whole = (keyOf: typeof byBreach, list: string) =>
      ids(
        [...desk.sessions.value.values()]
          .filter((card) => listOf(card, 'me') === list)
          .toSorted((a, b) => compareKeys(keyOf(a), keyOf(b))),
      )
    for (let step = 0; step < 300; step += 1) {
      const id = `s${Math.floor(random() * 60)}`
      const holder = [{}, { operatorId: 'other' }, { operatorId: null, botStatus: 'HELP' }][
        Math.floor(random() * 3)
      ]
      const due =
        random() < 0.3 ? { nextAction: 'NEXT_ANSWER', nextActionAt: minute(Math.floor(random() * 30)) } : {}
      if (random() < 0.2) desk.drop(id)
      else
        desk.put(cardWith({ id, ...holder, ...due, lastMessageCreatedAt: minute(Math.floor(random() * 30)) }))
      if (random() < 0.5) desk.paint()
    }
    desk.paint()
    expect(ids(desk.lists.value.mine)).toEqual(whole(byBreach, 'mine'))
    expect(ids(desk.lists.value.help)).toEqual(whole(byGiving, 'help'))
    expect(ids(desk.lists.value.watched)).toEqual(whole(byBreach, 'watched'))
  })
