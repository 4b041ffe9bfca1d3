import {
  type Batch,
  type Checkpoint,
  LeaseLost,
  type LogRecord,
  StorageAway,
  StorageFault,
  type WorkspaceStore,
} from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { checkBatch } from '../check-batch.ts'
import { type BatchRows, rowsOfBatch } from './batch-rows.ts'
import { Fenced, writeBatch, type Writing } from './batch-writer.ts'
import { connectAnew } from './connect-postgres.ts'
import { openKnownKeys } from './known-keys.ts'
import type { Lease } from './leases.ts'
import { createLexemes } from './lexemes.ts'
import { readLog, readWorkspace, type WorkspaceRow } from './log-reader.ts'
import { answered, type Patience, patiently, realPatience } from './patience.ts'
import { createAnswers, readCheckpoint, READ_MS_MAX } from './postgres-reader.ts'
import { StandingSessions } from './standing-sessions.ts'
import { troubleOf } from './trouble.ts'
import { BLOCK_RECORDS, indexed, indexedSeq, type Text, textsOf } from './word-blocks.ts'

/**
 * How long a batch waits for a database that is away. A restart takes a few seconds, a failover to a standby ten or more; behind it people wait for their
 * answers.
 */
const APPEND_MS_MAX = 20_000
/** By the clock of the records, between two looks for what is old. */
const TIDY_EACH_MS = 3_600_000

export interface PostgresStoreOptions {
  readonly sql: SQL
  readonly workspaceId: WorkspaceId
  /** From `takeLease`. What it fences is every batch: whoever takes the lease after us ends our writing. */
  readonly lease: Lease
  /** Names the log's incarnation; asked once, when the log is made. */
  readonly makeEpoch: () => string
  readonly patience?: Patience
}

/**
 * Opens a workspace to its owner, in a database that `migrateDatabase` has brought to the newest schema. The pool stays the caller's. After a `StorageFault` or a
 * `LeaseLost` every call throws that; after a `StorageAway` of `append` the next is `checkpoint`.
 * @throws LeaseLost, StorageAway, StorageFault
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<WorkspaceStore> {
  const { sql, workspaceId, lease, makeEpoch, patience = realPatience } = options
  const task = { doing: `open the workspace ${workspaceId}`, limitMs: READ_MS_MAX, patience }
  const epoch = await patiently(task, () => begunLog(sql, workspaceId, lease, makeEpoch))
  const { headSeq } = await patiently(task, () => ownedRow(sql, workspaceId, lease))
  const waiting = await patiently(task, () => readWaiting(sql, workspaceId, headSeq))
  return storeOf(options, epoch, headSeq, waiting)
}

function storeOf(
  { sql, workspaceId, lease, patience = realPatience }: PostgresStoreOptions,
  epoch: string,
  openedAtSeq: number,
  waitingThen: readonly Text[],
): WorkspaceStore {
  const lexemes = createLexemes(workspaceId)
  const knownKeys = openKnownKeys(sql, workspaceId, patience.wait)
  let head = openedAtSeq
  /** What records after the last full block say. */
  let waiting = waitingThen
  const standing = new StandingSessions()
  let tidiedMs = -Infinity
  let isAppending = false
  /** A batch was under way when the database went away. */
  let isUnsure = false
  let ended: StorageFault | LeaseLost | undefined

  function checkAlive(): void {
    if (ended !== undefined) throw ended
  }

  /** The first fault is the last answer. */
  async function guarded<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      if (error instanceof StorageFault || error instanceof LeaseLost) ended ??= error
      throw error
    }
  }

  function reading<T>(read: () => Promise<T>): Promise<T> {
    checkAlive()
    return guarded(read)
  }

  const answers = createAnswers({ sql, workspaceId, patience }, reading)

  async function appendChecked(batch: Batch): Promise<void> {
    const { records } = batch
    const newest = records.at(-1)
    if (newest === undefined) return
    const fence = { leaseEpoch: lease.epoch, fromSeq: head, toSeq: newest.seq }
    const words = indexed(waiting, records, lexemes)
    const rows = rowsOfBatch(batch, words.rows, standing, lexemes)
    const isTidying = newest.atMs - tidiedMs >= TIDY_EACH_MS
    isAppending = true
    try {
      const tidyMs = isTidying ? newest.atMs : undefined
      await write(sql, { workspaceId, fence, rows, tidyMs }, patience)
      if (isTidying) tidiedMs = newest.atMs
      head = newest.seq
      waiting = words.waiting
      standing.add(rows.columns)
    } catch (error) {
      isUnsure = error instanceof StorageAway
      if (isUnsure) standing.clear()
      throw error
    } finally {
      isAppending = false
      // Also those that may be there: a key that is known in vain costs a look.
      knownKeys.add(records)
    }
  }

  /** What became of the last batch. */
  async function foundOut(nowMs: number): Promise<Checkpoint> {
    const task = { doing: 'find out what was written', limitMs: READ_MS_MAX, patience }
    const found = await patiently(task, () => readCheckpoint(sql, workspaceId, nowMs, lease.epoch))
    waiting = await patiently(task, () => readWaiting(sql, workspaceId, found.seq))
    head = found.seq
    isUnsure = false
    return found
  }

  return {
    epoch,
    headSeq: () => head,
    append(batch) {
      checkAlive()
      if (isAppending) throw new Error('one batch is appended after the other')
      if (isUnsure) throw new Error('what became of the last batch is found out first, by a checkpoint')
      checkBatch(batch, head)
      return guarded(() => appendChecked(batch))
    },
    project(batch) {
      checkAlive()
      checkBatch(batch, head)
      if (batch.records.length > 0) throw new Error('only what the log has can be projected')
    },
    ...answers,
    checkpoint: (nowMs) => (isUnsure ? reading(() => foundOut(nowMs)) : answers.checkpoint(nowMs)),
    key(author, key) {
      checkAlive()
      return knownKeys.mayHave(author, key) ? answers.key(author, key) : undefined
    },
    close() {
      knownKeys.stop()
      ended ??= new StorageFault('The store was closed.')
    },
  }
}

/**
 * Writes a batch once, however often the connection breaks. A try whose commit got no answer may have written it, or may still: the next one waits for the row of the
 * workspace behind it, and finds it moved.
 */
async function write(sql: SQL, writing: Writing, patience: Patience): Promise<void> {
  const { workspaceId, fence, rows } = writing
  let mayBeWritten = false
  await patiently({ doing: 'write to the log', limitMs: APPEND_MS_MAX, patience }, async () => {
    let transaction: SQL | undefined
    try {
      const written = writeBatch(sql, writing, (tx) => (transaction = tx))
      await answered(written, patience, () => {
        transaction?.close({ timeout: 0 }).catch(() => undefined)
        connectAnew(sql)
      })
    } catch (error) {
      if (!(error instanceof Fenced)) {
        mayBeWritten ||= troubleOf(error) === 'away'
        throw error
      }
      const row = await readWorkspace(sql, workspaceId)
      const isOurs = row?.leaseEpoch === fence.leaseEpoch
      // Nobody else has written under our lease. Under another one the first try is over as well: whoever took the lease waited for it.
      if (
        mayBeWritten &&
        (isOurs ? row.headSeq === fence.toSeq : await isThere(sql, workspaceId, rows.log.at(-1)))
      )
        return
      if (!isOurs) throw leaseLost(workspaceId, fence.leaseEpoch)
      throw new StorageFault(
        `The log of ${workspaceId} ends at record ${row.headSeq}, and was left at ${fence.fromSeq} under the same lease.`,
      )
    }
  })
}

/** @throws LeaseLost for a workspace that is not held under this lease */
async function ownedRow(sql: SQL, workspaceId: WorkspaceId, { epoch }: Lease): Promise<WorkspaceRow> {
  const row = await readWorkspace(sql, workspaceId)
  if (row?.leaseEpoch === epoch) return row
  throw leaseLost(workspaceId, epoch)
}

function leaseLost(workspaceId: WorkspaceId, epoch: number): LeaseLost {
  return new LeaseLost(`The workspace ${workspaceId} is no longer held under the lease ${epoch}.`)
}

/** Whether the log has this very record. */
async function isThere(
  sql: SQL,
  workspaceId: WorkspaceId,
  row: BatchRows['log'][number] | undefined,
): Promise<boolean> {
  if (row === undefined) return false
  const found = await sql`
    SELECT 1 FROM log
      WHERE workspace_id = ${workspaceId} AND seq = ${row.seq} AND at_ms = ${row.at_ms} AND sum = ${row.sum} AND body = ${row.body}`
  return found.length > 0
}

/** The incarnation of the log, which begins with it. */
async function begunLog(
  sql: SQL,
  workspaceId: WorkspaceId,
  lease: Lease,
  makeEpoch: () => string,
): Promise<string> {
  const { logEpoch } = await ownedRow(sql, workspaceId, lease)
  if (logEpoch !== null) return logEpoch
  await sql`
    UPDATE workspaces SET log_epoch = ${makeEpoch()}
      WHERE workspace_id = ${workspaceId} AND lease_epoch = ${lease.epoch} AND log_epoch IS NULL`
  return (await ownedRow(sql, workspaceId, lease)).logEpoch!
}

/** What the records after the last full block say; an edit of one of these stands for its message. */
async function readWaiting(sql: SQL, workspaceId: WorkspaceId, headSeq: number): Promise<readonly Text[]> {
  const after = indexedSeq(headSeq)
  const records: readonly LogRecord[] = await readLog(sql, workspaceId, after, BLOCK_RECORDS)
  return textsOf(records).filter(({ message }) => message > after)
}
