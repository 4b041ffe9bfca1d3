import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { DayLedger } from '@pult/bots'
import { z } from 'zod'

const ledgerSchema = z.object({ day: z.string(), spent: z.record(z.string(), z.number().nonnegative()) })
type Ledger = z.infer<typeof ledgerSchema>

/**
 * What bots have spent today, UTC, by their ids. It is kept in a file, so that a limit of a day holds over restarts; what was spent in the moment of a crash
 * may be missing. A file that cannot be read counts as empty: a day that begins anew is better than bots that are silent.
 */
export function openTokenLedger(
  path: string,
  nowMs: () => number,
  onError: (error: unknown) => void,
): (id: string) => DayLedger {
  let ledger = read(path)

  function today(): Ledger {
    const day = new Date(nowMs()).toISOString().slice(0, '2026-11-22'.length)
    if (ledger.day !== day) ledger = { day, spent: {} }
    return ledger
  }

  function write(): void {
    try {
      writeFileSync(`${path}.new`, `${JSON.stringify(ledger)}\n`, { mode: 0o600 })
      renameSync(`${path}.new`, path)
    } catch (error) {
      // Counting goes on in memory.
      onError(error)
    }
  }

  return (id) => ({
    spent: () => today().spent[id] ?? 0,
    add(tokens) {
      const { day, spent } = today()
      ledger = { day, spent: { ...spent, [id]: (spent[id] ?? 0) + tokens } }
      write()
    },
  })
}

function read(path: string): Ledger {
  try {
    return ledgerSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { day: '', spent: {} }
  }
}
