/**
 * Where a place stands on the panel's map: an equirectangular one that is true at 36° north and south, so that Europe is as tall as it is
 * known to be. Its plain sums are worth more here than a rounder world: the pin, the night and the land all need them.
 */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The map is cut where nobody writes from: north of Greenland's cape, and where Antarctica begins. Degrees. */
export const NORTH = 84
export const SOUTH = -58

/** Units a degree of longitude: land rounded to whole units stays sharp at three pixels a unit. */
const UNITS = 3
/** 1 / cos 36°. */
const STRETCH = 1.236

export const MAP_WIDTH = 360 * UNITS
export const MAP_HEIGHT = Math.round((NORTH - SOUTH) * UNITS * STRETCH)

/** Longitude −180 to 180 and latitude −90 to 90 in degrees, to the map's units; a latitude beyond the cut stands at the edge. */
export function project(longitude: number, latitude: number): Point {
  const within = Math.min(NORTH, Math.max(SOUTH, latitude))
  return { x: (longitude + 180) * UNITS, y: (NORTH - within) * UNITS * STRETCH }
}
