import { timingSafeEqual } from 'node:crypto'

/** Whether two texts are the same, in a time that says nothing about where they differ. Their lengths are not secrets here. */
export function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}
