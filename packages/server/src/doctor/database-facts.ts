import { connectPostgres, readSchemaVersion } from '@pult/storage'
import { middleOf } from './milliseconds.ts'

/** What a database says of itself, and how it serves us. Null: it does not know such a setting. */
export interface DatabaseFacts {
  readonly version: string | null
  /** 170002 is 17.2. */
  readonly versionNumber: number | null
  readonly encoding: string | null
  readonly fsync: string | null
  readonly synchronousCommit: string | null
  readonly fullPageWrites: string | null
  readonly connectionsMax: number | null
  readonly connectionsUsed: number | null
  readonly isStandby: boolean
  /** The limit that we ask for when we connect, as it came through. */
  readonly idleLimit: string | null
  readonly lockLimit: string | null
  readonly mayCreate: boolean
  readonly schemaVersion: number
  /** The database's clock before ours. */
  readonly aheadMs: number
  readonly roundTripMs: number
  /** Null before there is a schema: nothing else is written for this. */
  readonly commitMs: number | null
}

const TRIES = 5

/** Asks everything over one connection. Writes a number of ours over itself, for the time of a commit. @throws what the database says */
export async function readDatabaseFacts(url: string, nowMs: () => number): Promise<DatabaseFacts> {
  const sql = connectPostgres(url, { connectionsMax: 1 })
  try {
    await sql`SELECT 1`
    const trips = await timed(TRIES, () => sql`SELECT 1`)
    const roundTripMs = middleOf(trips)
    const askedMs = nowMs()
    const [clock] = await sql<{ ms: string | number }[]>`
      SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS ms`
    const answeredMs = nowMs()
    const [row] = await sql<Row[]>`
      SELECT current_setting('server_version', true) AS version,
        CAST(current_setting('server_version_num', true) AS INTEGER) AS version_number,
        current_setting('server_encoding', true) AS encoding,
        current_setting('fsync', true) AS fsync,
        current_setting('synchronous_commit', true) AS synchronous_commit,
        current_setting('full_page_writes', true) AS full_page_writes,
        CAST(current_setting('max_connections', true) AS INTEGER) AS connections_max,
        current_setting('idle_in_transaction_session_timeout', true) AS idle_limit,
        current_setting('lock_timeout', true) AS lock_limit,
        pg_is_in_recovery() AS is_standby,
        COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create`
    const [used] = await sql<{ count: string | number }[]>`
      SELECT COUNT(*) AS count FROM pg_stat_activity WHERE backend_type = 'client backend'`
    const schemaVersion = await readSchemaVersion(sql)
    const isWritable = schemaVersion > 0 && row?.is_standby === false
    const commits = isWritable
      ? await timed(TRIES, () => sql`UPDATE schema_version SET version = version WHERE one = 1`)
      : []
    return {
      version: row?.version ?? null,
      versionNumber: row?.version_number ?? null,
      encoding: row?.encoding ?? null,
      fsync: row?.fsync ?? null,
      synchronousCommit: row?.synchronous_commit ?? null,
      fullPageWrites: row?.full_page_writes ?? null,
      connectionsMax: row?.connections_max ?? null,
      connectionsUsed: used === undefined ? null : Number(used.count),
      isStandby: row?.is_standby ?? false,
      idleLimit: row?.idle_limit ?? null,
      lockLimit: row?.lock_limit ?? null,
      mayCreate: row?.may_create ?? false,
      schemaVersion,
      aheadMs: Number(clock?.ms) - (askedMs + answeredMs) / 2,
      roundTripMs,
      commitMs: commits.length === 0 ? null : middleOf(commits),
    }
  } finally {
    await sql.close({ timeout: 0 })
  }
}

interface Row {
  readonly version: string | null
  readonly version_number: number | null
  readonly encoding: string | null
  readonly fsync: string | null
  readonly synchronous_commit: string | null
  readonly full_page_writes: string | null
  readonly connections_max: number | null
  readonly idle_limit: string | null
  readonly lock_limit: string | null
  readonly is_standby: boolean
  readonly may_create: boolean
}

async function timed(times: number, run: () => Promise<unknown>): Promise<readonly number[]> {
  const taken: number[] = []
  for (let count = 0; count < times; count += 1) {
    const beganMs = performance.now()
    await run()
    taken.push(performance.now() - beganMs)
  }
  return taken
}
