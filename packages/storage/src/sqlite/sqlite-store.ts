import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type SessionRecord, StorageFault, type WorkspaceStore } from '@pult/engine'
import type { SessionId } from '@pult/protocol'
import { checkBatch } from '../check-batch.ts'
import { createEntityReader } from './entity-reader.ts'
import { storageError } from './errors.ts'
import { openLogFile } from './log-file.ts'
import { openKnownKeys } from './known-keys.ts'
import { createMessageReader } from './message-reader.ts'
import { createProjection } from './projection.ts'
import { Projector } from './projector.ts'
import { openReadFile } from './read-file.ts'
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
  const log = openLogFile(join(directory, 'log.sqlite'), makeEpoch, logPagesMax)
  try {
    return storeOf(log, join(directory, 'read.sqlite'))
  } catch (error) {
    log.close()
    throw error
  }
}

function storeOf(log: ReturnType<typeof openLogFile>, readPath: string): WorkspaceStore {
  const database = openReadFile(readPath, { epoch: log.epoch, headSeq: log.headSeq() })
  const knownKeys = openKnownKeys(database)
  const projector = new Projector(database, createProjection(database, log.record, knownKeys))
  const entities = createEntityReader(database, log.record)
  const session = (id: SessionId): SessionRecord | undefined =>
    projector.touched('session', id) ?? entities.session(id)
  const messages = createMessageReader(database, log, (id) => session(id)?.card.chatId, knownKeys)
  const sessions = createSessionReader(database, messages)
  let fault: StorageFault | undefined

  /** What the disk answers is ours to name; the first fault is the last answer. */
  function guarded<T>(doing: string, action: () => T): T {
    if (fault !== undefined) throw fault
    try {
      return action()
    } catch (cause) {
      const error = storageError(cause, doing)
      if (error instanceof StorageFault) fault = error
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
        projector.add(batch)
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
      guarded('write', () => projector.add(batch))
    },
    session: (id) => guarded('read', () => session(id)),
    chat: (id) => guarded('read', () => projector.touched('chat', id) ?? entities.chat(id)),
    client: (id) => guarded('read', () => projector.touched('client', id) ?? entities.client(id)),
    clientByExternalId: (channelId, externalId) =>
      reading('everything', () => entities.clientByExternalId(channelId, externalId)),
    message: (id) => reading('records', () => messages.message(id)),
    key: (author, key) => guarded('read', () => projector.key(author, key) ?? messages.key(author, key)),
    sessions: (query) => reading('everything', () => sessions(query)),
    messages: (query) => reading('records', () => messages.messages(query)),
    notes: (sessionId, after, limit) => reading('records', () => messages.notes(sessionId, after, limit)),
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
