import { expect, test } from 'bun:test'
import { acrossTheDateLine, drawRing, drawWorld } from './draw-world.ts'
import { MAP_HEIGHT, MAP_WIDTH, project } from './projection.ts'

type Ring = readonly (readonly [number, number])[]

const numbers = (text: string) => (text.match(/-?\d+/g) ?? []).map(Number)

/** The path's rings, as a browser unpacks them. */
function unpack(path: string): Ring[] {
  return path
    .split('z')
    .filter((ring) => ring !== '')
    .map((ring) => {
      const [start = '', steps = ''] = ring.slice(1).split('l')
      let [x = 0, y = 0] = numbers(start)
      const points: [number, number][] = [[x, y]]
      const all = numbers(steps)
      for (let at = 0; at < all.length; at += 2) {
        x += all[at] ?? 0
        y += all[at + 1] ?? 0
        points.push([x, y])
      }
      return points
    })
}

/** By the even-odd rule, which is the one that the map is filled by. */
function isLand(rings: readonly Ring[], longitude: number, latitude: number): boolean {
  const { x, y } = project(longitude, latitude)
  let inside = false
  for (const ring of rings)
    for (const [index, [x1, y1]] of ring.entries()) {
      const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1]
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
    }
  return inside
}

const world = drawWorld()
const rings = unpack(world)

test('[CP4] known places stand on land, and the middle of the seas does not', () => {
  const land = {
    Moscow: [37.6, 55.7],
    Kazan: [49.1, 55.8],
    Nairobi: [36.8, -1.3],
    Denver: [-105, 39.7],
    Brasilia: [-47.9, -15.8],
    'Alice Springs': [133.9, -23.7],
  } as const
  for (const [name, [longitude, latitude]] of Object.entries(land))
    expect(isLand(rings, longitude, latitude), name).toBe(true)
  const sea = {
    Atlantic: [-30, 30],
    Pacific: [-150, 0],
    'Indian Ocean': [80, -20],
    Caspian: [50.5, 42],
    Antarctica: [0, -57.9],
  } as const
  for (const [name, [longitude, latitude]] of Object.entries(sea))
    expect(isLand(rings, longitude, latitude), name).toBe(false)
})

test('[CP4] every ring comes back to where it began, and no line runs across the map', () => {
  expect(rings.length).toBeGreaterThan(60)
  for (const ring of rings) {
    expect(ring.at(-1)).toEqual(ring[0])
    for (const [index, [x, y]] of ring.slice(1).entries()) {
      expect(Math.abs(x - (ring[index]?.[0] ?? x))).toBeLessThan(MAP_WIDTH / 4)
      expect(y).toBeWithin(0, MAP_HEIGHT + 1)
    }
  }
})

test('[CP4] what lies on both sides of the date line is drawn at both edges', () => {
  const chukotka = [
    [170, 66],
    [-170, 66],
    [-170, 70],
    [170, 70],
    [170, 66],
  ]
  const [right = [], left = []] = acrossTheDateLine(chukotka)
  expect(right.map(([longitude]) => longitude)).toEqual([170, 190, 190, 170, 170])
  expect(left.map(([longitude]) => longitude)).toEqual([-190, -170, -170, -190, -190])
  const europe = [
    [0, 40],
    [30, 40],
    [30, 60],
    [0, 40],
  ]
  expect(acrossTheDateLine(europe)).toEqual([europe])
  expect(isLand(rings, -177, 66.8)).toBe(true)
  expect(isLand(rings, 177, 66.8)).toBe(true)
})

test('[CP4] known coordinates stand where they must', () => {
  expect(project(-180, 84)).toEqual({ x: 0, y: 0 })
  expect(project(0, 0).x).toBe(MAP_WIDTH / 2)
  expect(project(180, -90)).toEqual(project(180, -58))
  expect(Math.round(project(180, -58).y)).toBe(MAP_HEIGHT)
})

test('[CP4] a speck is not drawn, and points that fall together are one', () => {
  expect(
    drawRing([
      [10, 10],
      [10.1, 10],
      [10.1, 10.1],
      [10, 10],
    ]),
  ).toBe('')
  const square = drawRing([
    [0, 0],
    [0.01, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 0],
  ])
  expect(unpack(square)[0]).toHaveLength(5)
})
