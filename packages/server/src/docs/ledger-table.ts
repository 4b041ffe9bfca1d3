import { readFileSync } from 'node:fs'

/** What the manual needs of an entry of the ledger of reliability; the programme in `reliability/` writes them and says what is right. */
interface LedgerEntry {
  readonly trial: string
  readonly done: number
  readonly failures: number
  readonly seconds: number
  readonly at: string
}

/** One line of the totals. */
export interface LedgerTotal {
  readonly trial: string
  readonly runs: number
  readonly done: number
  readonly failures: number
  readonly hours: number
  /** The day of the newest run, in UTC. */
  readonly last: string
}

const LEDGER = new URL('../../../../reliability/ledger.json', import.meta.url)

/** One line a trial, in the order in which they first appear. */
export function ledgerTotals(entries: readonly LedgerEntry[]): LedgerTotal[] {
  const sums = new Map<string, LedgerTotal>()
  for (const { trial, done, failures, seconds, at } of entries) {
    const sum = sums.get(trial) ?? { trial, runs: 0, done: 0, failures: 0, hours: 0, last: '' }
    const day = at.slice(0, 10)
    sums.set(trial, {
      trial,
      runs: sum.runs + 1,
      done: sum.done + done,
      failures: sum.failures + failures,
      hours: sum.hours + seconds / 3600,
      last: day > sum.last ? day : sum.last,
    })
  }
  return [...sums.values()]
}

/** The cells of the manual's table; none where the ledger did not come along with the program. */
export function ledgerRows(path: URL | string = LEDGER): string[][] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return []
  }
  return ledgerTotals(JSON.parse(text) as LedgerEntry[]).map(
    ({ trial, runs, done, failures, hours, last }) => [
      `\`${trial}\``,
      String(runs),
      String(done),
      String(failures),
      hours.toFixed(1),
      last,
    ],
  )
}
