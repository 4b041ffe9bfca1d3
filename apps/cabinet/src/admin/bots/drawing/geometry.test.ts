import { expect, test } from 'bun:test'
import type { Card } from './card.ts'
import {
  arrowPath,
  boxAround,
  CARD_WIDTH,
  fitted,
  floorOf,
  heightOf,
  inDrawing,
  leadLines,
  portPoint,
  SCALE_MAX,
  SCALE_MIN,
  showing,
  snapped,
  zoomed,
} from './geometry.ts'

const card = (lead: string, ports: number): Card => ({
  id: 'a',
  kind: 'say',
  lead,
  ports: Array.from({ length: ports }, (_, index) => ({
    field: `buttons.${index}.to`,
    to: undefined,
    name: { said: 'x' },
    isNeeded: true,
  })),
})
const view = { x: 30, y: -10, scale: 0.5 }

test('[BE10] a card is as high as what it shows: no line, one or two of its words, and a row for each exit', () => {
  expect([leadLines(card('', 0)), leadLines(card('Hi', 0)), leadLines(card('A\nB', 0))]).toEqual([0, 1, 2])
  expect(heightOf(card('Hi', 3)) - heightOf(card('Hi', 2))).toBe(
    heightOf(card('', 1)) - heightOf(card('', 0)),
  )
})

test('[BE10] an arrow leaves at its row and arrives at the head; its ends are level', () => {
  const at = portPoint(card('Hi', 2), { x: 16, y: 32 }, 1)
  expect(at.x).toBe(16 + CARD_WIDTH)
  const [start, ...bends] = arrowPath({ x: 0, y: 10 }, { x: 200, y: 90 }).split('C')
  expect(start).toBe('M0 10')
  expect(bends[0]).toBe('100 10 100 90 200 90')
  // Back: out to the right, in from the left.
  const [, ways = ''] = arrowPath({ x: 500, y: 0 }, { x: 0, y: 0 }).split('C')
  const [out, , into] = ways.split(' ').map(Number)
  expect([out! > 500, into! < 0]).toEqual([true, true])
})

test('[BE10] an arrow that leads back passes below both of its cards, and ends where the others do', () => {
  const [upper, lower] = [card('Hi', 1), card('Hi', 4)]
  const floor = floorOf(upper, { x: 400, y: 0 }, lower, { x: 0, y: 100 })
  expect(floor).toBeGreaterThan(100 + heightOf(lower))
  const path = arrowPath({ x: 640, y: 60 }, { x: 0, y: 120 }, floor)
  expect(path).toContain(`640 ${floor}L0 ${floor}`)
  expect(path).toEndWith(' 0 120')
  // One that leads on needs no way round.
  expect(arrowPath({ x: 0, y: 0 }, { x: 100, y: 0 }, floor)).toBe(arrowPath({ x: 0, y: 0 }, { x: 100, y: 0 }))
})

test('[BE10] zooming leaves in place what is under the pointer, within its bounds', () => {
  const at = { x: 200, y: 100 }
  const before = inDrawing(view, at)
  const after = inDrawing(zoomed(view, 1.7, at), at)
  expect(after.x).toBeCloseTo(before.x)
  expect(after.y).toBeCloseTo(before.y)
  expect(zoomed(view, 1e9, at).scale).toBe(SCALE_MAX)
  expect(zoomed(view, 1e-9, at).scale).toBe(SCALE_MIN)
})

test('[BE10] everything fits into the window, in its middle, and nothing is blown up', () => {
  const box = { x: -100, y: 0, width: 4_000, height: 400 }
  const shown = fitted(box, 1_000, 600)
  const left = box.x * shown.scale + shown.x
  expect(left).toBeGreaterThan(0)
  expect(left).toBeCloseTo(1_000 - (left + box.width * shown.scale))
  expect(fitted({ x: 0, y: 0, width: 10, height: 10 }, 1_000, 600).scale).toBe(1)
  expect(boxAround([], new Map())).toEqual({ x: 0, y: 0, width: 0, height: 0 })
})

test('[BE10] what is walked to comes into the window by the shortest way; what is there moves nothing', () => {
  const still = { x: 0, y: 0, scale: 1 }
  expect(showing(still, { x: 100, y: 100, width: 240, height: 80 }, 800, 600)).toBe(still)
  expect(showing(still, { x: 900, y: 100, width: 240, height: 80 }, 800, 600)).toEqual({
    x: -380,
    y: 0,
    scale: 1,
  })
  expect(showing(still, { x: -200, y: 100, width: 240, height: 80 }, 800, 600)).toEqual({
    x: 240,
    y: 0,
    scale: 1,
  })
  expect(snapped({ x: 23, y: -9 })).toEqual({ x: 16, y: -16 })
})
