import { expect, test } from 'bun:test'
import { messageWith } from '../testing/cards.ts'
import { placeOf, type Entry } from './days.ts'
import {
  earlierLines,
  heldLines,
  laterLines,
  LINES_FIRST,
  LINES_MAX,
  LINES_STEP,
  linesAround,
  newestLines,
  stretchOf,
} from './line-window.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22) + minute * 60_000).toISOString()
const lines = (count: number): Entry[] =>
  Array.from({ length: count }, (_, minute) => ({
    kind: 'message',
    id: `m${minute}`,
    at: at(minute),
    message: messageWith({ id: `m${minute}` }),
  }))
const place = (minute: number) => placeOf(lines(minute + 1)[minute]!)
const waiting = (key: string): Entry => ({
  kind: 'pending',
  id: key,
  // A computer whose clock is an age behind.
  at: '2001-01-01T00:00:00.000Z',
  pending: {
    key,
    data: { sessionId: 's1', body: '' },
    createdAtMs: 0,
    state: 'queued',
    attempts: 0,
    retryAtMs: 0,
    error: null,
  },
})

test('[M11] a chat opens with its newest lines, however many there are', () => {
  expect(stretchOf(newestLines, [])).toEqual({ from: 0, to: 0 })
  expect(stretchOf(newestLines, lines(7))).toEqual({ from: 0, to: 7 })
  expect(stretchOf(newestLines, lines(5_000))).toEqual({ from: 5_000 - LINES_FIRST, to: 5_000 })
})

test('[M11] going up adds lines above until the window is full, and then lets go of those below', () => {
  const all = lines(500)
  let window = newestLines
  const seen = []
  for (let step = 0; step < 12; step += 1) {
    window = earlierLines(window, all)
    seen.push(stretchOf(window, all))
  }
  expect(seen[0]).toEqual({ from: 500 - LINES_FIRST - LINES_STEP, to: 500 })
  expect(seen[3]).toEqual({ from: 300, to: 300 + LINES_MAX })
  expect(seen.every(({ from, to }) => to - from <= LINES_MAX)).toBe(true)
  expect(seen.at(-1)).toEqual({ from: 0, to: LINES_MAX })
  expect(earlierLines(window, all)).toBe(window)
})

test('[M11] going down again reaches the newest, and follows it from there', () => {
  const all = lines(500)
  let window = linesAround(all, 'm10') ?? newestLines
  for (let step = 0; step < 20; step += 1) window = laterLines(window, all)
  expect(window.last).toBeNull()
  expect(stretchOf(window, all).to).toBe(500)
  expect(laterLines(window, all)).toBe(window)
  expect(stretchOf(window, lines(510)).to).toBe(510)
})

test('[M11] a message in the middle has as much before it as after it', () => {
  const all = lines(500)
  const window = linesAround(all, 'm200')
  expect(window === null ? null : stretchOf(window, all)).toEqual({
    from: 200 - LINES_FIRST / 2,
    to: 200 + LINES_FIRST / 2,
  })
  expect(linesAround(all, 'elsewhere')).toBeNull()
})

test('[M11] what one reads is not taken away by what comes at the end', () => {
  const held = heldLines(newestLines, lines(100))
  expect(stretchOf(held, lines(130))).toEqual({ from: 60, to: 130 })
  expect(heldLines(held, lines(130))).toBe(held)
  const full = heldLines(held, lines(400))
  expect(stretchOf(full, lines(400))).toEqual({ from: 60, to: 60 + LINES_MAX })
  expect(heldLines(newestLines, [])).toBe(newestLines)
  expect(heldLines(newestLines, [waiting('k1')])).toBe(newestLines)
})

test('[M11] what is on its way is below everything, whatever the clock of this computer says', () => {
  const all = [...lines(100), waiting('k1'), waiting('k2')]
  expect(stretchOf({ first: place(90), last: null }, all)).toEqual({ from: 90, to: 102 })
  expect(stretchOf({ first: place(10), last: place(19) }, all)).toEqual({ from: 10, to: 20 })
})

test('[M11] a history that was loaded anew without that stretch shows its newest lines', () => {
  expect(stretchOf({ first: place(10), last: place(20) }, lines(200).slice(150))).toEqual({
    from: 10,
    to: 50,
  })
})

test('[M11] however much was said within one millisecond, the window is as wide as it may be and comes to rest', () => {
  const all = lines(500)
    .map((entry) => ({ ...entry, at: at(0), id: entry.id.padStart(5, '0') }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  let window = newestLines
  for (let step = 0; step < 20; step += 1) {
    window = earlierLines(window, all)
    const { from, to } = stretchOf(window, all)
    expect(to - from).toBeLessThanOrEqual(LINES_MAX)
    expect(heldLines(window, all)).toBe(window)
  }
  expect(stretchOf(window, all).from).toBe(0)
  for (let step = 0; step < 20; step += 1) window = laterLines(window, all)
  expect(stretchOf(window, all)).toEqual({ from: 500 - LINES_MAX, to: 500 })
  expect(heldLines(window, all)).toBe(window)
})
