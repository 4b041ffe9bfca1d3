import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import type { Refusal } from '../pult-error.ts'
import {
  accepted,
  due,
  nextDueMs,
  queued,
  refused,
  retried,
  sending,
  without,
  withoutSent,
  type Items,
} from './outbox.ts'

interface Data {
  readonly lane: string
}
const laneOf = ({ lane }: Data) => lane
const half = () => 0.5
const busy: Refusal = { code: 'overloaded', message: '', temporary: true, retryMs: 4_000 }
const closed: Refusal = { code: 'session_closed', message: '', temporary: false }
const lost: Refusal = { code: 'network', message: '', temporary: true }

function holding(...messages: readonly string[]): Items<Data> {
  return messages.reduce<Items<Data>>((items, key) => queued(items, { key, data: { lane: key[0]! } }, 0), [])
}
const keys = (items: readonly { readonly key: string }[]) => items.map(({ key }) => key)

test('[O2] one message of a lane at a time; lanes do not wait for each other', () => {
  const items = holding('a1', 'a2', 'b1')
  expect(keys(due(items, laneOf, 0))).toEqual(['a1', 'b1'])
  const going = sending(items, 'a1')
  expect(keys(due(going, laneOf, 0))).toEqual(['b1'])
  expect(keys(due(accepted(going, 'a1', true), laneOf, 0))).toEqual(['a2', 'b1'])
})

test('[O2] a temporary refusal waits at least as long as it was told, and keeps its place', () => {
  const items = refused(sending(holding('a1', 'a2'), 'a1'), 'a1', busy, 1_000, half)
  expect(due(items, laneOf, 4_999)).toEqual([])
  expect(nextDueMs(items, laneOf)).toBe(5_000)
  expect(keys(due(items, laneOf, 5_000))).toEqual(['a1'])
  expect(items[0]).toMatchObject({ attempts: 1, error: busy })
})

test('[O2] a lost connection is no refusal: it goes at once with the next', () => {
  const items = refused(sending(holding('a1'), 'a1'), 'a1', lost, 1_000, half)
  expect(items[0]).toMatchObject({ state: 'queued', attempts: 0, retryAtMs: 0 })
})

test('[O2] a silence has been waited for long enough: it goes again at once, under the same key', () => {
  const silence: Refusal = { code: 'timeout', message: '', temporary: true }
  const items = refused(sending(holding('a1'), 'a1'), 'a1', silence, 31_000, half)
  expect(keys(due(items, laneOf, 31_000))).toEqual(['a1'])
  expect(items[0]).toMatchObject({ key: 'a1', attempts: 0, error: null })
})

test('[O5] what is refused for good stays to be seen, lets the next pass, and goes again when told to', () => {
  const items = refused(sending(holding('a1', 'a2'), 'a1'), 'a1', closed, 0, half)
  expect(items[0]).toMatchObject({ state: 'failed', error: closed })
  expect(keys(due(items, laneOf, 0))).toEqual(['a2'])
  expect(retried(items, 'a1', (data) => data)[0]).toMatchObject({ key: 'a1', state: 'queued', error: null })
  expect(keys(without(items, 'a1'))).toEqual(['a2'])
})

test('[O3] acknowledged before its event: it stays as sent until the event or a snapshot', () => {
  const items = accepted(sending(holding('a1'), 'a1'), 'a1', false)
  expect(items[0]?.state).toBe('sent')
  expect(due(items, laneOf, 0)).toEqual([])
  expect(without(items, 'a1')).toEqual([])
  expect(withoutSent(items)).toEqual([])
})

test('[O2] whatever happens, each lane goes out in its order', () => {
  const acts = fc.array(
    fc.tuple(fc.constantFrom('add a', 'add b', 'ok', 'busy', 'lost', 'closed'), fc.nat(3)),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(acts, (script) => {
      let items: Items<Data> = []
      let made = 0
      const done: string[] = []
      let nowMs = 0
      for (const [act, pick] of script) {
        nowMs += 60_000
        if (act.startsWith('add'))
          items = queued(
            items,
            { key: `${act[4]}${String(made++).padStart(3, '0')}`, data: { lane: act[4]! } },
            nowMs,
          )
        for (const { key } of due(items, laneOf, nowMs)) items = sending(items, key)
        const flying = items.filter(({ state }) => state === 'sending')
        const one = flying[pick % Math.max(1, flying.length)]
        if (one === undefined) continue
        if (act === 'ok') {
          done.push(one.key)
          items = accepted(items, one.key, true)
        } else if (act === 'busy') items = refused(items, one.key, busy, nowMs, half)
        else if (act === 'lost') items = refused(items, one.key, lost, nowMs, half)
        else if (act === 'closed') items = refused(items, one.key, closed, nowMs, half)
        expect(new Set(flying.map(({ data }) => data.lane)).size).toBe(flying.length)
      }
      for (const lane of ['a', 'b']) {
        const sent = done.filter((key) => key.startsWith(lane))
        expect(sent).toEqual(sent.toSorted())
      }
    }),
  )
})
