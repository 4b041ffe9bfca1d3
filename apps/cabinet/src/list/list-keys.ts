/** Rows that Page Up and Page Down go by: about a screen, with one that was seen before. */
const PAGE_ROWS = 8

/** Where a key leads from a row, or null where it is none of the list's. */
export function rowAfterKey(key: string, at: number, count: number): number | null {
  const last = count - 1
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE_ROWS,
    PageUp: at - PAGE_ROWS,
    Home: 0,
    End: last,
  }[key]
  return to === undefined || count === 0 ? null : Math.min(last, Math.max(0, to))
}
