import type { WorkspaceStore } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { type PostgresServer, sharedPostgres } from '../../testing/postgres-server.ts'
import { connectPostgres } from './connect-postgres.ts'
import { type Lease, takeLease } from './leases.ts'
import { migrateDatabase } from './migrate-database.ts'
import { type Patience, realPatience } from './patience.ts'
import { openPostgresStore } from './postgres-store.ts'

export const workspaceId = 'wsp_of_the_tests' as WorkspaceId

/** A database with the schema in it, and one workspace. */
export interface TestDatabase {
  readonly server: PostgresServer
  readonly url: string
  readonly sql: SQL
  take(owner?: string): Promise<Lease>
  /** Takes the lease and opens the store, over another pool if there is one. */
  open(options?: {
    readonly over?: SQL
    readonly owner?: string
    readonly patience?: Partial<Patience>
  }): Promise<WorkspaceStore>
  close(): Promise<void>
}

export async function makeDatabase(started?: PostgresServer): Promise<TestDatabase> {
  const server = started ?? (await sharedPostgres())
  const url = await server.createDatabase()
  const sql = connectPostgres(url)
  await migrateDatabase(sql)
  const take = async (owner = 'node'): Promise<Lease> => {
    const lease = await takeLease(sql, workspaceId, owner, 60_000)
    if (lease === undefined) throw new Error(`${owner} did not get the lease`)
    return lease
  }
  return {
    server,
    url,
    sql,
    take,
    open: async ({ over = sql, owner, patience = {} } = {}) =>
      openPostgresStore({
        sql: over,
        workspaceId,
        lease: await take(owner),
        makeEpoch: () => 'epoch of the tests',
        patience: { ...realPatience, ...patience },
      }),
    close: () => sql.close({ timeout: 0 }),
  }
}

/** The same database by another way. */
export function throughPort(url: string, port: number): string {
  const other = new URL(url)
  other.port = String(port)
  return other.href
}
