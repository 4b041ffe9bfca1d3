/**
 * The land of the world as one SVG path, drawn while the cabinet is built (this file is a macro of the bundler: none of it is shipped).
 * The data is Natural Earth, 1 : 110 million, in the public domain.
 */
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import land from 'world-atlas/land-110m.json' with { type: 'json' }
import { project, SOUTH } from './projection.ts'

/** Islands smaller than this, in square units, would be specks at the size of the panel. */
const SPECK = 6

/** Longitude and latitude. */
type Position = readonly number[]
type Land = Topology<{ land: GeometryCollection }>

/** `m` to each ring's beginning, then steps from point to point in whole units: shorter than places, and quicker to unpack. */
export function drawWorld(): string {
  const topology = land as unknown as Land
  const rings = feature(topology, topology.objects.land).features.flatMap(({ geometry }) =>
    geometry.type === 'MultiPolygon'
      ? geometry.coordinates.flat()
      : geometry.type === 'Polygon'
        ? geometry.coordinates
        : [],
  )
  return rings
    .filter((ring) => ring.some(([, latitude = SOUTH]) => latitude > SOUTH))
    .flatMap(acrossTheDateLine)
    .map(drawRing)
    .join('')
}

/**
 * A ring that crosses the 180th meridian jumps from one edge of the map to the other: it is drawn twice instead, going out over the right
 * edge and coming in over the left one, and the picture's frame cuts both.
 */
export function acrossTheDateLine(ring: readonly Position[]): Position[][] {
  let turns = 0
  let before: number | undefined
  const unrolled = ring.map(([longitude = 0, latitude = 0]): Position => {
    if (before !== undefined && Math.abs(longitude - before) > 180) turns += longitude < before ? 360 : -360
    before = longitude
    return [longitude + turns, latitude]
  })
  const longitudes = unrolled.map(([longitude = 0]) => longitude)
  const copies = [unrolled]
  if (Math.max(...longitudes) > 180) copies.push(shifted(unrolled, -360))
  if (Math.min(...longitudes) < -180) copies.push(shifted(unrolled, 360))
  return copies
}

function shifted(ring: readonly Position[], by: number): Position[] {
  return ring.map(([longitude = 0, latitude = 0]) => [longitude + by, latitude])
}

/** Empty where nothing is left of it. */
export function drawRing(ring: readonly Position[]): string {
  const points: (readonly [number, number])[] = []
  for (const [longitude = 0, latitude = 0] of ring) {
    const { x, y } = project(longitude, latitude)
    const point = [Math.round(x), Math.round(y)] as const
    const last = points.at(-1)
    if (last === undefined || last[0] !== point[0] || last[1] !== point[1]) points.push(point)
  }
  const [first] = points
  if (first === undefined || areaOf(points) < SPECK) return ''
  const steps = points.slice(1).flatMap(([x, y], index) => {
    const before = points[index] ?? first
    return [x - before[0], y - before[1]]
  })
  return `M${joined(first)}l${joined(steps)}z`
}

/** A minus sign separates as well as a blank. */
function joined(numbers: readonly number[]): string {
  return numbers.map((number, index) => (index > 0 && number >= 0 ? ` ${number}` : String(number))).join('')
}

/** By the shoelace formula, in square units. */
function areaOf(points: readonly (readonly [number, number])[]): number {
  let twice = 0
  for (const [index, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y]
    twice += x * nextY - nextX * y
  }
  return Math.abs(twice) / 2
}
