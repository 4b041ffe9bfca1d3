import { expect } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type WorkspaceEngine, type Outcome, type SystemCommand, type WorkspaceStore } from '@pult/engine'
import {
  HEARTBEAT_MS,
  type BotAnswer,
  type Coordinates,
  type OperatorId,
  type Role,
  type WorkspaceId,
} from '@pult/protocol'
import {
  createMemoryDisk,
  openMemoryStore,
  type MemoryDisk,
  type MemoryFaults,
} from '../../../storage/src/index.ts'
import { createFolder, type FilePlace } from '../attachments/index.ts'
import { parseTrustedProxies } from '../client-address.ts'
import { openGateway, type Gateway } from '../gateway.ts'
import { defaultLimits, type Limits } from '../limits/index.ts'
import type { Push } from '../push/index.ts'
import { createClientTokens } from '../sign-in/index.ts'
import type { OwnedHost } from '../workspaces.ts'
import { ask, type Answer, type AskOptions } from './ask.ts'
import { breathe, Clock } from './clock.ts'
import { firstAdmin, openHost, SECRET, signIn, type Person } from './host.ts'
import { RawSocket } from './raw-socket.ts'
import { connectData, TestStream, type StreamOptions } from './test-stream.ts'

export interface DeskOptions {
  readonly disk?: MemoryDisk
  readonly faults?: MemoryFaults
  /** Stands between the engine and its store. */
  readonly wrapStore?: (store: WorkspaceStore) => WorkspaceStore
  readonly limits?: Partial<Limits>
  readonly publicUrl?: string
  readonly locate?: (ip: string) => Coordinates | null
  /** Where files lie. Default: a folder of the desk's own. */
  readonly files?: FilePlace
  readonly clock?: Clock
  /** Web Push of the workspace `main`. Default: none. */
  readonly openPush?: (clock: Clock) => (engine: WorkspaceEngine) => Push
  /** Default: the same clock as everything else. */
  readonly steadyMs?: () => number
}

/** A client of a test. */
export interface Visitor {
  readonly clientId: string
  readonly chatId: string
  readonly token: string
}

interface Chat {
  readonly stream: TestStream
  readonly sessionId: string
}

/**
 * A whole edge for tests: real engine, hub and gateway on a free port, a store in memory, time in the test's hand. Two workspaces, so that
 * there is somebody else to leak to; `main` has the group `help` and the channels `site` (no bot) and `bot`.
 */
export class Desk {
  readonly clock: Clock
  readonly gateway: Gateway
  readonly main: OwnedHost
  readonly other: OwnedHost
  readonly errors: unknown[] = []
  /** Why the gateway says that it is not ready. */
  readonly troubles: string[] = []
  readonly directory: string
  readonly groupId: string
  readonly boss: Person
  readonly streams: TestStream[] = []
  readonly channels: Record<string, { channelId: string; channelKey: string; channelSecret: string }> = {}
  readonly clientTokens = createClientTokens(SECRET)
  #logins = 0
  #keys = 0

  private constructor(parts: {
    clock: Clock
    main: OwnedHost
    other: OwnedHost
    options: DeskOptions
    directory: string
    boss: Person
    errors: unknown[]
  }) {
    const { clock, main, other, options } = parts
    this.clock = clock
    this.main = main
    this.other = other
    this.errors = parts.errors
    this.directory = parts.directory
    this.boss = parts.boss
    this.groupId = [...main.engine.state.groups.keys()][0]!
    const hosts = [main, other]
    this.gateway = openGateway({
      hostname: '127.0.0.1',
      port: 0,
      edge: {
        publicUrl: options.publicUrl ?? null,
        trustedProxies: parseTrustedProxies(['127.0.0.1/32']),
      },
      workspaces: { all: () => hosts, byId: (id) => hosts.find((host) => host.id === id) },
      secret: SECRET,
      files: options.files ?? createFolder(join(parts.directory, 'attachments')),
      locate: options.locate ?? (() => null),
      setupSecret: (id) => (id === 'other' ? 'the one-time secret' : null),
      pages: () => null,
      nodes: (id) => ({
        answeredBy: 'this one',
        readMs: 0,
        headSeq: hosts.find((host) => host.id === id)?.store.headSeq() ?? 0,
        lease: null,
        file: { path: `/data/${id}`, bytes: 4_096 },
        nodes: [],
      }),
      whyNotReady: () => this.troubles,
      version: '9.9.9',
      // As a kind of bot would say it: of its settings, the address alone is no secret.
      botSettingsShown: (_kind, { url }) => ({ url }),
      botSettingsFault: (_kind, { url }) =>
        typeof url === 'string' ? undefined : { field: 'url', message: 'An address is missing.' },
      nowMs: () => clock.nowMs,
      ...(options.steadyMs === undefined ? {} : { steadyMs: options.steadyMs }),
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      onError: (error) => void this.errors.push(error),
      limits: { ...defaultLimits, ...options.limits },
      tickMs: 10,
    })
  }

  static async open(options: DeskOptions = {}): Promise<Desk> {
    const clock = options.clock ?? new Clock()
    const errors: unknown[] = []
    const disk = options.disk ?? createMemoryDisk({ epoch: 'e1' })
    const raw = openMemoryStore(disk, options.faults === undefined ? {} : { faults: options.faults })
    const store = options.wrapStore?.(raw) ?? raw
    const main = await openHost('main' as WorkspaceId, store, clock, errors, options.openPush?.(clock))
    const otherStore = openMemoryStore(createMemoryDisk({ epoch: 'e2' }))
    const other = await openHost('other' as WorkspaceId, otherStore, clock, errors)
    const boss = await firstAdmin(main, clock)
    const directory = mkdtempSync(join(tmpdir(), 'pult-gateway-'))
    const desk = new Desk({ clock, main, other, options, directory, boss, errors })
    for (const { channel, secret } of main.engine.state.channels.values()) {
      desk.channels[channel.name] = {
        channelId: channel.id,
        channelKey: channel.channelKey,
        channelSecret: secret,
      }
    }
    if (desk.channels['site'] === undefined) await desk.channel('site', 'NONE')
    return desk
  }

  get url(): string {
    return `http://127.0.0.1:${this.gateway.port}`
  }

  /** Makes an operator and signs them in; ONLINE once connected unless told otherwise. */
  async operator(
    name: string,
    more: { role?: Role; groupIds?: string[]; capacity?: number; watchesBotSessions?: boolean } = {},
  ): Promise<Person> {
    const data = {
      email: `${name}@shop.test`,
      name,
      role: 'operator',
      password: 'not used here',
      groupIds: [this.groupId],
      ...more,
    }
    const { operatorId } = await this.commands(this.boss, 'createOperator', data, { passwordHash: 'none' })
    return this.signIn(operatorId as OperatorId)
  }

  /** A new login of an operator: the newest wins [L1]. */
  async signIn(operatorId: OperatorId, host = this.main, forMs?: number): Promise<Person> {
    this.#logins += 1
    return signIn(host, operatorId, `lgn_test${this.#logins}`, this.clock, forMs)
  }

  async channel(name: string, kind: 'NONE' | 'BUILTIN', more: Record<string, unknown> = {}): Promise<void> {
    this.#keys += 1
    const given = {
      channelKey: `key-${name}-${this.#keys}`,
      channelSecret: `secret-of-${name}`.padEnd(40, '.'),
    }
    const data = { messengerType: 'WIDGET', name, groupId: this.groupId, bot: { kind }, ...more }
    const made = await this.commands(this.boss, 'createChannel', data, given)
    this.channels[name] = { channelId: String(made['channelId']), ...given }
  }

  async group(name: string, limits: Record<string, number> = {}): Promise<string> {
    return String((await this.commands(this.boss, 'createGroup', { name, ...limits }))['groupId'])
  }

  /** A command straight to the engine, past the doors; must be granted. */
  async commands(
    who: Person,
    name: string,
    data: unknown,
    given: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> {
    const { operatorId, loginId } = who
    const command = { actor: { type: 'OPERATOR', operatorId, loginId }, name, data, given }
    const outcome = await this.main.engine.request(command as Parameters<WorkspaceEngine['request']>[0])
    if (outcome.error !== undefined) throw new Error(`${name}: ${JSON.stringify(outcome.error)}`)
    return outcome.data as Record<string, unknown>
  }

  /** What the bot of a session says or does, under the baton as it is. */
  async bot(sessionId: string, ...answers: BotAnswer[]): Promise<void> {
    const session = this.main.engine.state.sessions.get(sessionId as never)!
    const outcome = await this.main.engine.request({
      actor: { type: 'BOT', channelId: session.card.channel, name: 'Robo' },
      name: 'botAnswer',
      data: { sessionId: session.card.id, baton: session.baton, answers },
    })
    if (outcome.error !== undefined) throw new Error(JSON.stringify(outcome.error))
  }

  /** What a client says past the doors: no limit, no socket. */
  async says(visitor: Visitor, body: string): Promise<void> {
    const outcome = await this.main.engine.request({
      actor: {
        type: 'CLIENT',
        ...visitor,
        channelId: this.channels['site']!.channelId,
        origin: { ip: null, coordinates: null, device: null },
      },
      name: 'sendMessage',
      data: { body },
    } as unknown as Parameters<WorkspaceEngine['request']>[0])
    if (outcome.error !== undefined) throw new Error(JSON.stringify(outcome.error))
  }

  system(name: SystemCommand['name'], data: object): Promise<Outcome> {
    return this.main.engine.request({ actor: { type: 'SYSTEM' }, name, data } as SystemCommand)
  }

  /** A visitor says hello. */
  async visitor(channel = 'site', more: Record<string, unknown> = {}): Promise<Visitor> {
    const body = { channelKey: this.channels[channel]!.channelKey, ...more }
    const { status, json } = await this.post('/client/hello', body)
    expect(status).toBe(200)
    return { clientId: json.clientId, chatId: json.chatId, token: json.clientToken }
  }

  /** A socket that has said nothing yet. */
  async socket(flavour: 'OPERATOR' | 'CLIENT', options: StreamOptions = {}): Promise<TestStream> {
    const path = flavour === 'OPERATOR' ? 'operator' : 'client'
    const url = `${this.url.replace('http', 'ws')}/api/v1/${path}/stream`
    const stream = new TestStream(url, flavour, options)
    this.streams.push(stream)
    await stream.opened()
    return stream
  }

  /** A stream that is live. */
  async stream(
    flavour: 'OPERATOR' | 'CLIENT',
    who: { token: string },
    options: StreamOptions = {},
  ): Promise<TestStream> {
    const stream = await this.socket(flavour, options)
    await stream.does('connect', connectData({ token: who.token, ...options }))
    await stream.next('live')
    return stream
  }

  operatorStream(who: { token: string }, options: StreamOptions = {}): Promise<TestStream> {
    return this.stream('OPERATOR', who, options)
  }

  clientStream(who: { token: string }, options: StreamOptions = {}): Promise<TestStream> {
    return this.stream('CLIENT', who, options)
  }

  /** An operator's stream whose reader has stopped as soon as it was live. */
  async pausedStream({ token }: { token: string }, instance: string): Promise<RawSocket> {
    const raw = await RawSocket.open(this.gateway.port, '/api/v1/operator/stream')
    raw.send(JSON.stringify({ command: 'connect', id: '1', data: connectData({ token, instance }) }))
    await raw.until((frame) => frame.includes('"live"'))
    raw.pause()
    return raw
  }

  /** A client in a session: live, the first word said. */
  async inChat(channel = 'site', body = 'Hello'): Promise<Visitor & Chat> {
    const visitor = await this.visitor(channel)
    const stream = await this.clientStream(visitor)
    const { sessionId } = await stream.does('sendMessage', { body })
    return { ...visitor, stream, sessionId }
  }

  /** An operator at work: signed in, live, ONLINE. */
  async atWork(
    name: string,
    more: Parameters<Desk['operator']>[1] = {},
  ): Promise<Person & { stream: TestStream }> {
    const person = await this.operator(name, more)
    const stream = await this.operatorStream(person)
    await stream.does('setStatus', { status: 'ONLINE' })
    return { ...person, stream }
  }

  request(path: string, init: AskOptions = {}): Promise<Answer> {
    return ask(`${this.url}${path}`, init)
  }

  get(path: string, token?: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request(`/api/v1${path}`, { token, headers })
  }

  post(path: string, body: unknown, token?: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request(`/api/v1${path}`, {
      method: 'POST',
      token,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  get headSeq(): number {
    return this.main.store.headSeq()
  }

  /** Nothing was wrong with any frame, and no error was caught. */
  expectWell(): void {
    for (const stream of this.streams) stream.expectWell()
    if (this.errors[0] !== undefined) throw this.errors[0]
  }

  async close(): Promise<void> {
    await this.gateway.stop(300)
    await this.main.push?.stop()
    for (const { engine, store } of [this.main, this.other]) {
      await engine.stop()
      await store.close()
    }
    rmSync(this.directory, { recursive: true, force: true })
  }

  /** Lets a heartbeat's time pass, until every open stream has been told everything and has answered. */
  async settled(): Promise<void> {
    await breathe()
    await this.clock.advance(HEARTBEAT_MS)
    const open = this.streams.filter(({ closed, told }) => closed === undefined && told >= 0)
    await Promise.all(
      open.map(async (stream) => {
        await stream.until(this.headSeq)
        await stream.does('heartbeat', {})
      }),
    )
  }

  breathe(): Promise<void> {
    return breathe()
  }
}
