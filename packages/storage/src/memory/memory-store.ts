import { type Batch, type LogRecord, StorageFault, type WorkspaceStore } from '@pult/engine'
import { checkBatch } from '../check-batch.ts'
import { MemoryModels } from './memory-models.ts'
import { readsOf } from './memory-reads.ts'

/** What outlives a store in memory: the log, and the read models as far as they had been filled. */
export interface MemoryDisk {
  readonly epoch: string
  readonly log: LogRecord[]
  readonly models: MemoryModels
  /** Rises at each opening: whoever held the disk before is shut out, as a dead process is. */
  life: number
  /** The newest lease that was taken of what several nodes share. */
  lease: number
}

/** Where a test or a simulation makes the disk fail; each may throw `StorageFull` or `StorageFault`. */
export interface MemoryFaults {
  /** Nothing of the batch has been written. */
  beforeAppend?(batch: Batch): void
  /** The batch is durable, but whoever wrote it is not told: the outcome is unknown, as after a lost connection. */
  afterAppend?(batch: Batch): void
}

/** Batches that wait for the read models at most: enough for a crash to find some, little enough to stay cheap. */
const PENDING_BATCHES_MAX = 64

export function createMemoryDisk(options: { readonly epoch: string }): MemoryDisk {
  return { epoch: options.epoch, log: [], models: new MemoryModels(), life: 0, lease: 0 }
}

/**
 * Opens a disk in memory. To simulate a crash, open the same disk again without closing the first store: the log is whole, the read
 * models are behind by what had not been taken in, and the first store is shut out.
 */
export function openMemoryStore(
  disk: MemoryDisk,
  options: { readonly faults?: MemoryFaults } = {},
): WorkspaceStore {
  const { log, models } = disk
  const { faults } = options
  disk.life += 1
  const life = disk.life
  let pending: Batch[] = []
  let queuedSeq = models.seq
  let fault: StorageFault | undefined

  const headSeq = (): number => log.at(-1)?.seq ?? 0
  const checkAlive = (): void => {
    if (fault !== undefined) throw fault
    if (disk.life !== life) throw new StorageFault('The store was closed, or its disk was opened again.')
  }
  /** The models, with everything that was queued. */
  const current = (): MemoryModels => {
    checkAlive()
    for (const batch of pending) models.apply(batch)
    pending = []
    return models
  }
  const queue = (batch: Batch): void => {
    pending.push(batch)
    queuedSeq = batch.records.at(-1)?.seq ?? queuedSeq
    if (pending.length > PENDING_BATCHES_MAX) current()
  }
  const fail = (when: keyof MemoryFaults, batch: Batch): void => {
    try {
      faults?.[when]?.(batch)
    } catch (error) {
      if (error instanceof StorageFault) fault = error
      throw error
    }
  }

  return {
    epoch: disk.epoch,
    headSeq,
    append(batch) {
      checkAlive()
      checkBatch(batch, headSeq())
      if (queuedSeq !== headSeq()) throw new Error('what the log has more than the read models comes first')
      fail('beforeAppend', batch)
      log.push(...batch.records)
      queue(batch)
      fail('afterAppend', batch)
    },
    read(afterSeq, limit) {
      checkAlive()
      return log.slice(afterSeq, afterSeq + limit)
    },
    checkpoint(nowMs) {
      const { seq } = current()
      return { seq, touched: models.alive(), keys: models.commandKeys(nowMs) }
    },
    project(batch) {
      checkAlive()
      checkBatch(batch, queuedSeq)
      if ((batch.records.at(-1)?.seq ?? 0) > headSeq())
        throw new Error('only what the log has can be projected')
      queue(batch)
    },
    ...readsOf(log, current),
    close() {
      if (disk.life !== life) return
      if (fault === undefined) current()
      disk.life += 1
    },
  }
}

/** A workspace in memory, for tests and simulated worlds; gone with the process. */
export function createMemoryStore(options: {
  readonly epoch: string
  readonly faults?: MemoryFaults
}): WorkspaceStore {
  const { epoch, faults } = options
  return openMemoryStore(createMemoryDisk({ epoch }), faults === undefined ? {} : { faults })
}
