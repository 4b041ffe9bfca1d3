import { DamagedEntity } from './damaged-entity.ts'

/**
 * An entity of the read models as it stands in its row: a sum over whose it is and over its JSON, then the JSON. The log's records have their sums, and
 * what is read from here must be as good: a flipped bit is noticed, and so is the row of somebody else [ST16].
 */
export function sealed(of: string, json: string): string {
  return sumOf(of, json) + json
}

/** @throws DamagedEntity for anything but what was sealed for `of` */
export function unsealed(of: string, text: string): unknown {
  const json = text.slice(SUM_DIGITS)
  if (text.slice(0, SUM_DIGITS) !== sumOf(of, json)) throw new DamagedEntity(of)
  return JSON.parse(json)
}

const SUM_DIGITS = 8

function sumOf(of: string, json: string): string {
  return Bun.hash.xxHash32(json, Bun.hash.xxHash32(of)).toString(16).padStart(SUM_DIGITS, '0')
}
