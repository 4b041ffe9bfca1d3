import { ClusterEngine, type Bus, type NodeId } from '@pult/cluster'
import { createVapidKeys, presenceOf, type VapidKeys, type WorkspaceHost } from '@pult/gateway'
import type { WorkspaceId } from '@pult/protocol'
import { keepSecret, openPostgresReader, openPostgresStore } from '@pult/storage'
import type { SQL } from 'bun'
import type { Logger } from 'pino'
import { createBotsElsewhere, type BotsElsewhere } from './bots-elsewhere.ts'
import type { PlacePorts } from './place.ts'
import { vapidKeysSchema } from './push-keys.ts'
import { createCrowd, runtimeTimers, seatWorkspace } from './workspace-host.ts'

/** A workspace as one of several nodes has it, whoever takes its turns. */
export interface ClusterHost extends WorkspaceHost {
  readonly engine: ClusterEngine
  readonly elsewhere: BotsElsewhere
}

export interface ClusterHostPorts extends Omit<PlacePorts, 'mainId' | 'machine'> {
  readonly id: WorkspaceId
  readonly node: NodeId
  readonly bus: Bus
  readonly sql: SQL
  /** The server's. */
  readonly secret: string
  readonly makeEpoch: () => string
}

/** Opens it as a follower. @throws StorageAway, StorageFault */
export async function openClusterHost(
  { id, node, bus, sql, secret, makeEpoch, seating, onFatal, onError }: ClusterHostPorts,
  log: Logger,
): Promise<ClusterHost> {
  const reader = await openPostgresReader({ sql, workspaceId: id })
  const pushKeys = await pushKeysOf(sql, id)
  const crowd = createCrowd(onError)
  // Whoever is told by the engine comes after it.
  let host: ClusterHost | undefined
  const engine = await ClusterEngine.open({
    id,
    node,
    bus,
    reader,
    openStore: (lease) => openPostgresStore({ sql, workspaceId: id, lease: { epoch: lease }, makeEpoch }),
    nowMs: Date.now,
    steadyMs: () => performance.now(),
    ...runtimeTimers,
    publish: crowd.tell,
    connected: () => (host === undefined ? [] : presenceOf(host.hub)),
    onRole(isOwner) {
      host?.elsewhere.onRole(isOwner)
      log.info({ workspace: id, node }, isOwner ? 'the workspace is here' : 'the workspace has gone')
      crowd.onRole(isOwner).catch(onError)
    },
    onFatal,
    onError,
  })
  const seated = seatWorkspace(engine, reader, crowd, { ...seating(secret, id, pushKeys), id, onError })
  const elsewhere = createBotsElsewhere({
    workspaceId: id,
    node,
    bus,
    local: seated.bots,
    botIds: () => engine.state.bots.keys(),
    steadyMs: () => performance.now(),
    after: runtimeTimers.after,
  })
  const { linesOf, endpointOf } = elsewhere
  host = { ...seated, engine, elsewhere, bots: { ...seated.bots, linesOf, endpointOf } }
  return host
}

async function pushKeysOf(sql: SQL, id: WorkspaceId): Promise<VapidKeys> {
  const text = await keepSecret(sql, `push ${id}`, async () => JSON.stringify(await createVapidKeys()))
  return vapidKeysSchema.parse(JSON.parse(text))
}
