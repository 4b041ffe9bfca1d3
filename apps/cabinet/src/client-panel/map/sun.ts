import { MAP_WIDTH, MAP_HEIGHT, project } from './projection.ts'

/**
 * Where the sun stands, well enough to tell day from night: half a degree, two minutes of time. After the Astronomical Almanac's
 * low-precision formulas.
 */
export interface Sun {
  /** Degrees north of the equator, −23.5 to 23.5. */
  readonly declination: number
  /** The longitude where it is noon, −180 to 180. */
  readonly longitude: number
}

const DAY_MS = 86_400_000
/** 1 January 2000, noon. */
const J2000_MS = Date.UTC(2000, 0, 1, 12)
/** Below it the upper edge of the sun is gone, refraction included. */
const SUNSET_DEGREES = -0.83

export function sunAt(nowMs: number): Sun {
  const days = (nowMs - J2000_MS) / DAY_MS
  const meanLongitude = 280.46 + 0.9856474 * days
  const anomaly = radians(357.528 + 0.9856003 * days)
  const ecliptic = radians(meanLongitude + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly))
  const obliquity = radians(23.439)
  const ascension = degrees(Math.atan2(Math.cos(obliquity) * Math.sin(ecliptic), Math.cos(ecliptic)))
  const equationOfTime = turned(meanLongitude - ascension)
  const hour = (nowMs / DAY_MS) % 1
  return {
    declination: degrees(Math.asin(Math.sin(obliquity) * Math.sin(ecliptic))),
    longitude: turned(180 - hour * 360 - equationOfTime),
  }
}

/** Whether the sun is up at a place. */
export function isDaylight(
  place: { readonly longitude: number; readonly latitude: number },
  sun: Sun,
): boolean {
  const latitude = radians(place.latitude)
  const declination = radians(sun.declination)
  const height =
    Math.sin(latitude) * Math.sin(declination) +
    Math.cos(latitude) * Math.cos(declination) * Math.cos(radians(place.longitude - sun.longitude))
  return degrees(Math.asin(height)) > SUNSET_DEGREES
}

/** Degrees of longitude between two points of the edge of the night: finer than a pixel of the panel shows. */
const STEP = 4

/** The part of the map where the sun is down, as an SVG path in the map's units. */
export function nightPath(sun: Sun): string {
  // At the equinox the edge of the night runs from pole to pole, and its tangent has no end.
  const declination = Math.abs(sun.declination) < 0.1 ? 0.1 : sun.declination
  const points: string[] = []
  for (let longitude = -180; longitude <= 180; longitude += STEP) {
    const latitude = degrees(
      Math.atan(-Math.cos(radians(longitude - sun.longitude)) / Math.tan(radians(declination))),
    )
    const { x, y } = project(longitude, latitude)
    points.push(`${Math.round(x)} ${Math.round(y)}`)
  }
  const darkPole = declination > 0 ? MAP_HEIGHT : 0
  return `M0 ${darkPole}L${points.join(' ')} ${MAP_WIDTH} ${darkPole}z`
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI
}

/** The same direction within −180 to 180. */
function turned(angle: number): number {
  return ((((angle + 180) % 360) + 360) % 360) - 180
}
