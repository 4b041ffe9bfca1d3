import type { Coordinates } from '@pult/protocol'

/** "Kazan, Tatarstan, Russia": the parts that are known, without repeating a city that gave its region the name. */
export function placeOf(coordinates: Coordinates | null | undefined): string | null {
  if (coordinates === null || coordinates === undefined) return null
  const parts = [coordinates.city, coordinates.region_name, coordinates.country_name].filter(
    (part, index, all): part is string =>
      part !== null && part !== undefined && part !== '' && all.indexOf(part) === index,
  )
  return parts.length === 0 ? null : parts.join(', ')
}

/** Where to put the pin, in degrees; null where one of the two is unknown or no place on earth. */
export function pinOf(
  coordinates: Coordinates | null | undefined,
): { readonly longitude: number; readonly latitude: number } | null {
  const { longitude, latitude } = coordinates ?? {}
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? { longitude, latitude } : null
}

/** The client's own time of day. */
export interface LocalTime {
  /** "14:05" */
  readonly time: string
  /** "Sun", where it is another day than the reader's; else null. */
  readonly weekday: string | null
  /** Minutes from the reader's clock to the client's; negative: the client's is behind. */
  readonly aheadMinutes: number
}

/** Null where the zone is unknown or not a zone of this runtime. `readerZone`: where the reader is; by default what the runtime says. */
export function localTimeOf(
  coordinates: Coordinates | null | undefined,
  nowMs: number,
  language: string,
  readerZone: string = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): LocalTime | null {
  const zone = coordinates?.time_zone
  if (zone === null || zone === undefined || zone === '') return null
  try {
    const theirs = wallClockMs(zone, nowMs)
    const ours = wallClockMs(readerZone, nowMs)
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(language, { ...options, timeZone: zone }).format(nowMs)
    return {
      time: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      weekday:
        Math.floor(theirs / DAY_MS) === Math.floor(ours / DAY_MS) ? null : format({ weekday: 'short' }),
      aheadMinutes: Math.round((theirs - ours) / 60_000),
    }
  } catch {
    return null
  }
}

/** "Europe/Moscow (GMT+3)": the reader's zone, or another, as it is at that moment. */
export function zoneName(
  atMs: number,
  language: string,
  zone: string = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
  const parts = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  }).formatToParts(atMs)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  return `${zone} (${offset})`
}

const DAY_MS = 86_400_000

/** What a clock on the wall of the zone shows, as if it were UTC; throws where there is no such zone. */
function wallClockMs(timeZone: string, nowMs: number): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(nowMs)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'))
}

/** `2026-11-22` in the reader's own zone. */
export function localDayOf(at: string): string {
  const time = new Date(at)
  return `${time.getFullYear()}-${String(time.getMonth() + 1).padStart(2, '0')}-${String(time.getDate()).padStart(2, '0')}`
}
