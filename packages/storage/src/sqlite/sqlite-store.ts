import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Batch,
  type KeyRecord,
  type SessionRecord,
  StorageFault,
  type WorkspaceStore,
} from '@pult/engine'
import type { SessionId } from '@pult/protocol'
import type { Database } from 'bun:sqlite'
import { checkBatch } from '../check-batch.ts'
import { createBotReader } from './bot-reader.ts'
import { createEntityReader } from './entity-reader.ts'
import { isDamage, storageError } from './errors.ts'
import { type LogFile, openLogFile } from './log-file.ts'
import { type KnownKeys, openKnownKeys } from './known-keys.ts'
import { fillActivities } from './fill-activities.ts'
import { createMessageReader } from './message-reader.ts'
import { createProjection, type Projection } from './projection.ts'
import { Projector } from './projector.ts'
import { openReadFile, removeReadFile } from './read-file.ts'
import { createSessionReader } from './session-reader.ts'

export interface SqliteStoreOptions {
  /** The workspace's own folder; made if it is not there. */
  readonly directory: string
  /** Names the log's incarnation; asked once, when the log is made. */
  readonly makeEpoch: () => string
  /** Pages of 4 KiB that the log may take: a full disk, for tests. */
  readonly logPagesMax?: number
}

/**
 * Opens the folder of a workspace, which one process may have open at a time. Files: `log.sqlite`, the truth, and `read.sqlite`, which
 * can be removed while the program is stopped. After a `StorageFault` every call throws that fault: the process must stop [G10].
 * @throws StorageFault
 */
export function openSqliteStore(options: SqliteStoreOptions): WorkspaceStore {
  const { directory, makeEpoch, logPagesMax } = options
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    throw storageError(error, `make the folder ${directory}`)
  }
  const [logPath, readPath] = [join(directory, 'log.sqlite'), join(directory, 'read.sqlite')]
  const refuseLostLog = (): void => {
    if (!existsSync(readPath)) return
    throw new StorageFault(`${readPath} was made from a log, and ${logPath} holds none: the log is missing.`)
  }
  const makeFirstEpoch = (): string => {
    refuseLostLog()
    return makeEpoch()
  }
  // Asked here too: opening an empty file would remove the write-ahead log beside it.
  if (!existsSync(logPath) || statSync(logPath).size === 0) refuseLostLog()
  const log = openLogFile(logPath, makeFirstEpoch, logPagesMax)
  try {
    return storeOf(log, readPath)
  } catch (error) {
    log.close(true)
    throw storageError(error, `open ${readPath}`)
  }
}

/** Read models that are damaged are made again: all that is in them comes from the log. */
function openModels(
  log: LogFile,
  path: string,
): { database: Database; knownKeys: KnownKeys; projection: Projection } {
  const open = (): ReturnType<typeof openModels> => {
    const database = openReadFile(path, { epoch: log.epoch, headSeq: log.headSeq() })
    try {
      fillActivities(database, log)
      // What is alive is looked through now: damage in it is mended here, instead of stopping us later.
      createEntityReader(database, log.record).alive()
      const knownKeys = openKnownKeys(database)
      return { database, knownKeys, projection: createProjection(database, log.record) }
    } catch (error) {
      database.close(true)
      throw error
    }
  }
  try {
    return open()
  } catch (error) {
    if (!isDamage(error)) throw error
    removeReadFile(path)
    return open()
  }
}

function storeOf(log: LogFile, readPath: string): WorkspaceStore {
  const { database, knownKeys, projection } = openModels(log, readPath)
  const projector = new Projector(database, projection)
  const entities = createEntityReader(database, log.record)
  const session = (id: SessionId): SessionRecord | undefined =>
    projector.touched('session', id) ?? entities.session(id)
  const messages = createMessageReader(database, log, (id) => session(id)?.card.chatId)
  const sessions = createSessionReader(database, messages)
  const bots = createBotReader(database, log.record)
  let fault: StorageFault | undefined

  /** What the disk answers is ours to name; the first fault is the last answer. */
  function guarded<T>(doing: string, action: () => T): T {
    if (fault !== undefined) throw fault
    try {
      return action()
    } catch (cause) {
      const error = storageError(cause, doing)
      if (error instanceof StorageFault) fault = error
      // The next start makes them again.
      if (isDamage(cause)) removeReadFile(readPath)
      throw error
    }
  }

  /** A read of tables that includes all that is durable. */
  function reading<T>(what: 'records' | 'everything', read: () => T): T {
    return guarded('read', () => {
      projector.catchUp(what)
      return read()
    })
  }

  function take(batch: Batch): void {
    knownKeys.add(batch.records)
    projector.add(batch)
  }

  function keyOf(author: string, key: string): KeyRecord | undefined {
    if (!knownKeys.mayHave(author, key)) return undefined
    return projector.key(author, key) ?? messages.key(author, key)
  }

  return {
    epoch: log.epoch,
    headSeq: log.headSeq,
    append(batch) {
      checkBatch(batch, log.headSeq())
      if (projector.queuedSeq !== log.headSeq()) {
        throw new Error('what the log has more than the read models comes first')
      }
      guarded('write', () => {
        projector.check()
        log.write(batch.records)
        take(batch)
      })
    },
    read: (afterSeq, limit) => guarded('read', () => log.read(afterSeq, limit)),
    checkpoint: (nowMs) =>
      reading('everything', () => ({
        seq: projector.queuedSeq,
        touched: entities.alive(),
        keys: entities.commandKeys(nowMs),
      })),
    project(batch) {
      checkBatch(batch, projector.queuedSeq)
      if ((batch.records.at(-1)?.seq ?? 0) > log.headSeq()) {
        throw new Error('only what the log has can be projected')
      }
      guarded('write', () => take(batch))
    },
    session: (id) => guarded('read', () => session(id)),
    chat: (id) => guarded('read', () => projector.touched('chat', id) ?? entities.chat(id)),
    client: (id) => guarded('read', () => projector.touched('client', id) ?? entities.client(id)),
    clientByExternalId: (channelId, externalId) =>
      reading('everything', () => entities.clientByExternalId(channelId, externalId)),
    message: (id) => reading('records', () => messages.message(id)),
    key: (author, key) => guarded('read', () => keyOf(author, key)),
    sessions: (query) => reading('everything', () => sessions(query)),
    messages: (query) => reading('records', () => messages.messages(query)),
    notes: (sessionId, after, limit) => reading('records', () => messages.notes(sessionId, after, limit)),
    activities: (sessionId, after, limit) =>
      reading('records', () => messages.activities(sessionId, after, limit)),
    botHours: (botId, sinceMs) => reading('records', () => bots.hours(botId, sinceMs)),
    botSteps: (botId, sinceMs) => reading('records', () => bots.steps(botId, sinceMs)),
    botFailures: (botId) => reading('records', () => bots.failures(botId)),
    close() {
      knownKeys.stop()
      try {
        if (fault === undefined) projector.stop()
      } finally {
        fault ??= new StorageFault('The store was closed.')
        database.close(true)
        log.close()
      }
    },
  }
}
