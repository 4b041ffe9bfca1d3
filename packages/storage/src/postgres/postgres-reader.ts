import {
  type Checkpoint,
  LeaseLost,
  type ReadModels,
  StorageAway,
  StorageFault,
  type WorkspaceReader,
} from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { createBotReader } from './bot-reader.ts'
import { connectAnew } from './connect-postgres.ts'
import { createEntityReader } from './entity-reader.ts'
import { createLexemes } from './lexemes.ts'
import { readLog, readWorkspace } from './log-reader.ts'
import { createMessageReader } from './message-reader.ts'
import { answered, type Patience, patiently, realPatience } from './patience.ts'
import { createSessionReader } from './session-reader.ts'

/** How long a read waits for a database that is away: shorter than whoever asked has patience. */
export const READ_MS_MAX = 5_000

export interface PostgresReaderOptions {
  readonly sql: SQL
  readonly workspaceId: WorkspaceId
  readonly patience?: Patience
}

/**
 * Opens a workspace that another node owns. Every answer includes all that is durable when it is asked for, whoever wrote it. The pool stays the caller's.
 * @throws StorageAway also while nobody has begun the log, which its first owner does; StorageFault
 */
export async function openPostgresReader(options: PostgresReaderOptions): Promise<WorkspaceReader> {
  const { sql, workspaceId, patience = realPatience } = options
  const task = { doing: `open the workspace ${workspaceId}`, limitMs: READ_MS_MAX, patience }
  const workspace = await patiently(task, () => readWorkspace(sql, workspaceId))
  const epoch = workspace?.logEpoch ?? null
  if (epoch === null) throw new StorageAway(`Nobody has begun the log of the workspace ${workspaceId} yet.`)
  let isClosed = false
  const answers = createAnswers(options, (read) => {
    if (isClosed) throw new StorageFault('The reader was closed.')
    return read()
  })
  return {
    ...answers,
    epoch,
    readHead: () => answers.reading(async () => (await readWorkspace(sql, workspaceId))?.headSeq ?? 0),
    close: () => void (isClosed = true),
  }
}

/** What a reader and the owner answer alike. */
export interface Answers extends ReadModels, Pick<WorkspaceReader, 'read'> {
  /** Asks over a connection that may break, for as long as a read waits. */
  readonly reading: <T>(read: () => Promise<T>) => Promise<T>
}

/** @param around called at once by each question; may refuse it, and sees what becomes of it */
export function createAnswers(
  { sql, workspaceId, patience = realPatience }: PostgresReaderOptions,
  around: <T>(read: () => Promise<T>) => Promise<T>,
): Answers {
  const lexemes = createLexemes(workspaceId)
  const entities = createEntityReader(workspaceId)
  const messages = createMessageReader(sql, workspaceId, lexemes, async (id) => {
    return (await entities.session(sql, id))?.card.chatId
  })
  const sessions = createSessionReader(sql, workspaceId, lexemes)
  const bots = createBotReader(sql, workspaceId)
  const task = { doing: 'read', limitMs: READ_MS_MAX, patience }
  const reading = <T>(read: () => Promise<T>): Promise<T> =>
    around(() => patiently(task, () => answered(read(), patience, () => connectAnew(sql))))

  return {
    reading,
    read: (afterSeq, limit) => reading(() => readLog(sql, workspaceId, afterSeq, limit)),
    checkpoint: (nowMs) => reading(() => readCheckpoint(sql, workspaceId, nowMs)),
    session: (id) => reading(() => entities.session(sql, id)),
    chat: (id) => reading(() => entities.chat(sql, id)),
    client: (id) => reading(() => entities.client(sql, id)),
    clientByExternalId: (channelId, externalId) =>
      reading(() => entities.clientByExternalId(sql, channelId, externalId)),
    message: (id) => reading(() => messages.message(id)),
    key: (author, key) => reading(() => messages.key(author, key)),
    sessions: (query) => reading(() => sessions(query)),
    messages: (query) => reading(() => messages.messages(query)),
    notes: (sessionId, after, limit) => reading(() => messages.notes(sessionId, after, limit)),
    activities: (sessionId, after, limit) => reading(() => messages.activities(sessionId, after, limit)),
    botHours: (botId, sinceMs) => reading(() => bots.hours(botId, sinceMs)),
    botSteps: (botId, sinceMs) => reading(() => bots.steps(botId, sinceMs)),
    botFailures: (botId) => reading(() => bots.failures(botId)),
  }
}

/**
 * One moment of the workspace.
 * @param leaseEpoch of whoever must be its owner; the row is locked then, so that a batch whose outcome is unknown has one
 * @throws LeaseLost
 */
export function readCheckpoint(
  sql: SQL,
  workspaceId: WorkspaceId,
  nowMs: number,
  leaseEpoch?: number,
): Promise<Checkpoint> {
  const entities = createEntityReader(workspaceId)
  return sql.begin('ISOLATION LEVEL REPEATABLE READ', async (tx) => {
    const workspace = await readWorkspace(tx, workspaceId, leaseEpoch !== undefined)
    if (leaseEpoch !== undefined && workspace?.leaseEpoch !== leaseEpoch)
      throw new LeaseLost(`The workspace ${workspaceId} is no longer held under the lease ${leaseEpoch}.`)
    return {
      seq: workspace?.headSeq ?? 0,
      touched: await entities.alive(tx),
      keys: await entities.commandKeys(tx, nowMs),
    }
  })
}
