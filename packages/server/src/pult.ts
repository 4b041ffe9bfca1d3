import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  createFirstAdmin,
  createLinks,
  createPasswords,
  createPush,
  openGateway,
  openGeography,
  parsePushHosts,
  parseTrustedProxies,
  type Gateway,
  type RequestNote,
  type SignAttachment,
  type WorkspaceHost,
} from '@pult/gateway'
import { createOutbound, parseAllowance, settingsFault, settingsShown, systemResolve } from '@pult/bots'
import { StorageFault } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { Logger } from 'pino'
import { openAlone } from './alone.ts'
import { openCluster } from './cluster.ts'
import type { Config } from './config.ts'
import { openFiles } from './open-files.ts'
import { createOwnBots } from './own-bots.ts'
import { natsAddress } from './nats-address.ts'
import { machineName } from './nodes/own-facts.ts'
import type { PlacePorts } from './place.ts'
import { openSite } from './site.ts'
import { openTokenLedger } from './token-ledger.ts'
import { VERSION } from './version.ts'
import { runtimeTimers } from './workspace-host.ts'

/** The workspace of a fresh start. */
const MAIN_WORKSPACE = 'main' as WorkspaceId
/** From the first good-bye to the last socket, and from there to the disk: below what service managers wait before they kill. */
const DRAIN_MS = 8_000

/** Goes forward whatever is done to the machine's clock. */
const steadyMs = (): number => performance.now()

export interface Pult {
  readonly url: string
  readonly port: number
  readonly gateway: Gateway
  readonly host: WorkspaceHost
  /** The one-time link that makes the first admin, or null when there is one. */
  readonly setupUrl: () => string | null
  /** Stops taking connections, says good-bye, finishes what was asked, closes the files. */
  stop(): Promise<void>
}

/** Starts everything in this process. `onFatal`: the disk has failed, nothing may go on [G10]. */
export async function startPult(
  config: Config,
  log: Logger,
  onFatal: (error: unknown) => void,
): Promise<Pult> {
  // What was opened is closed again when a later step fails, so that a second try in this process finds it free.
  const opened: (() => void | Promise<void>)[] = []
  try {
    return await open(config, log, onFatal, opened)
  } catch (error) {
    for (const close of opened.toReversed()) await close()
    throw error
  }
}

async function open(
  config: Config,
  log: Logger,
  onFatal: (error: unknown) => void,
  opened: (() => void | Promise<void>)[],
): Promise<Pult> {
  const directory = config.PULT_DATA
  const publicUrl = config.PULT_PUBLIC_URL === '' ? null : config.PULT_PUBLIC_URL
  // Whoever meets it first, a reader as well as a writer: nothing that follows can be trusted [G10].
  const onError = (error: unknown): void =>
    error instanceof StorageFault ? onFatal(error) : log.error({ err: error }, 'an error was caught')
  const files = await openFiles(config, `.pult-check-${randomBytes(8).toString('hex')}`, {
    onError,
    onWarning: (sentence) => log.warn(sentence),
  })
  const startedMs = steadyMs()
  const ports: PlacePorts = {
    machine: { name: machineName(config.PORT), version: VERSION, upMs: () => steadyMs() - startedMs },
    mainId: MAIN_WORKSPACE,
    onFatal,
    onError,
    seating(secret, id, pushKeys) {
      const links = createLinks(secret, publicUrl ?? '')
      const sign: SignAttachment = (attachment) => links.sign(attachment, Date.now())
      const spent = join(directory, 'workspaces', id, 'spent-tokens.json')
      mkdirSync(dirname(spent), { recursive: true })
      return {
        sign,
        ownBots: createOwnBots({
          outbound: createOutbound({
            allowance: parseAllowance(config.PULT_OUTBOUND_ALLOW),
            resolve: systemResolve,
            steadyMs,
          }),
          sign,
          nowMs: Date.now,
          steadyMs,
          random: Math.random,
          after: runtimeTimers.after,
          ledgerOf: openTokenLedger(spent, Date.now, onError),
        }),
        openPush: (engine) =>
          createPush({
            engine,
            keys: pushKeys,
            hosts: parsePushHosts(config.PULT_PUSH_HOSTS),
            // Services want to know whom to ask; some refuse an address that nobody outside can reach.
            contact: publicUrl?.startsWith('https:') === true ? publicUrl : 'https://localhost',
            nowMs: Date.now,
            random: randomBytes,
            after: runtimeTimers.after,
            onFailure: (sentence) => log.warn(sentence),
          }),
      }
    },
  }
  const place =
    config.DATABASE_URL === ''
      ? await openAlone(directory, ports)
      : await openCluster({ databaseUrl: config.DATABASE_URL, nats: natsAddress(config) }, ports, log)
  opened.push(place.close)
  const { main: host, workspaces, secret } = place
  const setUp = await host.engine.request({
    actor: { type: 'SYSTEM' },
    name: 'setUp',
    data: {
      name: 'Pult',
      groupName: 'Поддержка · Support',
      channelName: 'Демо · Demo',
      channelKey: randomBytes(18).toString('base64url'),
      channelSecret: randomBytes(32).toString('base64url'),
    },
  })
  if (setUp.error !== undefined) throw new Error(`The workspace could not be made: ${setUp.error.message}`)

  const setupSecret = randomBytes(24).toString('base64url')
  const hasAdmin = (): boolean =>
    [...host.engine.state.operators.values()].some(({ operator }) => operator.role === 'admin')
  // Before anybody can connect: who sees us answer may sign in.
  if (config.PULT_ADMIN_EMAIL !== '' && !hasAdmin()) {
    const admin = { email: config.PULT_ADMIN_EMAIL, name: 'Admin', password: config.PULT_ADMIN_PASSWORD }
    const made = await createFirstAdmin(host, admin, { passwords: createPasswords() })
    // Another node may have been quicker.
    if (typeof made !== 'string' && !hasAdmin())
      throw new Error(`The first admin could not be made: ${made.message}`)
  }
  const geography = openGeography({ onMissing: (reason) => log.warn(reason) })
  const gateway = openGateway({
    hostname: config.HOST === '' ? undefined : config.HOST,
    port: config.PORT,
    edge: { publicUrl, trustedProxies: parseTrustedProxies(config.PULT_TRUSTED_PROXIES) },
    workspaces,
    secret,
    files,
    locate: (ip) => geography?.locate(ip) ?? null,
    setupSecret: () => (hasAdmin() ? null : setupSecret),
    pages: openSite({
      directory: join(directory, 'pages'),
      https: publicUrl?.startsWith('https:') === true,
      demoChannelKey: () => demoChannelKey(host),
    }),
    nodes: place.nodes,
    ...(place.whyNotReady === undefined ? {} : { whyNotReady: place.whyNotReady }),
    ...(place.standing === undefined ? {} : { standing: place.standing }),
    version: VERSION,
    nowMs: Date.now,
    steadyMs,
    random: randomBytes,
    botSettingsFault: settingsFault,
    botSettingsShown: settingsShown,
    onError,
    onRequest: (note) => logRequest(log, note),
  })
  opened.push(() => gateway.stop(0))
  const url = publicUrl ?? `http://localhost:${gateway.port}`
  return {
    url,
    port: gateway.port,
    gateway,
    host,
    setupUrl: () => (hasAdmin() ? null : `${url}/setup#${setupSecret}`),
    async stop() {
      await place.handOver()
      await gateway.stop(DRAIN_MS)
      await place.close()
    },
  }
}

/** Failures of ours are always seen; the rest only by who looks for it, since health checks alone would fill a disk. */
function logRequest(log: Logger, note: RequestNote): void {
  log[note.method !== 'SOCKET' && note.status >= 500 ? 'error' : 'debug'](
    note,
    note.method === 'SOCKET' ? 'a socket ended' : 'a request was answered',
  )
}

/** The oldest widget channel: the one that the first start made, unless an admin has removed it. */
function demoChannelKey({ engine }: WorkspaceHost): string {
  for (const { channel } of engine.state.channels.values()) {
    if (channel.messengerType === 'WIDGET') return channel.channelKey
  }
  return ''
}
