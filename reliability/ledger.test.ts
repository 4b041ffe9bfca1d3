import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultOf, readLedger, record, type LedgerEntry } from './ledger.ts'

const entry: LedgerEntry = {
  at: '2026-11-22T10:00:00.000Z',
  commit: '0123456789ab+',
  trial: 'kill',
  seed: 7,
  size: 20,
  done: 20,
  failures: 0,
  seconds: 1_800,
  figures: { restartMsMedian: 210, integrity: 'ok' },
}

test('[RT5] the ledger of this repository is whole', () => {
  expect(() => readLedger()).not.toThrow()
})

test('[RT5] runs are added behind those that are there, and read back as they were', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pult-ledger-'))
  const path = join(folder, 'ledger.json')
  writeFileSync(path, '[]\n')
  record([entry], path)
  record([{ ...entry, trial: 'stop' }, entry], path)
  expect(readLedger(path)).toEqual([entry, { ...entry, trial: 'stop' }, entry])
  writeFileSync(path, JSON.stringify([entry, { ...entry, done: -1 }]))
  expect(() => readLedger(path)).toThrow('Entry 1 of the ledger: done is no number.')
  expect(() => record([entry], path)).toThrow('Entry 1')
  rmSync(folder, { recursive: true })
})

test.each([
  [{ at: 'yesterday' }, 'at is no time'],
  [{ commit: 'main' }, 'commit is no commit'],
  [{ trial: '' }, 'trial is missing'],
  [{ seconds: '3' }, 'seconds is no number'],
  [{ figures: [] }, 'figures is no object'],
  [{ figures: { slope: null } }, 'the figure slope is neither a number nor a word'],
])('[RT5] an entry with %p is refused', (change, fault) => {
  expect(faultOf({ ...entry, ...change })).toBe(fault)
  expect(faultOf(entry)).toBeNull()
})
