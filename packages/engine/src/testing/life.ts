import type { WorkspaceId } from '@pult/protocol'
import { createMemoryDisk, openMemoryStore, type MemoryDisk, type MemoryFaults } from '@pult/storage'
import type { Command, Outcome, SystemCommandData } from '../commands.ts'
import type { LogRecord } from '../facts.ts'
import type { WorkspaceStore } from '../ports.ts'
import { WorkspaceEngine } from '../workspace-engine.ts'
import { START_MS } from './desk.ts'

const WORKSPACE = 'wsp_test' as WorkspaceId
/** The one client of these lives. */
export const CLIENT = { type: 'CLIENT', clientId: 'cli_1', chatId: 'cht_1' } as const

/** An engine with a clock of its own, on a disk in memory that can be made to fail and that outlives it. */
export class Life {
  readonly published: LogRecord[] = []
  readonly fatal: unknown[] = []
  readonly bugs: unknown[] = []
  /** How often another node was found to own the workspace. */
  leasesLost = 0
  /** What happened, in order, as far as a test writes it down. */
  readonly order: string[] = []
  readonly timers = new Set<{ readonly atMs: number; readonly run: () => void }>()
  timersSet = 0
  /** How often something was put off to the next round. */
  deferred = 0
  faults: MemoryFaults = {}
  engine!: WorkspaceEngine
  store!: WorkspaceStore
  readonly disk: MemoryDisk
  /** The clock on the wall, which a test may set. Timers go by the steady one. */
  nowMs: number
  steadyMs = 0

  constructor(disk: MemoryDisk, nowMs: number) {
    this.disk = disk
    this.nowMs = nowMs
  }

  async open(change: (store: WorkspaceStore) => WorkspaceStore = (store) => store): Promise<this> {
    const faults: MemoryFaults = {
      beforeAppend: (batch) => this.faults.beforeAppend?.(batch),
      afterAppend: (batch) => this.faults.afterAppend?.(batch),
    }
    this.store = change(openMemoryStore(this.disk, { faults }))
    this.engine = await WorkspaceEngine.open(WORKSPACE, {
      store: this.store,
      nowMs: () => this.nowMs,
      defer: (run) => {
        this.deferred += 1
        setImmediate(run)
      },
      after: (delayMs, run) => {
        this.timersSet += 1
        const timer = { atMs: this.steadyMs + delayMs, run }
        this.timers.add(timer)
        return () => void this.timers.delete(timer)
      },
      publish: (records) => {
        this.order.push(...records.map(({ fact }) => `told ${fact.type}`))
        this.published.push(...records)
      },
      onFatal: (error) => this.fatal.push(error),
      onBug: (error) => this.bugs.push(error),
      onLeaseLost: () => void (this.leasesLost += 1),
    })
    return this
  }

  system<N extends keyof SystemCommandData>(name: N, data: SystemCommandData[N]): Promise<Outcome> {
    return this.engine.request({ actor: { type: 'SYSTEM' }, name, data } as Command)
  }

  says(body: string, key?: string): Promise<Outcome> {
    return this.engine.request(this.message(body, key))
  }

  message(body: string, key?: string): Command {
    const [channelId] = [...this.engine.state.channels.keys()]
    const origin = { ip: null, coordinates: null, device: null }
    const actor = { ...CLIENT, channelId, origin }
    return { actor, name: 'sendMessage', data: { body }, ...(key === undefined ? {} : { key }) } as Command
  }

  /** Lets time pass; timers ring when they are due, and what they cause is waited for. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.steadyMs + ms
    for (;;) {
      const [timer] = [...this.timers].toSorted((one, other) => one.atMs - other.atMs)
      if (timer === undefined || timer.atMs > untilMs) break
      this.timers.delete(timer)
      this.#goOn(timer.atMs)
      timer.run()
      await idle()
    }
    this.#goOn(untilMs)
  }

  #goOn(toMs: number): void {
    this.nowMs += toMs - this.steadyMs
    this.steadyMs = toMs
  }

  /** Opens the same disk again, as after `kill -9`: nothing was closed, nothing was said. */
  restart(): Promise<Life> {
    return new Life(this.disk, this.nowMs).open()
  }

  get session() {
    const { state } = this.engine
    const [chat] = [...state.chats.values()]
    return state.sessions.get(chat!.lastSessionId!)!
  }
}

/** Long enough for every turn that is queued. */
export async function idle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A life of a shop that was set up and has its first admin; nothing is written down of that. */
export async function openShop(): Promise<Life> {
  const life = await new Life(createMemoryDisk({ epoch: 'e1' }), START_MS).open()
  await life.system('setUp', {
    name: 'Shop',
    groupName: 'help',
    channelName: 'site',
    channelKey: 'key',
    channelSecret: 'secret',
  })
  await life.system('createFirstAdmin', { email: 'boss@shop.test', name: 'boss', passwordHash: 'hash' })
  life.order.length = 0
  return life
}
