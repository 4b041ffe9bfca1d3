import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'

/**
 * Who may write a workspace: a row with an owner, an epoch that rises with each taking, and a time after which anybody may take it. All times are the
 * database's, so the clocks of nodes do not matter. The time only says who may take; who may write is said by the epoch, inside each batch [ST21].
 * This is how a node alone owns what it writes; the nodes of a cluster go by `nodes.ts`, on the same rows, and nothing is taken from one of those that lives.
 * Each of these is one statement. They do not retry: whoever keeps leases has a rhythm of its own.
 */

/** Held by whoever took it last, however late it is. */
export interface Lease {
  readonly epoch: number
}

export interface LeaseRow {
  readonly workspaceId: WorkspaceId
  /** Null: released. */
  readonly owner: string | null
  readonly epoch: number
  /** Until others may take it; negative when that is past. */
  readonly remainingMs: number
}

export interface HeldLease {
  readonly workspaceId: WorkspaceId
  readonly epoch: number
}

/**
 * Takes the workspace if it is free: never seen, released, past its time, or the owner's own already. Each taking has a new epoch, so that an earlier life of
 * the same owner is fenced too. Undefined: somebody else has it.
 * @param owner names the node; two live nodes with one name would take each other's
 */
export async function takeLease(
  sql: SQL,
  workspaceId: WorkspaceId,
  owner: string,
  ttlMs: number,
): Promise<Lease | undefined> {
  const rows = await sql<{ lease_epoch: string }[]>`
    INSERT INTO workspaces (workspace_id, head_seq, lease_owner, lease_epoch, lease_expires_at)
      VALUES (${workspaceId}, 0, ${owner}, 1, now() + ${ttlMs}::integer * INTERVAL '1 millisecond')
    ON CONFLICT (workspace_id) DO UPDATE
      SET lease_owner = excluded.lease_owner, lease_epoch = workspaces.lease_epoch + 1, lease_expires_at = excluded.lease_expires_at
      WHERE workspaces.lease_owner IS NULL OR workspaces.lease_owner = excluded.lease_owner
        OR (workspaces.lease_expires_at <= now() AND NOT EXISTS (
          SELECT 1 FROM nodes WHERE nodes.node = workspaces.lease_owner AND nodes.expires_at > now()))
    RETURNING lease_epoch`
  const epoch = rows[0]?.lease_epoch
  return epoch === undefined ? undefined : { epoch: Number(epoch) }
}

/** Prolongs all that are still held, also past their time if nobody came. Returns those; the others are lost. */
export async function renewLeases(
  sql: SQL,
  leases: readonly HeldLease[],
  ttlMs: number,
): Promise<readonly WorkspaceId[]> {
  if (leases.length === 0) return []
  const rows = await sql<{ workspace_id: WorkspaceId }[]>`
    UPDATE workspaces SET lease_expires_at = now() + ${ttlMs}::integer * INTERVAL '1 millisecond'
      FROM json_to_recordset(${leases}::json) AS held ("workspaceId" TEXT, epoch BIGINT)
      WHERE workspaces.workspace_id = held."workspaceId" AND workspaces.lease_epoch = held.epoch AND workspaces.lease_owner IS NOT NULL
      RETURNING workspaces.workspace_id`
  return rows.map((row) => row.workspace_id)
}

/** Lets go of it, so that others need not wait for its time. Afterwards nothing is written under this epoch. Returns whether it was held. */
export async function releaseLease(sql: SQL, { workspaceId, epoch }: HeldLease): Promise<boolean> {
  const rows = await sql`
    UPDATE workspaces SET lease_owner = NULL, lease_epoch = lease_epoch + 1, lease_expires_at = now()
      WHERE workspace_id = ${workspaceId} AND lease_epoch = ${epoch} AND lease_owner IS NOT NULL
      RETURNING workspace_id`
  return rows.length > 0
}

/** All leases, by workspace. */
export async function readLeases(sql: SQL): Promise<readonly LeaseRow[]> {
  const rows = await sql<
    {
      workspace_id: WorkspaceId
      lease_owner: string | null
      lease_epoch: string
      remaining_ms: string | number
    }[]
  >`
    SELECT workspace_id, lease_owner, lease_epoch,
        CAST(EXTRACT(EPOCH FROM lease_expires_at - now()) * 1000 AS BIGINT) AS remaining_ms
      FROM workspaces ORDER BY workspace_id`
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    owner: row.lease_owner,
    epoch: Number(row.lease_epoch),
    remainingMs: Number(row.remaining_ms),
  }))
}
