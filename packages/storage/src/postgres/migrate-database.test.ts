import { StorageAway, StorageFault } from '@pult/engine'
import type { SQL } from 'bun'
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { hasPostgres, sharedPostgres } from '../../testing/postgres-server.ts'
import { connectPostgres } from './connect-postgres.ts'
import { migrateDatabase, readSchemaVersion, SCHEMA_VERSION, type SchemaStep } from './migrate-database.ts'
import { realPatience } from './patience.ts'
import { STEPS } from './schema.ts'

setDefaultTimeout(60_000)

describe.skipIf(!hasPostgres())('the schema', () => {
  let sql: SQL
  beforeEach(async () => void (sql = connectPostgres(await (await sharedPostgres()).createDatabase())))
  afterEach(() => sql.close({ timeout: 0 }))

  const tables = async (): Promise<readonly string[]> => {
    const rows = await sql<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`
    return rows.map(({ name }) => name)
  }

  test('[ST11] is made by whoever comes first, however many come at once, and then left alone', async () => {
    const taken = await Promise.all([1, 2, 3].map(() => migrateDatabase(sql)))
    expect(taken.reduce((sum, steps) => sum + steps)).toBe(STEPS.length)
    expect(await tables()).toContain('log')
    expect(await migrateDatabase(sql)).toBe(0)
  })

  test('[ST11] what each step made is told once it is there, and the number can be asked for', async () => {
    expect(await readSchemaVersion(sql)).toBe(0)
    const told: SchemaStep[] = []
    await migrateDatabase(sql, { onStep: (step) => void told.push(step) })
    expect(told.map(({ version }) => version)).toEqual(STEPS.map((_, index) => index + 1))
    expect(told.flatMap(({ made }) => made.tables).toSorted()).toEqual(
      (await tables()).filter((name) => name !== 'schema_version'),
    )
    expect(told[0]?.made.indexes).toContain('log_messages')
    expect(await readSchemaVersion(sql)).toBe(SCHEMA_VERSION)
  })

  test('[ST11] a step that is killed in the middle leaves the step before it', async () => {
    const kill =
      "SELECT pg_terminate_backend(pg_backend_pid()) FROM pg_class WHERE relname = 'half' AND nextval('kills') = 1"
    const steps = [
      ['CREATE TABLE whole (id INTEGER)', 'CREATE SEQUENCE kills'],
      ['CREATE TABLE half (id INTEGER)', kill, 'CREATE TABLE other_half (id INTEGER)'],
    ]
    // Too late for a second try as soon as the first is over.
    let nowMs = 0
    const patience = { ...realPatience, nowMs: () => (nowMs += 1e9) }
    const failed = await migrateDatabase(sql, { steps, patience }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(StorageAway)
    expect(await tables()).toEqual(['schema_version', 'whole'])
    expect(await migrateDatabase(sql, { steps })).toBe(1)
    expect(await tables()).toEqual(['half', 'other_half', 'schema_version', 'whole'])
  })

  test('[ST11] a database of a newer version is refused with what to do, and left untouched', async () => {
    await migrateDatabase(sql)
    await sql`UPDATE schema_version SET version = ${STEPS.length + 1}`
    const failed = await migrateDatabase(sql).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(StorageFault)
    expect(String(failed)).toContain(`its schema is ${STEPS.length + 1}, this version knows ${STEPS.length}`)
    expect(await sql`SELECT version FROM schema_version`).toEqual([{ version: STEPS.length + 1 }])
  })

  test('every key and index begins with the workspace, but those of words and of what nodes share', async () => {
    await migrateDatabase(sql)
    const rows = await sql<
      { indexdef: string }[]
    >`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'`
    const others = rows.filter(({ indexdef }) => !indexdef.includes('(workspace_id'))
    const names = others.map(({ indexdef }) => /INDEX (\w+)/.exec(indexdef)?.[1] ?? '')
    const shared = ['node_words_pkey', 'nodes_pkey', 'schema_version_pkey', 'secrets_pkey']
    expect(names.toSorted()).toEqual([...shared, 'sessions_names', 'words_words'])
  })
})
