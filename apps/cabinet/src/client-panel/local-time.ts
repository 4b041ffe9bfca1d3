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

/** The client's own time of day, or null where the zone is unknown or not a zone of this runtime. */
export function localTimeOf(
  coordinates: Coordinates | null | undefined,
  nowMs: number,
  language: string,
): string | null {
  const zone = coordinates?.time_zone
  if (zone === null || zone === undefined || zone === '') return null
  try {
    return new Intl.DateTimeFormat(language, {
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
      timeZone: zone,
    }).format(nowMs)
  } catch {
    return null
  }
}

/** `2026-11-22` in the reader's own zone. */
export function localDayOf(at: string): string {
  const time = new Date(at)
  return `${time.getFullYear()}-${String(time.getMonth() + 1).padStart(2, '0')}-${String(time.getDate()).padStart(2, '0')}`
}
