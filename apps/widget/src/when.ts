import type { Language } from './language.ts'
import * as words from './words.ts'

/** The visitor's local day of a moment; equal names are one day. */
export const localDay = (atMs: number): string => new Date(atMs).toDateString()

/** `14:05` or `2:05 PM`, as the language writes it. */
export const timeText = (atMs: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(atMs)

/** «Today», «Yesterday», or the date; with the year where it is not this one. */
export function dayName(atMs: number, nowMs: number, language: Language): string {
  const at = new Date(atMs)
  const now = new Date(nowMs)
  if (localDay(atMs) === localDay(nowMs)) return words.today
  // By the calendar, since a day is not always 24 hours long.
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (localDay(atMs) === localDay(yesterday.getTime())) return words.yesterday
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(at)
}
