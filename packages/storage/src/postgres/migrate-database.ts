import { StorageFault } from '@pult/engine'
import type { SQL } from 'bun'
import { type Patience, patiently, realPatience } from './patience.ts'
import { STEPS, type Step } from './schema.ts'

/** Another node may be at a long step; whoever comes second waits for it. */
const MIGRATE_MS_MAX = 120_000
/** Two that make the same table at once: one of them finds it half made. */
const MADE_BY_ANOTHER: ReadonlySet<string> = new Set(['23505', '42P07', '42710'])

/**
 * [ST11] Brings the database to the newest schema; nothing to do where it is there. One node at a time: a row is locked for each step, not an advisory lock,
 * which YugabyteDB and CockroachDB do not have. A step and its number commit together. Returns the steps that were taken.
 * @throws StorageFault for a database of a newer version, which is left untouched; StorageAway
 */
export async function migrateDatabase(
  sql: SQL,
  options: { readonly steps?: readonly Step[]; readonly patience?: Patience } = {},
): Promise<number> {
  const { steps = STEPS, patience = realPatience } = options
  const task = { doing: 'bring the database to the newest schema', limitMs: MIGRATE_MS_MAX, patience }
  await patiently(task, () => makeVersionTable(sql))
  let taken = 0
  while (await patiently(task, () => takeStep(sql, steps))) taken += 1
  return taken
}

async function makeVersionTable(sql: SQL): Promise<void> {
  try {
    await sql`CREATE TABLE IF NOT EXISTS schema_version (one INTEGER PRIMARY KEY, version INTEGER NOT NULL)`
  } catch (error) {
    if (!(error instanceof Bun.SQL.PostgresError) || !MADE_BY_ANOTHER.has(String(error.errno))) throw error
  }
  await sql`INSERT INTO schema_version VALUES (1, 0) ON CONFLICT DO NOTHING`
}

/** Returns whether there was one to take. */
async function takeStep(sql: SQL, steps: readonly Step[]): Promise<boolean> {
  return await sql.begin(async (tx) => {
    const [row] = await tx<{ version: number }[]>`SELECT version FROM schema_version WHERE one = 1 FOR UPDATE`
    const version = row?.version ?? 0
    if (version > steps.length) {
      throw new StorageFault(
        `The database was written by a newer version: its schema is ${version}, this version knows ${steps.length}. Start that version again, or restore a backup made by this one.`,
      )
    }
    const step = steps[version]
    if (step === undefined) return false
    for (const statement of step) await tx.unsafe(statement)
    await tx`UPDATE schema_version SET version = ${version + 1} WHERE one = 1`
    return true
  })
}
