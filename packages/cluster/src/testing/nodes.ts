import type { Command, LogRecord, Outcome, Signal, SystemCommand } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import { createMemoryDisk, openMemoryLease, openMemoryReader, type MemoryFaults } from '@pult/storage'
import type { Bus } from '../bus.ts'
import { ClusterEngine } from '../cluster-engine.ts'
import { LeaseKeeper } from '../lease-keeper.ts'
import type { NodeId } from '../messages.ts'
import { createNodeWatch, type NodeWatch } from '../node-watch.ts'
import { TestClock } from './clock.ts'
import { MemoryBus } from './memory-bus.ts'
import { MemoryLeases } from './memory-leases.ts'

const START_MS = Date.UTC(2026, 10, 22, 12)
export const WORKSPACE = 'wsp_test' as WorkspaceId

/** One process: what it was told, and how to end it without a word. */
export interface Node {
  readonly id: NodeId
  readonly engine: ClusterEngine
  /** Not begun: tests that give the lease themselves have no use for it. */
  readonly keeper: LeaseKeeper
  readonly watch: NodeWatch
  readonly told: LogRecord[]
  readonly signals: Signal[]
  readonly roles: boolean[]
  readonly connected: Map<string, SystemCommand>
  /** As `kill -9`: from now on it does nothing. */
  readonly kill: () => void
  /** As `SIGSTOP`: its timers wait until {@link Node.thaw}. */
  readonly freeze: () => void
  readonly thaw: () => void
}

/** Nodes on one log in memory, with a clock of their own. */
export class Nodes {
  readonly disk = createMemoryDisk({ epoch: 'e1' })
  readonly bus = new MemoryBus()
  readonly leases = new MemoryLeases(this.disk, WORKSPACE, () => this.nowMs)
  readonly nodes: Node[] = []
  readonly errors: unknown[] = []
  readonly faults: MemoryFaults = {}
  /** What is read while this is open is known when it ends: as it was when it was asked. */
  readingHeld: Promise<void> | undefined
  readonly #clock = new TestClock()

  async open(name: string): Promise<Node> {
    let isAlive = true
    let frozen: (() => void)[] | undefined
    const whileAlive =
      <A extends readonly unknown[]>(run: (...words: A) => void) =>
      (...words: A): void => {
        if (!isAlive) return
        if (frozen === undefined) run(...words)
        else frozen.push(() => run(...words))
      }
    const bus = this.bus.open()
    const told: LogRecord[] = []
    const signals: Signal[] = []
    const roles: boolean[] = []
    const connected = new Map<string, SystemCommand>()
    const own: Bus = {
      ...bus,
      publish: whileAlive((subject: string, message: string) => bus.publish(subject, message)),
      subscribe: (subject, hear) => bus.subscribe(subject, whileAlive(hear)),
    }
    const steadyMs = (): number => this.#clock.steadyMs
    const after = (delayMs: number, run: () => void): (() => void) =>
      this.#clock.after(delayMs, whileAlive(run))
    const onError = (error: unknown): void => void this.errors.push(error)
    const engine = await ClusterEngine.open({
      id: WORKSPACE,
      node: name,
      bus: own,
      reader: late(openMemoryReader(this.disk), () => this.readingHeld),
      openStore: async (lease) => openMemoryLease(this.disk, lease, { faults: this.faults }),
      nowMs: () => this.nowMs,
      steadyMs,
      defer: (run) => void setImmediate(whileAlive(run)),
      after,
      publish: whileAlive((records: readonly LogRecord[], some: readonly Signal[]) => {
        told.push(...records)
        signals.push(...some)
      }),
      connected: () => [...connected.values()],
      onRole: (isOwner) => void roles.push(isOwner),
      onFatal: onError,
      onError,
    })
    const kill = (): void => {
      isAlive = false
      void bus.close()
      this.nodes.splice(
        this.nodes.findIndex(({ id }) => id === name),
        1,
      )
    }
    const watch = createNodeWatch({
      steadyMs,
      isBusUp: () => own.isUp(),
      headOf: () => engine.state.headSeq,
    })
    const keeper = new LeaseKeeper({
      facts: () => `facts of ${name}`,
      watch,
      node: name,
      table: this.leases.table,
      bus: own,
      steadyMs,
      after,
      engine: async () => engine,
      onError,
    })
    const freeze = (): void => void (frozen = [])
    const thaw = (): void => {
      const missed = frozen ?? []
      frozen = undefined
      for (const run of missed) run()
    }
    const node = { freeze, thaw, keeper, watch, id: name, engine, told, signals, roles, connected, kill }
    this.nodes.push(node)
    return node
  }

  /** The lease goes to this node, whoever had it. */
  async give({ engine }: Node): Promise<void> {
    this.disk.lease += 1
    const owning = engine.own(this.disk.lease)
    await this.pass(0)
    await owning
  }

  /** Lets time pass. */
  pass(ms: number): Promise<void> {
    return this.#clock.pass(ms)
  }

  get nowMs(): number {
    return START_MS + this.#clock.steadyMs
  }
}

/** Answers later, as a database does. */
function late<T extends object>(reader: T, held: () => Promise<void> | undefined): T {
  return new Proxy(reader, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return async (...words: unknown[]): Promise<unknown> => {
        await new Promise((resolve) => setImmediate(resolve))
        const answer = await (value as (...words: unknown[]) => unknown).apply(target, words)
        await held()
        return answer
      }
    },
  })
}

/** A workspace at work, asked through a node. */
export async function setUp({ engine }: Node): Promise<Outcome> {
  return engine.request({
    actor: { type: 'SYSTEM' },
    name: 'setUp',
    data: {
      name: 'Shop',
      groupName: 'help',
      channelName: 'site',
      channelKey: 'key',
      channelSecret: 'secret',
    },
  })
}

/** A client writes, through a node. */
export function says({ engine }: Node, body: string, key?: string, client = 1): Promise<Outcome> {
  const [channelId] = [...engine.state.channels.keys()]
  const actor = {
    type: 'CLIENT',
    clientId: `cli_${client}`,
    chatId: `cht_${client}`,
    channelId,
    origin: { ip: null, coordinates: null, device: null },
  }
  return engine.request({
    actor,
    name: 'sendMessage',
    data: { body },
    ...(key === undefined ? {} : { key }),
  } as unknown as Command)
}
