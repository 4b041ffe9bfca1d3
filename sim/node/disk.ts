import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { StorageFault, StorageFull, type Batch, type WorkspaceStore } from '@pult/engine'
import { createMemoryDisk, openMemoryStore, openSqliteStore, type MemoryFaults } from '@pult/storage'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'

/** How the disk is at a moment. Acts change it; every append looks at it. */
export interface DiskHealth {
  isFull: boolean
  /** When it last had no room for something. */
  fullAtMs: number
  /** Whatever is asked of it next fails: the process must stop [G10]. */
  isBroken: boolean
  /** How long an append takes. 0: it is done before anything else happens. */
  slowMs: number
  /** When the last slow append that has begun ends. */
  slowUntilMs: number
  /** The machine dies in the middle of the next append: before anything is written, or when everything is. */
  dies: 'before' | 'after' | null
}

/** What outlives a process. */
export interface Disk {
  readonly health: DiskHealth
  /** Takes away what is on it. */
  readonly remove: () => void
}

/** The disk of a node that is the only one. */
export interface OneDisk extends Disk {
  /** Opens it for a new process, as the last one left it. */
  readonly open: (ports: DiskPorts) => WorkspaceStore
}

export interface DiskPorts {
  readonly scheduler: Scheduler
  readonly isAlive: () => boolean
  /** The machine dies. */
  readonly die: () => void
}

export const EPOCH = 'sim1'
/** Files in memory, where the machine has such a place. */
const FOLDER = '/dev/shm'

export const goodHealth = (): DiskHealth => ({
  isFull: false,
  fullAtMs: -Infinity,
  isBroken: false,
  slowMs: 0,
  slowUntilMs: -Infinity,
  dies: null,
})

export function createDisk(kind: 'memory' | 'sqlite', random: Random): OneDisk {
  const health = goodHealth()
  const bare = kind === 'memory' ? memory() : sqlite()
  return {
    health,
    open: (ports) => guarded(bare.open(), health, random.fork('disk'), ports),
    remove: bare.remove,
  }
}

interface BareDisk {
  readonly open: () => WorkspaceStore
  readonly remove: () => void
}

function memory(): BareDisk {
  const disk = createMemoryDisk({ epoch: EPOCH })
  const faults: MemoryFaults = {}
  return { open: () => openMemoryStore(disk, { faults }), remove: () => undefined }
}

/** Real SQLite. A process that dies leaves its files as they are: the next life works on a copy of them, since the dead one's are still open here. */
function sqlite(): BareDisk {
  const root = mkdtempSync(join(FOLDER, 'pult-sim-'))
  let life = 0
  const open: WorkspaceStore[] = []
  return {
    open() {
      const before = join(root, String(life))
      const directory = join(root, String((life += 1)))
      if (life === 1) mkdirSync(directory)
      else cpSync(before, directory, { recursive: true })
      const store = openSqliteStore({ directory, makeEpoch: () => EPOCH })
      open.push(store)
      return store
    },
    remove() {
      for (const store of open) void store.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** The store of one process: dead when the process is, slow, full or broken as the disk is. */
function guarded(
  store: WorkspaceStore,
  health: DiskHealth,
  random: Random,
  { scheduler, isAlive, die }: DiskPorts,
): WorkspaceStore {
  const checkAlive = (): void => {
    if (!isAlive()) throw new StorageFault('The process is dead.')
  }
  const appendNow = (batch: Batch): void => {
    checkAlive()
    if (health.isBroken) throw new StorageFault('The disk has failed.')
    if (health.isFull) {
      health.fullAtMs = scheduler.nowMs()
      throw new StorageFull('The disk is full.')
    }
    const { dies } = health
    health.dies = null
    if (dies === 'before') die()
    checkAlive()
    const done = store.append(batch)
    if (done instanceof Promise) throw new TypeError('a store that is not at once cannot be simulated')
    if (dies === 'after') die()
    checkAlive()
  }
  const appendSlowly = async (batch: Batch): Promise<void> => {
    // Durable early and told late, or the other way round: a crash in between must be the same to everybody.
    const isEarly = random.chance(0.5)
    health.slowUntilMs = scheduler.nowMs() + health.slowMs
    if (isEarly) appendNow(batch)
    await new Promise<void>((resolve) => void scheduler.after(health.slowMs, resolve))
    checkAlive()
    if (!isEarly) appendNow(batch)
  }
  /** Whatever else is asked of it. */
  const whileWell =
    <Given extends unknown[], T>(method: (...given: Given) => T) =>
    (...given: Given): T => {
      checkAlive()
      if (health.isBroken) throw new StorageFault('The disk has failed.')
      return method(...given)
    }
  return {
    epoch: store.epoch,
    append: (batch) => (health.slowMs > 0 ? appendSlowly(batch) : appendNow(batch)),
    headSeq: whileWell(() => store.headSeq()),
    read: whileWell((afterSeq, limit) => store.read(afterSeq, limit)),
    checkpoint: whileWell((nowMs) => store.checkpoint(nowMs)),
    project: whileWell((batch) => store.project(batch)),
    session: whileWell((id) => store.session(id)),
    chat: whileWell((id) => store.chat(id)),
    client: whileWell((id) => store.client(id)),
    clientByExternalId: whileWell((channelId, externalId) => store.clientByExternalId(channelId, externalId)),
    message: whileWell((id) => store.message(id)),
    key: whileWell((author, key) => store.key(author, key)),
    sessions: whileWell((query) => store.sessions(query)),
    messages: whileWell((query) => store.messages(query)),
    notes: whileWell((sessionId, after, limit) => store.notes(sessionId, after, limit)),
    activities: whileWell((sessionId, after, limit) => store.activities(sessionId, after, limit)),
    botHours: whileWell((botId, sinceMs) => store.botHours(botId, sinceMs)),
    botSteps: whileWell((botId, sinceMs) => store.botSteps(botId, sinceMs)),
    botFailures: whileWell((botId) => store.botFailures(botId)),
    close: whileWell(() => store.close()),
  }
}
