/** What a box of rows shows: how far it is scrolled and how high it is, in CSS pixels. */
export interface Sight {
  readonly topPx: number
  readonly heightPx: number
}

/** Rows beyond the edges of the box: enough for a turn of the wheel until the next picture. */
const ROWS_BEYOND = 4

/** Which rows of one height are worth drawing: the first, and one past the last. None where the box has no height, as on a page that is hidden. */
export function rowsIn(sight: Sight, rowPx: number, count: number): readonly [number, number] {
  if (sight.heightPx <= 0) return [0, 0]
  // A list that has grown shorter is scrolled back by the browser, which says so only after the picture.
  const topPx = Math.max(0, Math.min(sight.topPx, count * rowPx - sight.heightPx))
  const from = Math.floor(topPx / rowPx) - ROWS_BEYOND
  const to = Math.ceil((topPx + sight.heightPx) / rowPx) + ROWS_BEYOND
  return [Math.max(0, from), Math.min(count, to)]
}

/** How far the box has to be scrolled, at least, for the row to stand in it as a whole. */
export function topToShow(sight: Sight, rowPx: number, index: number): number {
  const rowTopPx = index * rowPx
  if (rowTopPx < sight.topPx) return rowTopPx
  return Math.max(sight.topPx, rowTopPx + rowPx - sight.heightPx)
}
