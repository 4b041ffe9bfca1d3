import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import {
  ClusterEngine,
  LeaseKeeper,
  openEitherBus,
  openNatsBus,
  openWordsBus,
  type Bus,
  type NatsAddress,
  type NodeId,
} from '@pult/cluster'
import { createVapidKeys, presenceOf, type VapidKeys, type WorkspaceHost } from '@pult/gateway'
import type { WorkspaceId } from '@pult/protocol'
import {
  beginLog,
  connectPostgres,
  createNodeLeases,
  createWordsTable,
  keepSecret,
  migrateDatabase,
  openPostgresReader,
  openPostgresStore,
} from '@pult/storage'
import type { Logger } from 'pino'
import { createBotsElsewhere } from './bots-elsewhere.ts'
import { vapidKeysSchema } from './push-keys.ts'
import type { Place, PlacePorts } from './place.ts'
import { createCrowd, runtimeTimers, seatWorkspace } from './workspace-host.ts'

/** Looks into the table of words: as the only way between nodes, beside NATS for those who are cut off from it, and where nobody else is there. */
const POLL_ONLY_MS = 100
const POLL_BESIDE_MS = 500
const POLL_ALONE_MS = 1_000

const steadyMs = (): number => performance.now()
const makeEpoch = (): string => randomBytes(6).toString('hex')

export interface ClusterSettings {
  readonly databaseUrl: string
  /** Absent: words between nodes go through the database. */
  readonly nats: NatsAddress | undefined
}

/** One of several nodes on a PostgreSQL; also where it is the only one. @throws TypeError for a wrong NATS_URL, StorageAway, StorageFault */
export async function openCluster(
  { databaseUrl, nats: address }: ClusterSettings,
  { mainId, seating, onFatal, onError }: PlacePorts,
  log: Logger,
): Promise<Place> {
  const node = nodeId()
  const sql = connectPostgres(databaseUrl)
  const closers: (() => Promise<unknown>)[] = [() => sql.close({ timeout: 1 })]
  const closeAll = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close()
  }
  try {
    await migrateDatabase(sql)
    await beginLog(sql, mainId, makeEpoch)
    const secret = await keepSecret(sql, 'server', () => randomBytes(32).toString('base64url'))
    const bus = openBus()
    closers.push(() => bus.close())
    const hosts = new Map<WorkspaceId, WorkspaceHost>()
    const engines = new Map<WorkspaceId, Promise<ClusterEngine>>()

    function engineOf(id: WorkspaceId): Promise<ClusterEngine> {
      const known = engines.get(id)
      if (known !== undefined) return known
      const opening = openWorkspace(id)
      engines.set(id, opening)
      // It is tried again at the next look.
      opening.catch(() => engines.delete(id))
      return opening
    }

    async function openWorkspace(id: WorkspaceId): Promise<ClusterEngine> {
      const reader = await openPostgresReader({ sql, workspaceId: id })
      const pushKeys = await pushKeysOf(id)
      const crowd = createCrowd(onError)
      let elsewhere: ReturnType<typeof createBotsElsewhere> | undefined
      const engine = await ClusterEngine.open({
        id,
        node,
        bus,
        reader,
        openStore: (lease) => openPostgresStore({ sql, workspaceId: id, lease: { epoch: lease }, makeEpoch }),
        nowMs: Date.now,
        steadyMs,
        ...runtimeTimers,
        publish: crowd.tell,
        connected: () => {
          const host = hosts.get(id)
          return host === undefined ? [] : presenceOf(host.hub)
        },
        onRole(isOwner) {
          elsewhere?.onRole(isOwner)
          log.info({ workspace: id, node }, isOwner ? 'the workspace is here' : 'the workspace has gone')
          crowd.onRole(isOwner).catch(onError)
        },
        onFatal,
        onError,
      })
      const seated = seatWorkspace(engine, reader, crowd, { ...seating(secret, id, pushKeys), id, onError })
      elsewhere = createBotsElsewhere({
        workspaceId: id,
        node,
        bus,
        local: seated.bots,
        botIds: () => engine.state.bots.keys(),
        steadyMs,
        after: runtimeTimers.after,
      })
      closers.push(async () => elsewhere?.stop())
      const { linesOf, endpointOf } = elsewhere
      hosts.set(id, { ...seated, bots: { ...seated.bots, linesOf, endpointOf } })
      return engine
    }

    async function pushKeysOf(id: WorkspaceId): Promise<VapidKeys> {
      const text = await keepSecret(sql, `push ${id}`, async () => JSON.stringify(await createVapidKeys()))
      return vapidKeysSchema.parse(JSON.parse(text))
    }

    function openBus(): Bus {
      const words = openWordsBus({
        table: createWordsTable(sql),
        pollMs: () => (address !== undefined ? POLL_BESIDE_MS : isAlone() ? POLL_ALONE_MS : POLL_ONLY_MS),
        after: runtimeTimers.after,
        onError,
      })
      if (address === undefined) return words
      const nats = openNatsBus({
        ...address,
        name: `pult ${node}`,
        onState: (isUp, sentence) => log[isUp ? 'info' : 'warn'](sentence),
      })
      return openEitherBus({ quick: nats, slow: words, steadyMs, after: runtimeTimers.after })
    }

    const isAlone = (): boolean => (keeper.standing?.nodes.filter(({ isLive }) => isLive).length ?? 1) <= 1
    const leases = createNodeLeases(() => connectPostgres(databaseUrl, { connectionsMax: 2 }))
    closers.push(() => leases.close())
    const keeper = new LeaseKeeper({
      node,
      table: leases,
      bus,
      steadyMs,
      after: runtimeTimers.after,
      engine: engineOf,
      onError,
    })
    await engineOf(mainId)
    await keeper.start()
    const main = hosts.get(mainId)!
    return {
      secret,
      main,
      workspaces: { all: () => hosts.values(), byId: (id) => hosts.get(id as WorkspaceId) },
      standing: () => standingOf(node, keeper, hosts.values(), address === undefined ? null : bus),
      handOver: () => keeper.drain(),
      async close() {
        for (const host of hosts.values()) {
          await host.push?.stop()
          await host.engine.stop()
        }
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** Names one life of one process, in words that a subject of NATS may hold. */
function nodeId(): NodeId {
  const name = hostname().replace(/[^\w-]/gu, '-')
  return `${name}-${process.pid}-${randomBytes(3).toString('hex')}`
}

/** @param bus null: there is none to be without */
function standingOf(
  node: NodeId,
  { standing }: LeaseKeeper,
  hosts: Iterable<WorkspaceHost>,
  bus: Bus | null,
): Readonly<Record<string, unknown>> {
  const live = standing?.nodes.filter(({ isLive }) => isLive) ?? []
  const own = [...hosts].filter(({ engine }) => engine instanceof ClusterEngine && engine.lease !== null)
  return {
    node,
    nodes: live.map(({ id, isDraining }) => ({ node: id, draining: isDraining })),
    owns: own.map(({ id }) => id),
    ...(bus === null ? { bus: 'database' } : { bus: bus.isUp() ? 'nats' : 'database, without NATS' }),
  }
}
