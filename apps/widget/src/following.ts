/**
 * The end of the log stays in sight for those who are there; those who read farther up keep their place, also when older messages
 * come in above them. Browsers' own anchoring does neither at the edges, and Safari has none.
 */
export interface Following {
  /** Once, when the log is on the page. */
  readonly mount: (log: HTMLElement) => void
  /** The reader has moved. Answers where they are now. */
  moved(): { readonly atEnd: boolean; readonly nearStart: boolean }
  /** The log shows other rows. Answers whether something came that the reader does not see. */
  changed(rows: RowsSeen): boolean
  readonly toEnd: () => void
}

export interface RowsSeen {
  readonly firstKey: string
  readonly lastKey: string
  /** The last row is something that the visitor has just done. */
  readonly lastIsPending: boolean
}

/** So near the end the reader follows the conversation. */
const FOLLOW_PX = 60
/** So near the beginning the page before is fetched, ahead of the reader. */
const EARLIER_PX = 200

export function createFollowing(): Following {
  let log: HTMLElement | null = null
  let atEnd = true
  let fromEnd = 0
  let top = 0
  let seen: RowsSeen = { firstKey: '', lastKey: '', lastIsPending: false }

  const toEnd = () => {
    if (log !== null) log.scrollTop = log.scrollHeight
    atEnd = true
  }
  return {
    mount(element) {
      log = element
      atEnd = true
      seen = { firstKey: '', lastKey: '', lastIsPending: false }
      // Pictures that load, a keyboard that comes up, a rating that appears: the end moves without a new row.
      const watch = new ResizeObserver(() => atEnd && log === element && toEnd())
      watch.observe(element)
      for (const child of element.children) watch.observe(child)
    },
    moved() {
      if (log === null) return { atEnd, nearStart: false }
      fromEnd = log.scrollHeight - log.scrollTop
      // Only who scrolls up leaves the end; a log that grew under a reader who is there also scrolls, later.
      atEnd = fromEnd - log.clientHeight <= FOLLOW_PX || (atEnd && log.scrollTop >= top)
      top = log.scrollTop
      return { atEnd, nearStart: log.scrollTop <= EARLIER_PX }
    },
    changed(rows) {
      const before = seen
      seen = rows
      const grew = rows.lastKey !== before.lastKey
      if (atEnd || (grew && rows.lastIsPending)) toEnd()
      else if (rows.firstKey !== before.firstKey && log !== null) log.scrollTop = log.scrollHeight - fromEnd
      else return grew
      return false
    },
    toEnd,
  }
}
