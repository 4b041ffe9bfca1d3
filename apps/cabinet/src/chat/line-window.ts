import { placeOf, type Entry } from './days.ts'

/**
 * Which stretch of a chat is drawn. A chat of thousands of messages is kept as data and drawn as a window over it, which follows the reader:
 * so that a chat is opened as fast whatever its length, and the page never grows.
 */
export interface LineWindow {
  /** The place of the first line that is drawn; null: as many as {@link LINES_FIRST} before the end. */
  readonly first: string | null
  /** The place of the last; null: whatever is newest. */
  readonly last: string | null
}

/** From one index to before another. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export const newestLines: LineWindow = { first: null, last: null }

/** A screen of short lines and one above it. A chat is drawn anew at each switch, so every line here is waited for. */
export const LINES_FIRST = 40
/** One screen more in the direction in which one goes. */
export const LINES_STEP = 40
/** Three screens: enough to go back and forth in, and few enough nodes for an old laptop. */
export const LINES_MAX = 160

/** Where the window lies in these lines. Never empty unless there are none. */
export function stretchOf(window: LineWindow, entries: readonly Entry[]): Stretch {
  const to = window.last === null ? entries.length : indexAfter(entries, window.last)
  const from = window.first === null ? Math.max(0, to - LINES_FIRST) : indexFrom(entries, window.first)
  // Loaded anew, the chat may hold nothing of that stretch any more.
  return from < to ? { from, to } : { from: Math.max(0, entries.length - LINES_FIRST), to: entries.length }
}

/** More of what is before; what is furthest below is let go. The same object at the beginning. */
export function earlierLines(window: LineWindow, entries: readonly Entry[]): LineWindow {
  const { from, to } = stretchOf(window, entries)
  if (from === 0) return window
  return between(entries, { from: Math.max(0, from - LINES_STEP), to }, 'start')
}

/** More of what is after; what is furthest above is let go. The same object at the end. */
export function laterLines(window: LineWindow, entries: readonly Entry[]): LineWindow {
  const { from, to } = stretchOf(window, entries)
  if (to === entries.length) return window
  return between(entries, { from, to: Math.min(entries.length, to + LINES_STEP) }, 'end')
}

/** With this line in the middle. Null where it is not among them. */
export function linesAround(entries: readonly Entry[], id: string): LineWindow | null {
  const at = entries.findIndex((entry) => entry.id === id)
  if (at === -1) return null
  const half = LINES_FIRST / 2
  return between(entries, { from: Math.max(0, at - half), to: Math.min(entries.length, at + half) }, 'end')
}

/** The window as it is drawn now, nailed to its first line: what comes at the end takes nothing away from what is read. */
export function heldLines(window: LineWindow, entries: readonly Entry[]): LineWindow {
  const stretch = stretchOf(window, entries)
  const isWide = stretch.to - stretch.from > LINES_MAX
  if (entries.length === 0 || (window.first !== null && !isWide)) return window
  const held = between(entries, stretch, 'start')
  return held.first === window.first && held.last === window.last ? window : held
}

/** `keeps`: which end stays when it is too much for one window. */
function between(entries: readonly Entry[], wanted: Stretch, keeps: 'start' | 'end'): LineWindow {
  const from = keeps === 'end' ? Math.max(wanted.from, wanted.to - LINES_MAX) : wanted.from
  const to = keeps === 'start' ? Math.min(wanted.to, wanted.from + LINES_MAX) : wanted.to
  return {
    first: placeIn(entries, from),
    last: to >= entries.length ? null : placeIn(entries, to - 1),
  }
}

function placeIn(entries: readonly Entry[], index: number): string | null {
  const entry = entries[index]
  return entry === undefined || entry.kind === 'pending' ? null : placeOf(entry)
}

/** What is on its way stands at the end whatever the clock says, so only what was told is looked through. */
function indexFrom(entries: readonly Entry[], place: string): number {
  return firstIndex(entries, (entry) => entry.kind === 'pending' || placeOf(entry) >= place)
}

function indexAfter(entries: readonly Entry[], place: string): number {
  return firstIndex(entries, (entry) => entry.kind === 'pending' || placeOf(entry) > place)
}

/** `isThere` is false up to a point and true from there on. */
function firstIndex(entries: readonly Entry[], isThere: (entry: Entry) => boolean): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = entries[middle]
    if (entry !== undefined && !isThere(entry)) low = middle + 1
    else high = middle
  }
  return low
}
