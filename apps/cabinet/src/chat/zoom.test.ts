import { expect, test } from 'bun:test'
import { dragged, wholePicture, ZOOM_MAX, zoomed } from './zoom.ts'

test('[M15] what is under the pointer stays under it', () => {
  const at = { x: 120, y: -40 }
  let zoom = wholePicture
  /** The point of the picture under the pointer, in sizes of the whole picture. */
  const under = () => [(at.x - zoom.x) / zoom.scale, (at.y - zoom.y) / zoom.scale]
  for (const factor of [1.5, 2, 1.1, 0.8]) {
    const before = under()
    zoom = zoomed(zoom, factor, at)
    expect(under()[0]).toBeCloseTo(before[0] ?? Number.NaN)
    expect(under()[1]).toBeCloseTo(before[1] ?? Number.NaN)
  }
})

test('[M15] a picture is never smaller than the whole, and never larger than is of use', () => {
  expect(zoomed({ scale: 2, x: 50, y: 9 }, 0.1, { x: 3, y: 3 })).toEqual(wholePicture)
  expect(zoomed(wholePicture, 1_000, { x: 0, y: 0 }).scale).toBe(ZOOM_MAX)
})

test('[M15] it is dragged only when it is larger than the screen, and not away from it', () => {
  const size = { width: 400, height: 300 }
  expect(dragged(wholePicture, { x: 10, y: 10 }, size)).toBe(wholePicture)
  const large = { scale: 2, x: 0, y: 0 }
  expect(dragged(large, { x: 30, y: -20 }, size)).toEqual({ scale: 2, x: 30, y: -20 })
  expect(dragged(large, { x: 9_999, y: -9_999 }, size)).toEqual({ scale: 2, x: 400, y: -300 })
})
