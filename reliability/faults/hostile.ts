/** What strangers and broken programs send: good JSON made bad in one place or two, and bytes that are no JSON any more. All from one seed. */
import * as fc from 'fast-check'
import { pick } from '../random.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** A name of ours that must never be seen again: whoever repeats it has taken a stranger's prototype for their own. */
export const PLANTED = 'plantedByTheTrial'

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  'id',
  'data',
  'key',
  'then',
  'toJSON',
]
const DEPTH = 3_000
const LONG = 20_000

const texts = [
  '',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066',
  '\ufeff',
  '../../../../etc/passwd',
  '%2e%2e%2f%00',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}',
  'ё'.repeat(LONG),
  '"\\'.repeat(200),
  'NaN',
  '1e999',
  '9223372036854775808',
  'ses_00000000000000',
  '2026-13-45T99:99:99Z',
]
const numbers = [0, -0, -1, 0.1, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 5e-324]

/** As text, because these are what a writer of JSON would not write: huge numbers, depth, the prototype by its name. */
const spliced = [
  `{"__proto__":{"${PLANTED}":1}}`,
  `{"constructor":{"prototype":{"${PLANTED}":1}}}`,
  '1e999',
  '-1e999',
  '0'.repeat(40),
  '9'.repeat(400),
  `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`,
  `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
  '"\\ud800"',
  '"\\u0000"',
  '\u0000',
  'undefined',
  'NaN',
  '{"id":"1","id":"2"}',
]

/** Values of every shape, made once: making them costs more than sending them. */
export function hostileValues(seed: number): readonly Json[] {
  const key = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 8 }))
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, true, false, ...numbers, ...texts),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.double(),
      fc.array(tie('tree'), { maxLength: 5 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
    ),
  }))
  return fc.sample(tree, { seed, numRuns: VALUES }) as readonly Json[]
}

const VALUES = 2_000

/** One place of a value is another: a hostile one, none, a second one, or one under another name. */
export function mutated(value: Json, random: () => number, values: readonly Json[]): Json {
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(random, values)
  if (Array.isArray(value)) return mutatedList(value as readonly Json[], random, values)
  const entries = Object.entries(value as { readonly [name: string]: Json })
  if (entries.length === 0) return { [pick(random, NAMES)]: pick(random, values) }
  const at = Math.floor(random() * entries.length)
  const [name, inner] = entries[at]!
  const chance = random()
  if (chance < 0.1) entries.splice(at, 1)
  else if (chance < 0.2) entries[at] = [pick(random, NAMES), inner]
  else if (chance < 0.3) entries.push([pick(random, NAMES), pick(random, values)])
  else entries[at] = [name, mutated(inner, random, values)]
  // Not an assignment: `__proto__` must stand there as a name like any other.
  return Object.fromEntries(entries)
}

function mutatedList(list: readonly Json[], random: () => number, values: readonly Json[]): Json {
  if (list.length === 0 || random() < 0.2)
    return Array<Json>(Math.floor(random() * 300)).fill(pick(random, values))
  const at = Math.floor(random() * list.length)
  return list.with(at, mutated(list[at]!, random, values))
}

/** The text itself is damaged: pieces lost, doubled, exchanged for what no writer of JSON writes. */
export function mutatedText(text: string, random: () => number): string {
  const [at, other] = [Math.floor(random() * text.length), Math.floor(random() * text.length)]
  const [from, to] = [Math.min(at, other), Math.max(at, other)]
  const chance = random()
  if (chance < 0.15) return text.slice(0, at)
  if (chance < 0.3) return text.slice(0, from) + text.slice(to)
  if (chance < 0.4) return text.slice(0, to) + text.slice(from)
  if (chance < 0.6)
    return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x1_00_00)) + text.slice(at + 1)
  if (chance < 0.9) {
    const values = [...text.matchAll(/:("[^"]*"|\d+|true|null)/g)]
    const place = values[Math.floor(random() * values.length)]
    if (place === undefined) return pick(random, spliced)
    return text.slice(0, place.index + 1) + pick(random, spliced) + text.slice(place.index + place[0].length)
  }
  return chance < 0.95 ? text.padEnd(70_000, ' ') : pick(random, spliced)
}

/** Any bytes of it may be others. */
export function mutatedBytes(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes)
  const changes = 1 + Math.floor(random() * 4)
  for (let change = 0; change < changes; change += 1)
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256)
  return random() < 0.2 ? copy.subarray(0, Math.floor(random() * copy.length)) : copy
}
