import type { NodeOf } from './flow.ts'
import { WEEKDAYS } from './flow.ts'

export interface Zoned {
  /** `2026-11-22` */
  readonly day: string
  /** `09:05` */
  readonly clock: string
}

/** A formatter costs a hundred times what one use of it does. There are only some six hundred zones, so it ends. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Day and clock somewhere; in UTC where the zone is none. */
export function zonedAt(nowMs: number, timeZone: string): Zoned {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(nowMs)
      .map(({ type, value }) => [type, value]),
  )
  const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  return { day, clock: `${parts.get('hour')}:${parts.get('minute')}` }
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  if (!isTimeZone(timeZone)) return formatterOf('UTC')
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formatters.set(timeZone, made)
  return made
}

/**
 * Whether it is open: a shift of today, or one of yesterday that lasts past midnight. The moment a shift ends is closed. By the clock on
 * the wall, so on the night when it is set a shift is an hour longer or shorter, as it is for those who work it.
 */
export function isOpen({ week, holidays = [] }: NodeOf<'hours'>, { day, clock }: Zoned): boolean {
  const shiftsOf = (day: string) =>
    holidays.includes(day) || holidays.includes(day.slice(5)) ? [] : (week[weekdayOf(day)] ?? [])
  const yesterday = dayAfter(day, -1)
  return (
    shiftsOf(day).some(({ from, to }) => clock >= from && (clock < to || to < from)) ||
    shiftsOf(yesterday).some(({ from, to }) => to < from && clock < to)
  )
}

function weekdayOf(day: string): (typeof WEEKDAYS)[number] {
  // Sunday is 0 there and last here.
  return WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]!
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whether there is such a day: `2026-02-29` is none. */
export function isDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(day) && Number.isFinite(ms) && new Date(ms).toISOString().startsWith(day)
}
