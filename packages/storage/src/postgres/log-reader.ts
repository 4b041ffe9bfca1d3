import { type LogRecord, StorageFault } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { decodeRecord } from '../record-codec.ts'
import { sumOfRecord } from '../record-sum.ts'

/** A row of the log as the database hands it over: 64-bit numbers are texts. */
export interface LogRow {
  readonly seq: string | number
  readonly at_ms: string | number
  readonly sum: number
  readonly body: string
}

/** @throws StorageFault for a row that is not what was written there [ST16] */
export function recordOf(row: LogRow): LogRecord {
  const [seq, atMs] = [Number(row.seq), Number(row.at_ms)]
  if (row.sum !== sumOfRecord(seq, atMs, row.body))
    throw new StorageFault(`Record ${seq} of the log is damaged.`)
  return decodeRecord(seq, atMs, row.body)
}

/** Records after `afterSeq`, oldest first. @throws StorageFault where one is missing */
export async function readLog(
  sql: SQL,
  workspaceId: WorkspaceId,
  afterSeq: number,
  limit: number,
): Promise<readonly LogRecord[]> {
  const rows = await sql<LogRow[]>`
    SELECT seq, at_ms, sum, body FROM log WHERE workspace_id = ${workspaceId} AND seq > ${afterSeq} ORDER BY seq LIMIT ${limit}`
  return rows.map((row, index) => {
    if (Number(row.seq) !== afterSeq + index + 1)
      throw new StorageFault(`The log has no record ${afterSeq + index + 1}.`)
    return recordOf(row)
  })
}

export interface WorkspaceRow {
  /** Null until the log is begun. */
  readonly logEpoch: string | null
  readonly headSeq: number
  readonly leaseEpoch: number
}

/**
 * The row that everything of a workspace hangs on.
 * @param isLocked waits for a transaction that may still be writing it
 */
export async function readWorkspace(
  sql: SQL,
  workspaceId: WorkspaceId,
  isLocked = false,
): Promise<WorkspaceRow | undefined> {
  const lock = isLocked ? 'FOR UPDATE' : ''
  const rows = await sql.unsafe<
    { log_epoch: string | null; head_seq: string | number; lease_epoch: string | number }[]
  >(`SELECT log_epoch, head_seq, lease_epoch FROM workspaces WHERE workspace_id = $1 ${lock}`, [workspaceId])
  const row = rows[0]
  if (row === undefined) return undefined
  return {
    logEpoch: row.log_epoch,
    headSeq: Number(row.head_seq),
    leaseEpoch: Number(row.lease_epoch),
  }
}
