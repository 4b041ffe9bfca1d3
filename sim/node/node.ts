import { Hono } from 'hono'
import { StorageFault, type LogRecord } from '@pult/engine'
import {
  createEdge,
  createFolder,
  hashLoginToken,
  makeLoginToken,
  parseTrustedProxies,
  TICK_MS,
  type Edge,
  type SignAttachment,
  type OwnedHost,
} from '@pult/gateway'
import type { OperatorId, WorkspaceId } from '@pult/protocol'
import { createApi, type AppEnvironment } from '../../packages/gateway/src/http/app.ts'
import type { RequestOrigin } from '../../packages/gateway/src/request-context.ts'
import { createOwnBots } from '../../packages/server/src/own-bots.ts'
import { openWorkspaceHost } from '../../packages/server/src/workspace-host.ts'
import { EndpointError, type Bot, type Outbound, type OutboundAnswer } from '@pult/bots'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { Caller, Reachable } from '../network/device.ts'
import type { Disk } from './disk.ts'

const WORKSPACE = 'main' as WorkspaceId
const SECRET = 'the secret of a simulated server'
export const CHANNEL_KEY = 'the-demo-channel'
/** How long a login lives where nothing else is said; short enough that some expire within a world. */
export const LOGIN_MS = 20 * 60_000

/** How long a node that stops waits for its connections to go. */
const DRAIN_MS = 8_000
const DRAIN_LOOK_MS = 50

export interface NodePorts {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly disk: Disk
  /** In place of the built-in bot. */
  readonly builtinBot?: Bot
  /** What own bots are asked over. Default: no bot of one's own works. */
  readonly outbound?: Outbound
  /** How big a part of a snapshot is. Default: the production size, which hardly any world's snapshot has. */
  readonly snapshotPartBytes?: number
  /** A node has come up with what is durable; nobody has been told anything by this life yet. */
  readonly onStarted: (host: OwnedHost) => void
  /** Facts are durable, replies are out, and whoever is concerned is being told. */
  readonly onTold: (records: readonly LogRecord[], host: OwnedHost) => void
  /** A process has died. */
  readonly onDied: (why: 'killed' | 'disk') => void
  /** An error was caught where none should be. */
  readonly onError: (error: unknown) => void
  /** A connection exists at the server; for the checks of what it may cost. */
  readonly onConnection?: (connection: ReturnType<Edge['streams']['open']>) => void
}

const sign: SignAttachment = ({ id }) => ({ url: `/${id}` })

interface Life {
  isAlive: boolean
  host: OwnedHost | undefined
  edge: Edge | undefined
  readonly deaths: ((isSilent: boolean) => void)[]
}

/** A machine with Pult on it: the production wiring from the edge to the store, on the world's clock, network and disk. */
export class Node implements Reachable {
  readonly #ports: NodePorts
  #life: Life | undefined
  #lives = 0
  /** How far the machine's clock is from the truth. */
  #skewMs = 0
  #jumps = { atMs: -Infinity, sumMs: 0 }

  constructor(ports: NodePorts) {
    this.#ports = ports
  }

  /** The wall clock of the machine, which may be wrong and may jump. */
  readonly nowMs = (): number => this.#ports.scheduler.nowMs() + this.#skewMs
  readonly isListening = (): boolean => this.#life?.edge !== undefined

  get host(): OwnedHost | undefined {
    return this.#life?.edge === undefined ? undefined : this.#life.host
  }

  /** The edge of the present life, for who looks at connections. */
  get edge(): Edge | undefined {
    return this.#life?.edge
  }

  /** The machine's clock jumps. */
  jump(ms: number): void {
    this.#skewMs += ms
    this.#jumps = { atMs: this.#ports.scheduler.nowMs(), sumMs: this.#jumps.sumMs + Math.abs(ms) }
  }

  /** When its clock jumped last, by the world's time; and how far in all, both ways together. */
  get jumps(): { readonly atMs: number; readonly sumMs: number } {
    return this.#jumps
  }

  /** The process dies on the spot. `isSilent`: so does its network, and nobody is told that connections are gone. */
  kill(isSilent: boolean, why: 'killed' | 'disk' = 'killed'): void {
    const life = this.#life
    if (life === undefined) return
    this.#life = undefined
    life.isAlive = false
    for (const die of life.deaths) die(isSilent)
    this.#ports.onDied(why)
  }

  /** Starts the program. It listens as soon as it has read what is durable. Nothing while it runs. */
  start(): void {
    if (this.#life !== undefined) return
    const life: Life = { isAlive: true, host: undefined, edge: undefined, deaths: [] }
    this.#life = life
    this.#lives += 1
    this.#open(life).catch((error: unknown) => {
      if (!life.isAlive) return
      if (error instanceof StorageFault) this.kill(false, 'disk')
      else this.#ports.onError(error)
    })
  }

  /** The program is asked to stop, as by SIGTERM: it says good-bye, finishes what was asked, and ends. */
  stop(): void {
    const life = this.#life
    if (life?.host === undefined || life.edge === undefined) return
    const { host, edge } = life
    life.edge = undefined
    edge.streams.drain()
    const { scheduler } = this.#ports
    const untilMs = scheduler.nowMs() + DRAIN_MS
    const end = async (): Promise<void> => {
      while (edge.streams.size > 0 && life.isAlive && scheduler.nowMs() < untilMs)
        await new Promise<void>((resolve) => void scheduler.after(DRAIN_LOOK_MS, resolve))
      if (!life.isAlive) return
      await host.engine.stop()
      if (life.isAlive) this.kill(false)
    }
    void end()
  }

  async #open(life: Life): Promise<void> {
    const { scheduler, disk, builtinBot, outbound, snapshotPartBytes, onError, onTold, onStarted } =
      this.#ports
    const random = this.#ports.random.fork(`life ${this.#lives}`)
    const whileAlive = (run: () => void) => (): void => {
      if (life.isAlive) run()
    }
    const after = (delayMs: number, run: () => void): (() => void) =>
      scheduler.after(delayMs, whileAlive(run))
    // Whoever meets it first, a reader as well as a writer: nothing that follows can be trusted [G10].
    const caught = (error: unknown): void => {
      if (!life.isAlive) return
      if (error instanceof StorageFault) this.kill(false, 'disk')
      // A program that fails is its company's trouble: it stands in the bot's log.
      else if (!(error instanceof EndpointError)) onError(error)
    }
    const store = disk.open({
      scheduler,
      isAlive: () => life.isAlive,
      die: () => this.kill(random.chance(0.5)),
    })
    const host = await openWorkspaceHost({
      id: WORKSPACE,
      store,
      sign,
      nowMs: this.nowMs,
      timers: { defer: (run) => void after(0, run), after },
      ...(builtinBot === undefined ? {} : { builtinBot }),
      ...(outbound === undefined
        ? {}
        : {
            ownBots: createOwnBots({
              // Who has died hears nothing any more.
              outbound: (request) =>
                outbound(request).then((answer) =>
                  life.isAlive ? answer : new Promise<OutboundAnswer>(() => undefined),
                ),
              sign,
              nowMs: this.nowMs,
              steadyMs: scheduler.nowMs,
              random: random.fork('own bots').next,
              after,
              ledgerOf: () => ({ spent: () => 0, add: () => undefined }),
            }),
          }),
      onTold: (records) => onTold(records, host),
      onFatal: () => {
        if (life.isAlive) this.kill(false, 'disk')
      },
      onError: caught,
    })
    life.host = host
    onStarted(host)
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
      isReady: () => true,
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

  readonly #apps = new WeakMap<Life, Hono<AppEnvironment>>()

  readonly accept: Reachable['accept'] = (socket, caller) => {
    const life = this.#life
    const { onConnection } = this.#ports
    if (life?.edge === undefined) return undefined
    const { streams } = life.edge
    const id = `${caller.name} ${this.#lives}.${(this.#connections += 1)}`
    const connection = streams.open(socket, caller.flavour, { id, from: originOf(caller) })
    onConnection?.(connection)
    return {
      received: (frame) => streams.received(connection, frame),
      drained: () => connection.drained(),
      closed: () => {
        if (life.isAlive) streams.closed(connection)
      },
      onDeath: (die) => void life.deaths.push(die),
    }
  }
  #connections = 0

  readonly fetch: Reachable['fetch'] = (request, caller) => {
    const life = this.#life
    const app = life === undefined ? undefined : this.#apps.get(life)
    if (life === undefined || app === undefined) return undefined
    return Promise.resolve(app.fetch(request, { from: originOf(caller) })).then((response) =>
      // Whoever died while answering has said nothing.
      life.isAlive ? response : new Promise<Response>(() => undefined),
    )
  }

  /** A company's program answers by itself, under its secret; undefined: nobody listens. */
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

  /** Opens a login as a right password would. Undefined: nobody is there, or the login is refused. */
  async signIn(
    operatorId: OperatorId,
    random: Random,
    device: string,
    loginMs = LOGIN_MS,
  ): Promise<string | undefined> {
    const { host } = this
    if (host === undefined) return undefined
    const token = makeLoginToken(host.id, (count) => random.bytes(count))
    const openedAtMs = this.nowMs()
    const login = {
      id: `lgn_${Buffer.from(random.bytes(8)).toString('hex')}`,
      operatorId,
      tokenHash: hashLoginToken(token),
      openedAtMs,
      expiresAtMs: openedAtMs + loginMs,
      clientIp: '198.51.100.7',
      device,
      displaced: false,
    }
    const outcome = await host.engine.request({
      actor: { type: 'SYSTEM' },
      name: 'openLogin',
      data: { login },
    })
    return outcome.error === undefined ? token : undefined
  }
}

function originOf({ ip, device }: Caller): RequestOrigin {
  return { ip, device, origin: null, cookieToken: null, isForeign: false }
}
