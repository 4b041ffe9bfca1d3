/** What happens to files that nobody touches: a byte is another one, a sector is empty, the end is gone. */
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { pick } from '../random.ts'

export const DAMAGES = ['bit', 'byte', 'sector', 'truncated'] as const
export type DamageKind = (typeof DAMAGES)[number]

export interface Damage {
  readonly file: string
  readonly kind: DamageKind
  readonly offset: number
}

/** What a disk loses at once. */
const SECTOR_BYTES = 512

/** Damages one of the files in a place that chance chooses; undefined when none of them holds anything. */
export function damageOne(
  folder: string,
  files: readonly string[],
  random: () => number,
): Damage | undefined {
  const there = files.filter(
    (file) => existsSync(join(folder, file)) && statSync(join(folder, file)).size > 0,
  )
  if (there.length === 0) return undefined
  const file = pick(random, there)
  const kind = pick(random, DAMAGES)
  const path = join(folder, file)
  const offset = Math.floor(random() * statSync(path).size)
  if (kind === 'truncated') truncateSync(path, offset)
  else changeBytes(path, offset, kind, random)
  return { file, kind, offset }
}

function changeBytes(
  path: string,
  offset: number,
  kind: Exclude<DamageKind, 'truncated'>,
  random: () => number,
): void {
  const handle = openSync(path, 'r+')
  const bytes = Buffer.alloc(kind === 'sector' ? Math.min(SECTOR_BYTES, fstatSync(handle).size - offset) : 1)
  readSync(handle, bytes, 0, bytes.length, offset)
  if (kind === 'sector') bytes.fill(0)
  else bytes.writeUInt8(changed(bytes.readUInt8(0), kind, random))
  writeSync(handle, bytes, 0, bytes.length, offset)
  closeSync(handle)
}

function changed(byte: number, kind: 'bit' | 'byte', random: () => number): number {
  return kind === 'bit'
    ? byte ^ (1 << Math.floor(random() * 8))
    : (byte + 1 + Math.floor(random() * 255)) % 256
}
