import { LeaseLost, type WorkspaceReader, type WorkspaceStore } from '@pult/engine'
import { checkBatch } from '../check-batch.ts'
import { readsOf } from './memory-reads.ts'
import type { MemoryDisk, MemoryFaults } from './memory-store.ts'

/** Reads what whoever holds the lease writes. */
export function openMemoryReader({ epoch, log, models }: MemoryDisk): WorkspaceReader {
  return {
    epoch,
    readHead: () => log.at(-1)?.seq ?? 0,
    read: (afterSeq, limit) => log.slice(afterSeq, afterSeq + limit),
    checkpoint: (nowMs) => ({
      seq: models.seq,
      touched: models.alive(),
      keys: models.commandKeys(nowMs),
    }),
    ...readsOf(log, () => models),
    close: () => undefined,
  }
}

/**
 * What several nodes share, for tests and simulated worlds: whoever holds an older lease cannot write, whatever it believes. The read models are never behind.
 * @throws LeaseLost where another lease is in force
 */
export function openMemoryLease(
  disk: MemoryDisk,
  lease: number,
  options: { readonly faults?: MemoryFaults } = {},
): WorkspaceStore {
  const { log, models } = disk
  const { faults } = options
  const headSeq = (): number => log.at(-1)?.seq ?? 0
  const checkLease = (): void => {
    if (disk.lease !== lease) throw new LeaseLost(`lease ${disk.lease} is in force, and not ${lease}`)
  }
  checkLease()
  return {
    ...openMemoryReader(disk),
    headSeq,
    append(batch) {
      checkLease()
      checkBatch(batch, headSeq())
      faults?.beforeAppend?.(batch)
      log.push(...batch.records)
      models.apply(batch)
      faults?.afterAppend?.(batch)
    },
    project() {
      throw new Error('the read models are never behind')
    },
  }
}
