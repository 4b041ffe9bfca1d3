/** Where everything of a drawing stands, in its own units: one is a pixel at a zoom of one. Cards have sizes that follow from what they hold, so nothing is measured. */
import type { Card } from './card.ts'

export interface Point {
  readonly x: number
  readonly y: number
}
export interface Box extends Point {
  readonly width: number
  readonly height: number
}
/** Where the drawing lies under its window: its zero stands at `x`, `y` of the window. */
export interface View extends Point {
  readonly scale: number
}
export type Places = ReadonlyMap<string, Point>

/** Cards stand on it, so that what is nearly in line is in line. */
export const GRID = 16
/** These are the sizes of `drawing.css`, too. */
export const CARD_WIDTH = 240
const HEAD_HEIGHT = 40
const LINE_HEIGHT = 18
const LEAD_GAP = 8
const ROW_HEIGHT = 28
const FOOT_HEIGHT = 6
/** Of a card's text that surely fit into one line of it. */
const LINE_CHARS = 30

/** Small enough to see five hundred cards, large enough to hit one. */
export const SCALE_MIN = 0.1
export const SCALE_MAX = 2
/** Around everything when all of it is shown. */
const AIR = 40

export function leadLines({ lead }: Pick<Card, 'lead'>): 0 | 1 | 2 {
  if (lead === '') return 0
  return lead.length > LINE_CHARS || lead.includes('\n') ? 2 : 1
}

export function heightOf(card: Card): number {
  return rowsTop(card) + card.ports.length * ROW_HEIGHT + FOOT_HEIGHT
}

function rowsTop(card: Card): number {
  const lines = leadLines(card)
  return HEAD_HEIGHT + (lines === 0 ? 0 : lines * LINE_HEIGHT + LEAD_GAP)
}

/** Where an arrow leaves, counted from the card's corner. */
export function portOffset(card: Card, index: number): number {
  return rowsTop(card) + index * ROW_HEIGHT + ROW_HEIGHT / 2
}

/** Where arrows arrive. */
export const headOffset = HEAD_HEIGHT / 2

export function portPoint(card: Card, { x, y }: Point, index: number): Point {
  return { x: x + CARD_WIDTH, y: y + portOffset(card, index) }
}

export function headPoint({ x, y }: Point): Point {
  return { x, y: y + headOffset }
}

/** How far an arrow goes straight on before it bends. */
const BEND_MIN = 40
const BEND_MAX = 180
const FLOOR_GAP = 20

/** A smooth way from a port to a head. One that leads back goes round below `floor`, so that it is seen beside the cards and not lost behind them. */
export function arrowPath(from: Point, to: Point, floor?: number): string {
  const ahead = to.x - from.x
  if (ahead < 0 && floor !== undefined) {
    const [right, left] = [from.x + BEND_MIN, to.x - BEND_MIN]
    return (
      `M${from.x} ${from.y}C${right} ${from.y} ${right} ${floor} ${from.x} ${floor}` +
      `L${to.x} ${floor}C${left} ${floor} ${left} ${to.y} ${to.x} ${to.y}`
    )
  }
  const away = Math.abs(to.y - from.y)
  const bend = ahead > 0 ? Math.max(ahead / 2, BEND_MIN) : BEND_MIN + (away - ahead) / 4
  const reach = Math.round(Math.min(bend, BEND_MAX))
  return `M${from.x} ${from.y}C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`
}

/** Below both cards: where an arrow that leads back passes. */
export function floorOf(from: Card, at: Point, to: Card, there: Point): number {
  return Math.max(at.y + heightOf(from), there.y + heightOf(to)) + FLOOR_GAP
}

export function snapped({ x, y }: Point): Point {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID }
}

export function boxAround(cards: readonly Card[], places: Places): Box {
  const boxes = cards.flatMap((card) => {
    const at = places.get(card.id)
    return at === undefined ? [] : [{ ...at, right: at.x + CARD_WIDTH, bottom: at.y + heightOf(card) }]
  })
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  return {
    x,
    y,
    width: Math.max(...boxes.map(({ right }) => right)) - x,
    height: Math.max(...boxes.map(({ bottom }) => bottom)) - y,
  }
}

/** The whole of a box in the middle of a window; never larger than life. */
export function fitted(box: Box, width: number, height: number): View {
  const scale = clamp(
    Math.min(1, (width - 2 * AIR) / Math.max(box.width, 1), (height - 2 * AIR) / Math.max(box.height, 1)),
    SCALE_MIN,
    1,
  )
  return {
    scale,
    x: (width - box.width * scale) / 2 - box.x * scale,
    y: (height - box.height * scale) / 2 - box.y * scale,
  }
}

/** Nearer or further, with what is under `at` of the window staying there. */
export function zoomed(view: View, factor: number, at: Point): View {
  const scale = clamp(view.scale * factor, SCALE_MIN, SCALE_MAX)
  const by = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }
}

/** A point of the window, in the drawing. */
export function inDrawing({ x, y, scale }: View, at: Point): Point {
  return { x: (at.x - x) / scale, y: (at.y - y) / scale }
}

/** Moved as little as it takes for a box to be in the window; the same object where it is. */
export function showing(view: View, box: Box, width: number, height: number): View {
  const x = shift(view.x + box.x * view.scale, box.width * view.scale, width)
  const y = shift(view.y + box.y * view.scale, box.height * view.scale, height)
  return x === 0 && y === 0 ? view : { ...view, x: view.x + x, y: view.y + y }
}

function shift(at: number, size: number, room: number): number {
  if (at < AIR) return AIR - at
  const over = at + size - (room - AIR)
  // What is larger than the window shows its beginning.
  return over > 0 ? -Math.min(over, at - AIR) : 0
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
