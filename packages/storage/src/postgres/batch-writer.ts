import { BOT_COUNTS_KEPT_MS, BOT_FAILURES_KEPT, StorageFault } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { BOT_COLUMNS } from '../bot-columns.ts'
import { COMMAND_KEY_KEPT_MS } from '../keys.ts'
import type { BatchRows } from './batch-rows.ts'
import {
  ADD_BOT_COUNTS,
  atOnce,
  STATEMENT_NAMES,
  type StatementName,
  STATEMENTS,
  type Together,
} from './insertions.ts'

/** What the row of the workspace must say for a batch to be written, and what it says afterwards. */
export interface Fence {
  readonly leaseEpoch: number
  readonly fromSeq: number
  readonly toSeq: number
}

/** The fence did not let the batch through: nothing of it is written. */
export class Fenced extends Error {
  override readonly name = 'Fenced'
}

const DAY_MS = 24 * 3_600_000
/** Steps of scenarios are many, and each reading adds them up: what is older than the longest "today" is kept by days of UTC instead of hours. */
const STEPS_BY_HOUR_MS = 2 * DAY_MS

/** [PostgreSQL, appendix A](https://www.postgresql.org/docs/15/errcodes-appendix.html). */
const DIVISION_BY_ZERO = '22012'

type Statement = SQL.Query<{ readonly count: number }>

/** A batch that can be written again and again, until it is there. */
export interface Writing {
  readonly workspaceId: WorkspaceId
  readonly fence: Fence
  readonly rows: BatchRows
  /** By the clock of the records: what is too old then is forgotten. */
  readonly tidyMs: number | undefined
}

/**
 * Writes all of a batch or nothing: as one statement where it can be one, otherwise in a transaction.
 * @param onTransaction is told of the transaction, for whoever gives it up
 * @throws Fenced, StorageFault, and whatever the database says
 */
export async function writeBatch(
  sql: SQL,
  writing: Writing,
  onTransaction: (transaction: SQL) => void,
): Promise<void> {
  const { rows, tidyMs } = writing
  const names = STATEMENT_NAMES.filter((name) => rows[name].length > 0)
  const together = tidyMs === undefined ? atOnce(names) : undefined
  if (together !== undefined) await writeAtOnce(sql, writing, together)
  else
    await sql.begin(async (tx) => {
      onTransaction(tx)
      await writeInTransaction(tx, writing, names)
    })
}

async function writeAtOnce(
  sql: SQL,
  { workspaceId, fence, rows }: Writing,
  { names, text }: Together,
): Promise<void> {
  const { fromSeq, toSeq, leaseEpoch } = fence
  const parameters = [workspaceId, fromSeq, toSeq, leaseEpoch, rows.renewed.length]
  try {
    const [its] = await sql.unsafe<{ fenced: number }[]>(text, [
      ...parameters,
      ...names.map((name) => rows[name]),
    ])
    if (its?.fenced !== 1) throw new Fenced()
  } catch (error) {
    throw error instanceof Bun.SQL.PostgresError && error.errno === DIVISION_BY_ZERO
      ? sessionGone(fence)
      : error
  }
}

/** A statement a table, all sent at once, the fence first. */
async function writeInTransaction(
  tx: SQL,
  { workspaceId, fence, rows, tidyMs }: Writing,
  names: readonly StatementName[],
): Promise<void> {
  const statements: Statement[] = [
    tx`UPDATE workspaces SET head_seq = ${fence.toSeq}
      WHERE workspace_id = ${workspaceId} AND head_seq = ${fence.fromSeq} AND lease_epoch = ${fence.leaseEpoch}`,
    ...names.map((name) => tx.unsafe(STATEMENTS[name], [workspaceId, rows[name]])),
    ...[...new Set(rows.botFailures.map(({ bot }) => bot))].map((bot) =>
      forgetFailures(tx, workspaceId, bot),
    ),
    ...(tidyMs === undefined ? [] : tidying(tx, workspaceId, tidyMs)),
  ]
  const [fenced, ...others] = await Promise.allSettled(statements)
  // The others may have failed because of it: another owner has written rows of these numbers.
  if (fenced?.status === 'fulfilled' && fenced.value.count !== 1) throw new Fenced()
  for (const result of [fenced, ...others]) if (result?.status === 'rejected') throw result.reason
  const renewed = others[names.indexOf('renewed')]
  if (renewed?.status === 'fulfilled' && renewed.value.count !== rows.renewed.length) throw sessionGone(fence)
}

function sessionGone({ leaseEpoch }: Fence): StorageFault {
  return new StorageFault(`A session that was written under lease ${leaseEpoch} is gone from the database.`)
}

function forgetFailures(tx: SQL, workspaceId: WorkspaceId, bot: string): Statement {
  return tx`
    DELETE FROM bot_failures WHERE workspace_id = ${workspaceId} AND bot = ${bot} AND seq <=
      (SELECT seq FROM bot_failures WHERE workspace_id = ${workspaceId} AND bot = ${bot}
        ORDER BY seq DESC LIMIT 1 OFFSET ${BOT_FAILURES_KEPT})`
}

const GATHER_STEPS = `
  INSERT INTO bot_counts (workspace_id, bot, node, hour, version, ${BOT_COLUMNS.join(', ')})
    SELECT workspace_id, bot, node, hour - hour % ${DAY_MS}, version, ${BOT_COLUMNS.map((column) => `CAST(SUM(${column}) AS BIGINT)`).join(', ')}
      FROM bot_counts WHERE workspace_id = $1 AND node > '' AND hour < $2 AND hour % ${DAY_MS} > 0 GROUP BY 1, 2, 3, 4, 5
    ${ADD_BOT_COUNTS}`

/** Behind the fence like the batch: gathering adds to what is there, and two owners must not do it twice. */
function tidying(tx: SQL, workspaceId: WorkspaceId, tidyMs: number): Statement[] {
  const byDayMs = tidyMs - STEPS_BY_HOUR_MS
  return [
    tx`DELETE FROM command_keys WHERE workspace_id = ${workspaceId} AND at_ms < ${tidyMs - COMMAND_KEY_KEPT_MS}`,
    tx`DELETE FROM bot_counts WHERE workspace_id = ${workspaceId} AND hour < ${tidyMs - BOT_COUNTS_KEPT_MS}`,
    tx.unsafe(GATHER_STEPS, [workspaceId, byDayMs]),
    tx.unsafe(
      `DELETE FROM bot_counts WHERE workspace_id = $1 AND node > '' AND hour < $2 AND hour % ${DAY_MS} > 0`,
      [workspaceId, byDayMs],
    ),
  ]
}
