import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomFrom } from '../random.ts'
import { damageOne, DAMAGES } from './damage.ts'

const WHOLE = Buffer.alloc(4_096, 'x')
let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'pult-damage-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test('[RT70] does to one file what it says that it does', () => {
  const random = randomFrom(7)
  const kinds = new Set<string>()
  for (let count = 0; count < 100; count += 1) {
    for (const name of ['one', 'other']) writeFileSync(join(folder, name), WHOLE)
    writeFileSync(join(folder, 'empty'), '')
    const damage = damageOne(folder, ['one', 'other', 'empty', 'missing'], random)!
    kinds.add(damage.kind)
    const is = readFileSync(join(folder, damage.file))
    const changed = [...is].filter((byte, index) => byte !== WHOLE[index]).length
    if (damage.kind === 'truncated') expect([is.length, changed]).toEqual([damage.offset, 0])
    else {
      const most = damage.kind === 'sector' ? Math.min(512, WHOLE.length - damage.offset) : 1
      expect([is.length, changed]).toEqual([WHOLE.length, most])
    }
    const untouched = damage.file === 'one' ? 'other' : 'one'
    expect(readFileSync(join(folder, untouched))).toEqual(WHOLE)
  }
  expect(kinds.size).toBe(DAMAGES.length)
})

test('[RT70] says so where there is nothing to damage', () => {
  expect(damageOne(folder, ['missing'], randomFrom(7))).toBeUndefined()
})
