import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { LeaseKeeper, type Bus, type ClusterEngine, type NatsAddress, type NodeId } from '@pult/cluster'
import type { WorkspaceId } from '@pult/protocol'
import { beginLog, connectPostgres, createNodeLeases, keepSecret, migrateDatabase } from '@pult/storage'
import type { Logger } from 'pino'
import { openBus } from './cluster-bus.ts'
import { openClusterHost, type ClusterHost } from './cluster-host.ts'
import { createClusterNodes } from './nodes/cluster-nodes.ts'
import type { Place, PlacePorts } from './place.ts'
import { runtimeTimers } from './workspace-host.ts'

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
  { mainId, machine, seating, onFatal, onError }: PlacePorts,
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
    const bus = openBus(
      {
        sql,
        node,
        address,
        isAlone: () => (keeper.standing?.nodes.filter(({ isLive }) => isLive).length ?? 1) <= 1,
        onError,
      },
      log,
    )
    closers.push(() => bus.close())
    const hosts = new Map<WorkspaceId, ClusterHost>()
    const engines = new Map<WorkspaceId, Promise<ClusterEngine>>()
    closers.push(async () => {
      for (const { elsewhere } of hosts.values()) elsewhere.stop()
    })

    function engineOf(id: WorkspaceId): Promise<ClusterEngine> {
      const known = engines.get(id)
      if (known !== undefined) return known
      const opening = openClusterHost(
        { id, node, bus, sql, secret, makeEpoch, seating, onFatal, onError },
        log,
      ).then((host) => {
        hosts.set(id, host)
        return host.engine
      })
      engines.set(id, opening)
      // It is tried again at the next look.
      opening.catch(() => engines.delete(id))
      return opening
    }

    const leases = createNodeLeases(() => connectPostgres(databaseUrl, { connectionsMax: 2 }))
    closers.push(() => leases.close())
    const nodes = createClusterNodes({
      node,
      machine,
      nats: address === undefined ? null : bus,
      hosts,
      steadyMs,
    })
    const keeper = new LeaseKeeper({
      node,
      table: leases,
      bus,
      steadyMs,
      after: runtimeTimers.after,
      engine: engineOf,
      facts: nodes.facts,
      watch: nodes.watch,
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
      nodes: nodes.view,
      whyNotReady: nodes.whyNotReady,
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
  hosts: Iterable<ClusterHost>,
  bus: Bus | null,
): Readonly<Record<string, unknown>> {
  const live = standing?.nodes.filter(({ isLive }) => isLive) ?? []
  const own = [...hosts].filter(({ engine }) => engine.lease !== null)
  return {
    node,
    nodes: live.map(({ id, isDraining }) => ({ node: id, draining: isDraining })),
    owns: own.map(({ id }) => id),
    ...(bus === null ? { bus: 'database' } : { bus: bus.isUp() ? 'nats' : 'database, without NATS' }),
  }
}
