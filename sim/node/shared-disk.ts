import {
  StorageAway,
  StorageFault,
  StorageFull,
  type Batch,
  type LogRecord,
  type WorkspaceStore,
} from '@pult/engine'
import type { LeaseTable, NodeId, WordsTable } from '@pult/cluster'
import { createMemoryDisk, openMemoryLease, openMemoryReader } from '@pult/storage'
import { MemoryLeases } from '../../packages/cluster/src/testing/memory-leases.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import { EPOCH, goodHealth, type Disk } from './disk.ts'
import { WORKSPACE } from './node.ts'
import type { Process } from './process.ts'

/** A question is on its way for so long, and so is its answer. */
const WAY_MS = 2
/** Who gets no answer waits for so long before they say that there is none. */
const AWAY_MS = 1_500
/** Words of the table that are kept: more than are said between two looks. */
const WORDS_MAX = 5_000

/** What a node cannot reach: the table of leases alone, which has a connection of its own, or everything. */
export type Lost = 'nothing' | 'leases' | 'everything'

export interface ReachPorts {
  readonly process: Process
  readonly lost: () => Lost
  /** Whoever holds the lease has written these. */
  readonly onDurable: (records: readonly LogRecord[]) => void
  /** A batch came under a lease that is over. */
  readonly onFenced: () => void
}

/** What one process of one node reaches it by. Everything takes time, and an answer may be older than when it comes. */
export interface Reach {
  readonly reader: ReturnType<typeof openMemoryReader>
  readonly openStore: (lease: number) => Promise<WorkspaceStore>
  readonly leases: LeaseTable
  readonly words: WordsTable
}

/** What several nodes share, as a database: one log that only the newest lease writes, the table of leases, and the one of words. */
export interface SharedDisk extends Disk {
  /** The log at once, for who looks on. */
  readonly view: () => WorkspaceStore
  readonly lease: () => number
  readonly owner: () => NodeId | null
  readonly reach: (ports: ReachPorts) => Reach
}

export function createSharedDisk(scheduler: Scheduler): SharedDisk {
  const health = goodHealth()
  const disk = createMemoryDisk({ epoch: EPOCH })
  const leases = new MemoryLeases(disk, WORKSPACE, scheduler.nowMs)
  const words: { readonly number: number; readonly subject: string; readonly message: string }[] = []
  let said = 0

  function reach({ process, lost, onDurable, onFenced }: ReachPorts): Reach {
    const { random, after } = process
    const isLost = (what: 'leases' | 'log'): boolean =>
      lost() === 'everything' || (what === 'leases' && lost() === 'leases')

    /** Asks, waits for the way there and back, and once more where nothing comes. `slowMs`: how long the answer is worked at. */
    function ask<T>(what: 'leases' | 'log', answer: () => T | Promise<T>, slowMs = 0): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const away = (): void => reject(new StorageAway('The database does not answer.'))
        const back = (tell: () => void): void => {
          const told = (): void => {
            if (isLost(what)) after(AWAY_MS, () => (isLost(what) ? away() : tell()))
            else tell()
          }
          after(random.between(0, WAY_MS), told)
        }
        const there = (): void => {
          if (health.isBroken) return back(() => reject(new StorageFault('The disk has failed.')))
          const wait = (tell: () => void): void => {
            if (slowMs > 0) scheduler.after(slowMs, () => back(tell))
            else back(tell)
          }
          carriedOut(answer).then(
            (value) => wait(() => resolve(value)),
            (error: unknown) => back(() => reject(error)),
          )
        }
        // Under way already: that the process stands still does not hold it up.
        scheduler.after(random.between(0, WAY_MS), () => {
          if (!process.isAlive()) return
          if (isLost(what)) after(AWAY_MS, () => (isLost(what) ? away() : there()))
          else there()
        })
      })
    }

    function openStore(lease: number): Promise<WorkspaceStore> {
      return ask('log', () => {
        const store = openMemoryLease(disk, lease)
        const append = (batch: Batch): void => {
          if (health.isFull) {
            health.fullAtMs = scheduler.nowMs()
            throw new StorageFull('The disk is full.')
          }
          const { dies } = health
          health.dies = null
          if (dies === 'before') process.die()
          if (!process.isAlive()) throw new StorageFault('The process is dead.')
          try {
            const done = store.append(batch)
            if (done instanceof Promise)
              throw new TypeError('a store that is not at once cannot be simulated')
          } catch (error) {
            onFenced()
            throw error
          }
          onDurable(batch.records)
          if (dies === 'after') process.die()
        }
        return {
          ...late(store, (read) => ask('log', read)),
          epoch: store.epoch,
          headSeq: () => store.headSeq(),
          append(batch) {
            const { slowMs } = health
            health.slowUntilMs = Math.max(health.slowUntilMs, scheduler.nowMs() + slowMs)
            // Durable early and told late, or the other way round: a crash in between must be the same to everybody.
            if (slowMs === 0 || random.chance(0.5)) return ask('log', () => append(batch), slowMs)
            return new Promise<void>((resolve) => void after(slowMs, resolve)).then(() =>
              ask('log', () => append(batch)),
            )
          },
          project: (batch) => store.project(batch),
          close: () => store.close(),
        }
      })
    }

    const { table } = leases
    return {
      reader: { ...late(openMemoryReader(disk), (read) => ask('log', read)), epoch: EPOCH },
      openStore,
      leases: {
        beat: (...given) => ask('leases', () => table.beat(...given)),
        take: (...given) => ask('leases', () => table.take(...given)),
        release: (...given) => ask('leases', () => table.release(...given)),
        leave: (...given) => ask('leases', () => table.leave(...given)),
      },
      words: {
        newest: () => ask('log', () => said),
        publish: (more) =>
          ask('log', () => {
            for (const { subject, message } of more) words.push({ number: (said += 1), subject, message })
            if (words.length > WORDS_MAX) words.splice(0, words.length - WORDS_MAX)
          }),
        read: (afterNumber) => ask('log', () => words.filter(({ number }) => number > afterNumber)),
        tidy: () => Promise.resolve(),
      },
    }
  }

  return {
    health,
    remove: () => undefined,
    view: () => openMemoryLease(disk, disk.lease),
    lease: () => disk.lease,
    owner: () => leases.owner,
    reach,
  }
}

/** The same with every question asked over a way. */
function late<T extends object>(bare: T, ask: (read: () => unknown) => Promise<unknown>): T {
  const entries = Object.entries(bare).map(([name, value]: [string, unknown]) =>
    typeof value === 'function'
      ? [name, (...given: unknown[]) => ask(() => Reflect.apply(value, bare, given) as unknown)]
      : [name, value],
  )
  return Object.fromEntries(entries) as T
}

async function carriedOut<T>(answer: () => T | Promise<T>): Promise<T> {
  return answer()
}
