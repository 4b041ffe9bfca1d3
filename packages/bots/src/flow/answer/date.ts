import { isDay } from '../open-hours.ts'

/** Beginnings of the months' names, in their order. `ма` would be March and May. */
const MONTHS = [
  ['янв', 'jan'],
  ['фев', 'feb'],
  ['мар', 'mar'],
  ['апр', 'apr'],
  ['май', 'мая', 'may'],
  ['июн', 'jun'],
  ['июл', 'jul'],
  ['авг', 'aug'],
  ['сен', 'sep'],
  ['окт', 'oct'],
  ['ноя', 'nov'],
  ['дек', 'dec'],
] as const

const DAYS_FROM_TODAY: Readonly<Record<string, number>> = {
  вчера: -1,
  yesterday: -1,
  сегодня: 0,
  today: 0,
  завтра: 1,
  tomorrow: 1,
  послезавтра: 2,
}

/**
 * A day as people write it: `22.11.2026`, `22/11/26`, `2026-11-22`, «22 ноября», `Nov 22, 2026`, «завтра». The day stands before the
 * month, as everywhere but in the United States; without a year it is the one nearest to today, so that in January «28 декабря»
 * is last month.
 * @returns `2026-11-22`, or undefined for what is no day
 */
export function understandDate(body: string, today: string): string | undefined {
  const text = body.trim().toLowerCase()
  const fromToday = Object.hasOwn(DAYS_FROM_TODAY, text) ? DAYS_FROM_TODAY[text] : undefined
  if (fromToday !== undefined) return moved(today, fromToday)
  const machine = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(text)
  if (machine !== null) return dayOf(machine[1], Number(machine[2]), machine[3], today)
  const numbers = /^(\d{1,2})[-./ ](\d{1,2})(?:[-./ ](\d{4}|\d\d))?$/.exec(text)
  if (numbers !== null) return dayOf(numbers[3], Number(numbers[2]), numbers[1], today)
  const dayFirst =
    /^(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?\s+(\p{L}{3,9})\.?(?:,?\s+(\d{4}))?(?:\s*(?:г|года)\.?)?$/u.exec(text)
  if (dayFirst !== null) return dayOf(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1], today)
  const monthFirst = /^(\p{L}{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$/u.exec(text)
  if (monthFirst !== null) return dayOf(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2], today)
  return undefined
}

function monthOf(name = ''): number {
  return MONTHS.findIndex((beginnings) => beginnings.some((beginning) => name.startsWith(beginning))) + 1
}

function dayOf(year: string | undefined, month: number, day = '', today: string): string | undefined {
  const thisYear = Number(today.slice(0, 4))
  const rest = `${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
  if (year !== undefined) {
    // Two digits: nobody who writes to a shop means a day more than 20 years ahead, and many were born before 2000.
    const short = Math.trunc(thisYear / 100) * 100 + Number(year)
    const full = year.length === 4 ? Number(year) : short > thisYear + 20 ? short - 100 : short
    return existing(`${String(full).padStart(4, '0')}-${rest}`)
  }
  const days = [thisYear, thisYear + 1, thisYear - 1].flatMap((near) => existing(`${near}-${rest}`) ?? [])
  const distance = (day: string) => Math.abs(Date.parse(day) - Date.parse(today))
  return days.toSorted((a, b) => distance(a) - distance(b))[0]
}

function existing(day: string): string | undefined {
  return isDay(day) ? day : undefined
}

function moved(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}
