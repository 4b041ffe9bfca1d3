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
 * which YugabyteDB and CockroachDB do not have. A step and its number commit together. Returns the steps that were taken here.
 * @param options.onStep is told of each of them when it is committed
 * @throws StorageFault for a database of a newer version, which is left untouched; StorageAway
 */
export async function migrateDatabase(
  sql: SQL,
  options: {
    readonly steps?: readonly Step[]
    readonly patience?: Patience
    readonly onStep?: (step: SchemaStep) => void
  } = {},
): Promise<number> {
  const { steps = STEPS, patience = realPatience, onStep } = options
  const task = { doing: 'bring the database to the newest schema', limitMs: MIGRATE_MS_MAX, patience }
  await patiently(task, () => makeVersionTable(sql))
  let taken = 0
  for (;;) {
    const version = await patiently(task, () => takeStep(sql, steps))
    if (version === undefined) return taken
    taken += 1
    onStep?.({ version, made: madeBy(steps[version - 1]!) })
  }
}

/** The schema that this version works with. */
export const SCHEMA_VERSION = STEPS.length

/** A step that was taken: the schema's number after it, and the tables and indexes that are new. */
export interface SchemaStep {
  readonly version: number
  readonly made: { readonly tables: readonly string[]; readonly indexes: readonly string[] }
}

function madeBy(step: Step): SchemaStep['made'] {
  const named = (what: RegExp): string[] => step.flatMap((statement) => what.exec(statement)?.[1] ?? [])
  return {
    tables: named(/^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/),
    indexes: named(/^CREATE INDEX (?:IF NOT EXISTS )?(\w+)/),
  }
}

/** How soon somebody who asks is told that there is no answer. */
const ASK_MS_MAX = 5_000

/** The schema's number; 0: nothing of ours is there yet. @throws StorageAway, StorageFault */
export async function readSchemaVersion(sql: SQL, patience: Patience = realPatience): Promise<number> {
  const task = { doing: 'ask the database for its schema', limitMs: ASK_MS_MAX, patience }
  return await patiently(task, async () => {
    const [there] = await sql<
      { name: string | null }[]
    >`SELECT CAST(to_regclass('schema_version') AS TEXT) AS name`
    if (there?.name == null) return 0
    const [row] = await sql<{ version: number }[]>`SELECT version FROM schema_version WHERE one = 1`
    return row?.version ?? 0
  })
}

async function makeVersionTable(sql: SQL): Promise<void> {
  try {
    await sql`CREATE TABLE IF NOT EXISTS schema_version (one INTEGER PRIMARY KEY, version INTEGER NOT NULL)`
  } catch (error) {
    if (!(error instanceof Bun.SQL.PostgresError) || !MADE_BY_ANOTHER.has(String(error.errno))) throw error
  }
  await sql`INSERT INTO schema_version VALUES (1, 0) ON CONFLICT DO NOTHING`
}

/** Returns the schema's number after it; undefined where there was none to take. */
async function takeStep(sql: SQL, steps: readonly Step[]): Promise<number | undefined> {
  return await sql.begin(async (tx) => {
    const [row] = await tx<{ version: number }[]>`SELECT version FROM schema_version WHERE one = 1 FOR UPDATE`
    const version = row?.version ?? 0
    if (version > steps.length) {
      throw new StorageFault(
        `The database was written by a newer version: its schema is ${version}, this version knows ${steps.length}. Start that version again, or restore a backup made by this one.`,
      )
    }
    const step = steps[version]
    if (step === undefined) return undefined
    for (const statement of step) await tx.unsafe(statement)
    await tx`UPDATE schema_version SET version = ${version + 1} WHERE one = 1`
    return version + 1
  })
}
