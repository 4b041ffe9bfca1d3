import { LeaseLost, type WorkspaceStore } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { afterAll, beforeAll, describe, setDefaultTimeout } from 'bun:test'
import { hasPostgres, sharedPostgres } from '../../testing/postgres-server.ts'
import { describeStore } from '../store.suite.ts'
import { connectPostgres } from './connect-postgres.ts'
import { takeLease } from './leases.ts'
import { migrateDatabase } from './migrate-database.ts'
import { openPostgresStore } from './postgres-store.ts'

// A real server, on machines that do other things as well.
setDefaultTimeout(60_000)

describe.skipIf(!hasPostgres())('with a server', () => {
  let sql: SQL
  beforeAll(async () => {
    sql = connectPostgres(await (await sharedPostgres()).createDatabase())
    await migrateDatabase(sql)
  })
  afterAll(() => sql.close())

  let workspaces = 0
  let epochs = 0
  const makeEpoch = () => `epoch ${(epochs += 1)}`
  // All in one database: what one workspace has, no other one may see.
  describeStore('a store in PostgreSQL', () => {
    workspaces += 1
    const workspaceId = `wsp_${workspaces}` as WorkspaceId
    const stores: WorkspaceStore[] = []
    const open = async (): Promise<WorkspaceStore> => {
      const lease = await takeLease(sql, workspaceId, 'node', 60_000)
      if (lease === undefined) throw new LeaseLost('the node has it itself')
      const store = await openPostgresStore({ sql, workspaceId, lease, makeEpoch })
      stores.push(store)
      return store
    }
    return {
      open,
      // A killed process gives nothing back: the next one of this node takes the lease, and fences it.
      crash: open,
      dispose: async () => {
        for (const store of stores) await store.close()
      },
    }
  })
})
