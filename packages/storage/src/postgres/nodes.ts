import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { answered, realPatience } from './patience.ts'

/**
 * Which nodes live and who owns what, by the database's clock alone. An owner is one that its workspace names and that lives; who may write is said by the lease's
 * number, inside each batch [ST20]. Nothing here retries: whoever keeps leases has a rhythm of its own.
 */
export interface NodeLeases {
  /**
   * Says that the node lives, for `forMs` from now, and reads how things stand. `wasKnown`: it had not been taken for gone before; `answerMs`: how long its own
   * write took, there and back, durable. `facts`: what it says of itself, for others to show; left out, they have what it said before.
   */
  beat(
    node: string,
    isDraining: boolean,
    forMs: number,
    facts?: string,
  ): Promise<{
    readonly wasKnown: boolean
    readonly answerMs: number
    readonly nodes: readonly NodeRow[]
    readonly leases: readonly WatchedLeaseRow[]
  }>
  /** Takes a lease that still is this one and whose owner is gone. @returns the new one; null: another node was faster, or the owner is back */
  take(node: string, lease: LeaseRow): Promise<number | null>
  /** Gives a lease back; nothing where it is another's by now. */
  release(node: string, workspaceId: WorkspaceId, lease: number): Promise<void>
  /** The node is gone, by its own word. */
  leave(node: string): Promise<void>
}

export interface LeaseRow {
  readonly workspaceId: WorkspaceId
  /** Null: it was given back, or nobody has had it. */
  readonly owner: string | null
  readonly lease: number
}

export interface NodeRow {
  readonly id: string
  readonly isLive: boolean
  readonly isDraining: boolean
  /** For how long it still counts as living; below zero: since when it does not. */
  readonly leftMs: number
  /** In its own words; null: it says nothing. */
  readonly facts: string | null
}

export interface WatchedLeaseRow extends LeaseRow {
  /** Since it was last taken. */
  readonly heldMs: number
  /** Of the log's newest record. */
  readonly headSeq: number
}

/** Whoever hears nothing for so long asks over another connection: a node that waits for a line that swallows everything would be taken for gone. */
const ANSWER_MS_MAX = 2_000
/** Nodes that are gone for so long are forgotten. */
const FORGOTTEN_MS = 3_600_000

/** @param connect a pool of its own, so that nothing else is in the way of a beat; connected anew when it does not answer */
export function createNodeLeases(connect: () => SQL): NodeLeases & { readonly close: () => Promise<void> } {
  const patience = { ...realPatience, answerMsMax: ANSWER_MS_MAX }
  let pool = connect()

  function ask<T>(run: (sql: SQL) => Promise<T>): Promise<T> {
    const asked = pool
    return answered(run(asked), patience, () => {
      if (pool !== asked) return
      pool = connect()
      // Whoever has but one keeps it.
      if (pool !== asked) asked.close({ timeout: 0 }).catch(() => undefined)
    })
  }

  return {
    close: () => pool.close({ timeout: 0 }),
    beat: (node, isDraining, forMs, facts) =>
      ask(async (sql) => {
        const askedMs = patience.nowMs()
        const [before] = await sql<{ was_known: boolean | null }[]>`
        WITH before AS (SELECT expires_at > now() AS was_known FROM nodes WHERE node = ${node}),
          beat AS (
            INSERT INTO nodes (node, is_draining, expires_at, facts)
              VALUES (${node}, ${isDraining}, now() + ${forMs}::integer * INTERVAL '1 millisecond', ${facts ?? null}::text)
            ON CONFLICT (node) DO UPDATE SET is_draining = excluded.is_draining, expires_at = excluded.expires_at,
              facts = COALESCE(excluded.facts, nodes.facts)
            RETURNING node)
        SELECT (SELECT was_known FROM before) AS was_known FROM beat`
        const answerMs = patience.nowMs() - askedMs
        const nodes = await sql<
          { node: string; is_live: boolean; is_draining: boolean; left_ms: number; facts: string | null }[]
        >`
        SELECT node, expires_at > now() AS is_live, is_draining, facts,
            CAST(EXTRACT(EPOCH FROM expires_at - now()) * 1000 AS DOUBLE PRECISION) AS left_ms FROM nodes
          WHERE expires_at > now() - ${FORGOTTEN_MS}::integer * INTERVAL '1 millisecond' ORDER BY node`
        const leases = await sql<
          {
            workspace_id: WorkspaceId
            lease_owner: string | null
            lease_epoch: string
            held_ms: number
            head_seq: string
          }[]
        >`
        SELECT workspace_id, lease_owner, lease_epoch, head_seq,
            CAST(EXTRACT(EPOCH FROM now() - lease_expires_at) * 1000 AS DOUBLE PRECISION) AS held_ms FROM workspaces WHERE log_epoch IS NOT NULL ORDER BY workspace_id`
        return {
          wasKnown: before?.was_known ?? false,
          answerMs,
          nodes: nodes.map((row) => ({
            id: row.node,
            isLive: row.is_live,
            isDraining: row.is_draining,
            leftMs: row.left_ms,
            facts: row.facts,
          })),
          leases: leases.map((row) => ({
            workspaceId: row.workspace_id,
            owner: row.lease_owner,
            lease: Number(row.lease_epoch),
            // Taking a lease writes this moment: it is its owner's for as long as that lives. One that was taken alone has a term, which lies ahead.
            heldMs: Math.max(0, row.held_ms),
            headSeq: Number(row.head_seq),
          })),
        }
      }),
    take: (node, { workspaceId, lease }) =>
      ask(async (sql) => {
        const rows = await sql<{ lease_epoch: string }[]>`
        UPDATE workspaces SET lease_owner = ${node}, lease_epoch = lease_epoch + 1, lease_expires_at = now()
          WHERE workspace_id = ${workspaceId} AND lease_epoch = ${lease}
            AND (lease_owner IS NULL OR NOT EXISTS (
              SELECT 1 FROM nodes WHERE nodes.node = workspaces.lease_owner AND nodes.expires_at > now()))
          RETURNING lease_epoch`
        const taken = rows[0]?.lease_epoch
        return taken === undefined ? null : Number(taken)
      }),
    release: (node, workspaceId, lease) =>
      ask(async (sql) => {
        // The number rises: nothing is written under the old one any more, whatever its owner believes.
        await sql`
        UPDATE workspaces SET lease_owner = NULL, lease_epoch = lease_epoch + 1
          WHERE workspace_id = ${workspaceId} AND lease_owner = ${node} AND lease_epoch = ${lease}`
      }),
    leave: (node) =>
      ask(async (sql) => {
        await sql`DELETE FROM nodes WHERE node = ${node}`
        await sql`DELETE FROM nodes WHERE expires_at < now() - ${FORGOTTEN_MS}::integer * INTERVAL '1 millisecond'`
      }),
  }
}

/** Makes an empty log where there is none; whoever is second finds it. */
export async function beginLog(sql: SQL, workspaceId: WorkspaceId, makeEpoch: () => string): Promise<void> {
  await sql`
    INSERT INTO workspaces (workspace_id, log_epoch, head_seq, lease_owner, lease_epoch, lease_expires_at)
      VALUES (${workspaceId}, ${makeEpoch()}, 0, NULL, 0, now()) ON CONFLICT (workspace_id) DO NOTHING`
}
