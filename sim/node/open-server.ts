import type { LogRecord } from '@pult/engine'
import type { OwnedHost } from '@pult/gateway'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { ServerConnection, Setting } from '../types.ts'
import { seatAlone } from './alone.ts'
import type { BotPorts } from './bots.ts'
import type { NodeState } from '../node-worlds.ts'
import { Cluster } from './cluster.ts'
import { createDisk, type Disk } from './disk.ts'
import { Node } from './node.ts'
import type { Server } from './server.ts'
import { createSharedDisk } from './shared-disk.ts'

/** About one card: snapshots come in several parts in some worlds. */
const SMALL_PART_BYTES = 1_500
/** A process that has died is started again after so long. */
const RESTART_MS = { low: 200, high: 5_000 }

export interface ServerHooks {
  readonly tell: (sentence: string) => void
  readonly isOver: () => boolean
  readonly onStarted: (host: OwnedHost) => void
  readonly onTold: (records: readonly LogRecord[], host: OwnedHost) => void
  /** The only server has died. */
  readonly onDied: () => void
  /** One of several has. */
  readonly onLost: (connections: ReadonlySet<ServerConnection>) => void
  readonly onConnection: (connection: ServerConnection) => void
  readonly onError: (error: unknown) => void
  readonly onState: (state: NodeState) => void
}

export interface OpenServer {
  readonly node: Server
  readonly cluster: Cluster | undefined
  readonly disk: Disk
}

/** One server or several nodes, as the setting says; whatever dies comes back. */
export function openServer(
  setting: Setting,
  { scheduler, random }: { readonly scheduler: Scheduler; readonly random: Random },
  bots: BotPorts,
  hooks: ServerHooks,
): OpenServer {
  const restarts = random.fork('restarts')
  const common = {
    ...bots,
    scheduler,
    random: random.fork('node'),
    ...(random.fork('parts').chance(0.4) ? { snapshotPartBytes: SMALL_PART_BYTES } : {}),
    onConnection: hooks.onConnection,
    onError: hooks.onError,
  }
  return setting.nodes === undefined ? openOne() : openSeveral(setting.nodes)

  function startAgain({ health }: Disk, start: () => void): void {
    scheduler.after(restarts.between(RESTART_MS.low, RESTART_MS.high), () => {
      health.isBroken = false
      start()
    })
  }

  function openOne(): OpenServer {
    const disk = createDisk(setting.disk, random.fork('disk'))
    const node: Node = new Node({
      ...common,
      seat: seatAlone({
        ...common,
        disk,
        onStarted(host) {
          hooks.tell('the server is up')
          hooks.onStarted(host)
        },
        onTold: hooks.onTold,
      }),
      onDied(why) {
        if (hooks.isOver()) return
        hooks.tell(why === 'disk' ? 'the server stops: its disk has failed' : 'the server is dead')
        hooks.onDied()
        startAgain(disk, () => node.start())
      },
    })
    return { node, cluster: undefined, disk }
  }

  function openSeveral(nodes: number): OpenServer {
    const disk = createSharedDisk(scheduler)
    const cluster = new Cluster({
      ...common,
      nodes,
      disk,
      onOwner(name, host) {
        hooks.tell(`${name} takes the turns`)
        hooks.onStarted(host)
      },
      onDurable: hooks.onTold,
      onDied(name, why, connections, start) {
        if (hooks.isOver()) return
        hooks.tell(why === 'disk' ? `${name} stops: its disk has failed` : `${name} is dead`)
        hooks.onLost(connections)
        startAgain(disk, start)
      },
      onState: hooks.onState,
    })
    return { node: cluster, cluster, disk }
  }
}
