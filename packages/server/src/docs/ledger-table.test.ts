import { expect, test } from 'bun:test'
import { ledgerRows, ledgerTotals } from './ledger-table.ts'

const run = { trial: 'kill', done: 200, failures: 0, seconds: 1_800, at: '2026-11-22T10:00:00.000Z' }

test('[RT6] totals are by trial: runs, units, broken promises, hours, the newest day', () => {
  const older = { ...run, trial: 'stop', done: 20, failures: 2, seconds: 360, at: '2026-11-20T23:59:00.000Z' }
  expect(ledgerTotals([run, older, { ...run, at: '2026-11-21T10:00:00.000Z' }])).toEqual([
    { trial: 'kill', runs: 2, done: 400, failures: 0, hours: 1, last: '2026-11-22' },
    { trial: 'stop', runs: 1, done: 20, failures: 2, hours: 0.1, last: '2026-11-20' },
  ])
})

test('[RT6] the table of the manual is the ledger of this repository', async () => {
  const entries: readonly { trial: string }[] = await Bun.file(
    new URL('../../../../reliability/ledger.json', import.meta.url).pathname,
  ).json()
  expect(ledgerRows().map(([trial]) => trial)).toEqual(
    [...new Set(entries.map(({ trial }) => trial))].map((trial) => `\`${trial}\``),
  )
  expect(ledgerRows('/nowhere/ledger.json')).toEqual([])
})
