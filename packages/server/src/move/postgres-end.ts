import { StorageFault } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import {
  beginLog,
  connectPostgres,
  createNodeLeases,
  keepSecret,
  openPostgresReader,
  openPostgresStore,
  readSecret,
} from '@pult/storage'
import type { End, Held } from './ends.ts'

/** The name by which nodes see us. One for all moves: who was killed and comes again finds what it held. */
const MOVER = 'pult move'
/** Longer than anybody takes to run a move again that was killed: until then no node begins to work on the half of a workspace. */
const HELD_MS = 24 * 3_600_000

/** A database whose schema is the newest. */
export function openPostgresEnd(url: string): End {
  const sql = connectPostgres(url)
  const leases = createNodeLeases(() => sql)
  let heldCount = 0

  async function release(id: WorkspaceId, lease: number): Promise<void> {
    await leases.release(MOVER, id, lease)
    heldCount -= 1
    if (heldCount === 0) await leases.leave(MOVER)
  }

  async function hold(id: WorkspaceId, makeEpoch: () => string): Promise<Held | string> {
    // Draining: nobody leaves anything to us.
    const rowOf = async () =>
      (await leases.beat(MOVER, true, HELD_MS)).leases.find(({ workspaceId }) => workspaceId === id)
    let row = await rowOf()
    if (row?.owner === MOVER) {
      await leases.release(MOVER, id, row.lease)
      row = await rowOf()
    }
    const lease = row === undefined ? null : await leases.take(MOVER, row)
    if (lease === null) {
      if (heldCount === 0) await leases.leave(MOVER)
      if (row === undefined) throw new StorageFault(`The database holds no workspace ${id}.`)
      return `the node ${row.owner ?? 'that came before us'} works on it`
    }
    heldCount += 1
    const store = await openPostgresStore({ sql, workspaceId: id, lease: { epoch: lease }, makeEpoch })
    return {
      store,
      async release() {
        await store.close()
        await release(id, lease)
      },
    }
  }

  return {
    async workspaces() {
      const rows = await sql<{ id: WorkspaceId }[]>`
        SELECT workspace_id AS id FROM workspaces WHERE log_epoch IS NOT NULL ORDER BY workspace_id`
      return rows.map(({ id }) => id)
    },
    async watch(workspaceId) {
      const reader = await openPostgresReader({ sql, workspaceId })
      return {
        epoch: () => reader.epoch,
        headSeq: () => reader.readHead(),
        read: (after, limit) => reader.read(after, limit),
      }
    },
    hold: (id) =>
      hold(id, () => {
        throw new StorageFault(`The database holds no workspace ${id}.`)
      }),
    async begin(id, epoch) {
      await beginLog(sql, id, () => epoch)
      return await hold(id, () => epoch)
    },
    secrets: {
      read: (name) => readSecret(sql, name),
      keep: (name, value) => keepSecret(sql, name, () => value),
    },
    close: () => sql.close({ timeout: 0 }),
  }
}
