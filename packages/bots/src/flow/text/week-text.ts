import { WEEKDAYS, type NodeOf } from '../flow.ts'
import { peek, takeWord, unexpected, type Cursor } from './cursor.ts'

type Week = NodeOf<'hours'>['week']
type Weekday = (typeof WEEKDAYS)[number]
type Shifts = NonNullable<Week[Weekday]>

/** `mon-fri 09:00-13:00 14:00-18:00`: neighbouring days with the same hours share a line. */
export function printWeek(week: Week): readonly string[] {
  const runs: { first: Weekday; last: Weekday; hours: string }[] = []
  for (const [index, day] of WEEKDAYS.entries()) {
    const shifts = week[day]
    if (shifts === undefined) continue
    const hours = shifts.map(({ from, to }) => `${from}-${to}`).join(' ')
    const before = runs.at(-1)
    if (before !== undefined && before.hours === hours && before.last === WEEKDAYS[index - 1])
      before.last = day
    else runs.push({ first: day, last: day, hours })
  }
  return runs.map(({ first, last, hours }) => `${first === last ? first : `${first}-${last}`} ${hours}`)
}

/** The days that a word names, `mon` or `mon-fri`; undefined for any other word. */
export function daysOf(word: string): readonly Weekday[] | undefined {
  const [first, last = first, ...more] = word.split('-').map((name) => WEEKDAYS.indexOf(name as Weekday))
  if (first === undefined || last === undefined || more.length > 0 || first < 0 || last < first)
    return undefined
  return WEEKDAYS.slice(first, last + 1)
}

export function readShifts(cursor: Cursor): Shifts {
  const shifts: Shifts = []
  do {
    const token = peek(cursor)
    const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(takeWord(cursor, '09:00-18:00')) ?? []
    if (from === undefined || to === undefined) throw unexpected(cursor, '09:00-18:00', token)
    shifts.push({ from, to })
  } while (peek(cursor) !== undefined)
  return shifts
}
