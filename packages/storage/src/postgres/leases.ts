import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'

/**
 * Who may write a workspace: a row with an owner, an epoch that rises with each taking, and a time after which anybody may take it. All times are the
 * database's, so the clocks of nodes do not matter. The time only says who may take; who may write is said by the epoch, inside each batch [ST21].
 * This is how a node alone owns what it writes; the nodes of a cluster go by `nodes.ts`, on the same rows, and nothing is taken from one of those that lives.
 */

/** Held by whoever took it last, however late it is. */
export interface Lease {
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
