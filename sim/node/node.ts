import { Hono } from 'hono'
import { StorageAway, StorageFault } from '@pult/engine'
import {
  createEdge,
  createFolder,
  parseTrustedProxies,
  TICK_MS,
  type Edge,
  type OwnedHost,
  type WorkspaceHost,
} from '@pult/gateway'
import type { WorkspaceId } from '@pult/protocol'
import { createApi, type AppEnvironment } from '../../packages/gateway/src/http/app.ts'
import type { RequestOrigin } from '../../packages/gateway/src/request-context.ts'
import { EndpointError } from '@pult/bots'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { Caller, Reachable } from '../network/device.ts'
import { openLogin } from './open-login.ts'
import type { Process, Seat, Seated } from './process.ts'
import type { Server } from './server.ts'

export const WORKSPACE = 'main' as WorkspaceId
const SECRET = 'the secret of a simulated server'
export const CHANNEL_KEY = 'the-demo-channel'

/** How long a node that stops waits for its connections to go. */
const DRAIN_MS = 8_000
const DRAIN_LOOK_MS = 50

type Connection = ReturnType<Edge['streams']['open']>

export interface NodePorts {
  /** Of several: no two connections of theirs have one name. */
  readonly name?: string
  readonly scheduler: Scheduler
  readonly random: Random
  /** What a process opens when it starts. */
  readonly seat: Seat
  /** How big a part of a snapshot is. Default: the production size, which hardly any world's snapshot has. */
  readonly snapshotPartBytes?: number
  /** A process has died, and with it these connections. */
  readonly onDied: (why: 'killed' | 'disk', connections: ReadonlySet<Connection>) => void
  /** An error was caught where none should be. */
  readonly onError: (error: unknown) => void
  /** A connection exists at the server; for the checks of what it may cost. */
  readonly onConnection?: (connection: Connection) => void
}

interface Life {
  isAlive: boolean
  /** What waits while the process stands still; null: it does not. */
  missed: (() => void)[] | null
  seated: Seated | undefined
  edge: Edge | undefined
  readonly connections: Set<Connection>
  readonly deaths: ((isSilent: boolean) => void)[]
}

/** A machine with Pult on it: the production wiring from the edge to the store, on the world's clock, network and disk. */
export class Node implements Server {
  readonly #ports: NodePorts
  #life: Life | undefined
  #lives = 0
  /** How far the machine's clock is from the truth. */
  #skewMs = 0
  #jumps = { atMs: -Infinity, sumMs: 0 }

  constructor(ports: NodePorts) {
    this.#ports = ports
  }

  readonly nowMs = (): number => this.#ports.scheduler.nowMs() + this.#skewMs
  readonly isListening = (): boolean => this.#life?.edge !== undefined
  readonly isTroubled = (): boolean => false

  get host(): OwnedHost | undefined {
    return this.#life?.edge === undefined ? undefined : this.#life.seated?.owned()
  }

  /** The workspace as this node has it, whoever takes its turns. */
  get seat(): WorkspaceHost | undefined {
    return this.#life?.edge === undefined ? undefined : this.#life.seated?.host
  }

  get isFrozen(): boolean {
    return this.#life?.missed != null
  }

  jump(ms: number): void {
    this.#skewMs += ms
    this.#jumps = { atMs: this.#ports.scheduler.nowMs(), sumMs: this.#jumps.sumMs + Math.abs(ms) }
  }

  get jumps(): Server['jumps'] {
    return this.#jumps
  }

  kill(isSilent: boolean, why: 'killed' | 'disk' = 'killed'): void {
    const life = this.#life
    if (life === undefined) return
    this.#life = undefined
    life.isAlive = false
    for (const die of life.deaths) die(isSilent)
    this.#ports.onDied(why, life.connections)
  }

  end(): void {
    this.kill(true)
  }

  /** As SIGSTOP, a machine that swaps or a host that is moved: nothing happens in it until {@link thaw}, and nobody is told. */
  freeze(): void {
    if (this.#life !== undefined) this.#life.missed ??= []
  }

  /** What would have happened meanwhile happens now, one after the other. */
  thaw(): void {
    const life = this.#life
    if (life === undefined || life.missed === null) return
    const { missed } = life
    life.missed = null
    for (const run of missed) this.#ports.scheduler.after(0, () => gate(life, run))
  }

  /** Starts the program. It listens as soon as it has read what is durable. Nothing while it runs. */
  start(): void {
    if (this.#life !== undefined) return
    const life: Life = {
      isAlive: true,
      missed: null,
      seated: undefined,
      edge: undefined,
      connections: new Set(),
      deaths: [],
    }
    this.#life = life
    this.#lives += 1
    this.#open(life).catch((error: unknown) => {
      if (!life.isAlive) return
      if (error instanceof StorageFault || error instanceof StorageAway) this.kill(false, 'disk')
      else this.#ports.onError(error)
    })
  }

  stop(): void {
    const life = this.#life
    if (life?.seated === undefined || life.edge === undefined) return
    const { seated, edge } = life
    life.edge = undefined
    const { scheduler } = this.#ports
    const end = async (): Promise<void> => {
      // Where there is somebody to go on with it, the workspace goes first: people stay for as long as that takes.
      if (seated.handOver !== undefined) await seated.handOver()
      if (!life.isAlive) return
      edge.streams.drain()
      const untilMs = scheduler.nowMs() + DRAIN_MS
      while (edge.streams.size > 0 && life.isAlive && scheduler.nowMs() < untilMs)
        await new Promise<void>((resolve) => void scheduler.after(DRAIN_LOOK_MS, resolve))
      if (!life.isAlive) return
      await seated.host.engine.stop()
      if (life.isAlive) this.kill(false)
    }
    void end()
  }

  async #open(life: Life): Promise<void> {
    const { snapshotPartBytes, seat } = this.#ports
    const { scheduler } = this.#ports
    const process = this.#processOf(life)
    const { after, random, caught } = process
    const seated = await seat(process)
    const { host } = seated
    life.seated = seated
    await host.engine.request({
      actor: { type: 'SYSTEM' },
      name: 'setUp',
      data: {
        name: 'World',
        groupName: 'Support',
        channelName: 'Site',
        channelKey: CHANNEL_KEY,
        channelSecret: 'x'.repeat(40),
      },
    })
    if (!life.isAlive) return
    life.edge = createEdge({
      edge: { publicUrl: null, trustedProxies: parseTrustedProxies([]) },
      workspaces: { all: () => [host], byId: (id) => (id === WORKSPACE ? host : undefined) },
      secret: SECRET,
      files: createFolder('/nowhere'),
      locate: () => null,
      setupSecret: () => null,
      version: 'sim',
      nowMs: this.nowMs,
      // What is not the time of day goes by a clock that nobody sets.
      steadyMs: scheduler.nowMs,
      random: (count) => random.bytes(count),
      breathe: () => new Promise((resolve) => void after(0, resolve)),
      ...(snapshotPartBytes === undefined ? {} : { snapshotPartBytes }),
      onError: caught,
    })
    const tick = (): void => {
      life.edge?.streams.tick()
      after(TICK_MS, tick)
    }
    after(TICK_MS, tick)
    const app = new Hono<AppEnvironment>()
    app.route('/api/v1', createApi(life.edge.services))
    this.#apps.set(life, app)
  }

  #processOf(life: Life): Process {
    const { scheduler } = this.#ports
    const random = this.#ports.random.fork(`life ${this.#lives}`)
    return {
      number: this.#lives,
      random,
      isAlive: () => life.isAlive,
      nowMs: this.nowMs,
      gate: (run) => gate(life, run),
      after(delayMs, run) {
        let isStopped = false
        // One that became due while the process stood still can be stopped by what comes before it.
        const stop = scheduler.after(delayMs, () =>
          gate(life, () => {
            if (!isStopped) run()
          }),
        )
        return () => {
          isStopped = true
          stop()
        }
      },
      die: () => this.kill(random.chance(0.5)),
      fail: () => {
        if (life.isAlive) this.kill(false, 'disk')
      },
      // Whoever meets it first, a reader as well as a writer: nothing that follows can be trusted [G10].
      caught: (error) => {
        if (!life.isAlive) return
        if (error instanceof StorageFault) this.kill(false, 'disk')
        // A program that fails is its company's trouble, and a database that does not answer is asked again: both only stand in a log.
        else if (!(error instanceof EndpointError || error instanceof StorageAway)) this.#ports.onError(error)
      },
    }
  }

  readonly #apps = new WeakMap<Life, Hono<AppEnvironment>>()

  readonly accept: Reachable['accept'] = (socket, caller) => {
    const life = this.#life
    const { onConnection } = this.#ports
    if (life?.edge === undefined) return undefined
    const { streams } = life.edge
    const id = `${caller.name} ${this.#ports.name ?? ''}${this.#lives}.${(this.#connections += 1)}`
    const connection = streams.open(socket, caller.flavour, { id, from: originOf(caller) })
    life.connections.add(connection)
    onConnection?.(connection)
    return {
      received: (frame) => gate(life, () => streams.received(connection, frame)),
      drained: () => gate(life, () => connection.drained()),
      closed: () => gate(life, () => streams.closed(connection)),
      onDeath: (die) => void life.deaths.push(die),
    }
  }
  #connections = 0

  readonly fetch: Reachable['fetch'] = (request, caller) => {
    const life = this.#life
    const app = life === undefined ? undefined : this.#apps.get(life)
    if (life === undefined || app === undefined) return undefined
    const answer = (): Response | Promise<Response> => app.fetch(request, { from: originOf(caller) })
    const answering =
      life.missed === null
        ? Promise.resolve(answer())
        : new Promise<void>((resolve) => gate(life, resolve)).then(answer)
    return answering.then((response) =>
      // Whoever died while answering has said nothing.
      life.isAlive ? response : new Promise<Response>(() => undefined),
    )
  }

  answerAsBot(secret: string, body: string): Promise<Response> | undefined {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const request = new Request('https://pult.example/api/v1/bot/answers', { method: 'POST', headers, body })
    return this.fetch(request, {
      flavour: 'CLIENT',
      ip: '203.0.113.9',
      device: 'a program',
      name: 'the company',
    })
  }

  readonly signIn: Server['signIn'] = async (...given) => {
    const host = this.seat
    return host === undefined ? undefined : openLogin(host, this.nowMs(), ...given)
  }
}

/** Runs something in a process: at once, when it goes on, or never. */
function gate(life: Life, run: () => void): void {
  if (!life.isAlive) return
  if (life.missed === null) run()
  else life.missed.push(run)
}

function originOf({ ip, device }: Caller): RequestOrigin {
  return { ip, device, origin: null, cookieToken: null, isForeign: false }
}
