import { ClusterEngine, LeaseKeeper, openEitherBus, openWordsBus } from '@pult/cluster'
import type { LogRecord } from '@pult/engine'
import { presenceOf, type OwnedHost, type WorkspaceHost } from '@pult/gateway'
import { createBotsElsewhere } from '../../packages/server/src/bots-elsewhere.ts'
import { createCrowd, seatWorkspace } from '../../packages/server/src/workspace-host.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { NodeState } from '../node-worlds.ts'
import { botsOf, sign, type BotPorts } from './bots.ts'
import { WORKSPACE } from './node.ts'
import type { Process, Seat, Seated } from './process.ts'
import type { Lost, SharedDisk } from './shared-disk.ts'
import type { WorldBus } from './world-bus.ts'

/** Looks into the table of words, where there is a quicker way besides. */
const POLL_MS = 500

export interface MemberPorts extends BotPorts {
  readonly name: string
  readonly scheduler: Scheduler
  readonly disk: SharedDisk
  readonly bus: WorldBus
  readonly lost: () => Lost
  /** Whether the process of this name lives. */
  readonly isAlive: (id: string) => boolean
  /** The turns are taken here from now on. */
  readonly onOwner: (member: Member) => void
  readonly onDurable: (records: readonly LogRecord[], host: OwnedHost) => void
  readonly onState: (state: NodeState) => void
}

/** One process of one node, for who looks at it or makes it do something. */
export interface Member extends Seated {
  readonly id: string
  readonly process: Process
  readonly engine: ClusterEngine
  /** With the log, whoever writes it. */
  readonly view: OwnedHost
  /** Gives the lease back, so that it is anybody's. */
  readonly giveBack: () => Promise<void>
}

/** One of several nodes on one log: the production wiring of `packages/server/src/cluster.ts` on the world's clock, bus and disk. */
export function seatMember(ports: MemberPorts, onSeated: (member: Member) => void): Seat {
  const { name, scheduler, disk, lost, onState } = ports
  return async (process) => {
    const { after, nowMs, fail, number } = process
    const id = `${name}-${number}`
    const steadyMs = scheduler.nowMs
    const defer = (run: () => void): void => void after(0, run)
    const onError = process.caught
    let host: WorkspaceHost | undefined
    let view: OwnedHost | undefined
    let isOwner = false
    const reach = disk.reach({
      process,
      lost,
      onDurable: (records) => ports.onDurable(records, view!),
      onFenced: () => onState('a deposed owner’s batch refused'),
    })
    const quick = ports.bus.open(name, process)
    const slow = openWordsBus({ table: reach.words, pollMs: () => POLL_MS, after, onError })
    const bus = openEitherBus({ quick, slow, steadyMs, after })
    const crowd = createCrowd(onError)
    let elsewhere: ReturnType<typeof createBotsElsewhere> | undefined
    const engine = await ClusterEngine.open({
      id: WORKSPACE,
      node: id,
      bus,
      reader: {
        ...reach.reader,
        async read(afterSeq, limit) {
          const records = await reach.reader.read(afterSeq, limit)
          if (!isOwner && view !== undefined && records.length > 0)
            onState('a hole of the bus read from the journal')
          return records
        },
      },
      openStore: reach.openStore,
      nowMs,
      steadyMs,
      defer,
      after,
      publish: crowd.tell,
      connected: () => (host === undefined ? [] : presenceOf(host.hub)),
      onRole(next) {
        isOwner = next
        elsewhere?.onRole(next)
        if (next) ports.onOwner(member)
        crowd.onRole(next).catch(onError)
      },
      onFatal: fail,
      onError,
    })
    watchCuts(engine, () => onState('a cut waited for a follower'))
    const seated = seatWorkspace(engine, reach.reader, crowd, {
      id: WORKSPACE,
      sign,
      timers: { defer, after },
      ...botsOf(ports, process, scheduler),
      onError,
    })
    elsewhere = createBotsElsewhere({
      workspaceId: WORKSPACE,
      node: id,
      bus,
      local: seated.bots,
      botIds: () => engine.state.bots.keys(),
      steadyMs,
      after,
    })
    const { linesOf, endpointOf } = elsewhere
    host = { ...seated, bots: { ...seated.bots, linesOf, endpointOf } }
    view = { ...host, store: disk.view() }
    const keeper = new LeaseKeeper({
      node: id,
      table: {
        ...reach.leases,
        async take(node, lease) {
          const before = disk.owner()
          const taken = await reach.leases.take(node, lease)
          if (taken !== null && before !== null && !ports.isAlive(before))
            onState('lease taken from a dead node')
          return taken
        },
      },
      bus,
      steadyMs,
      after,
      engine: async () => engine,
      onError,
    })
    const member: Member = {
      id,
      process,
      engine,
      host,
      view,
      owned: () => (engine.lease !== null && engine.lease === disk.lease() ? view : undefined),
      handOver: () => keeper.drain(),
      async giveBack() {
        const { lease } = engine
        if (lease === null) return
        await engine.resign()
        await reach.leases.release(id, WORKSPACE, lease).catch(onError)
      },
    }
    onSeated(member)
    await keeper.start()
    return member
  }
}

/** Says when a cut is not read at once where somebody else takes the turns. */
function watchCuts(engine: ClusterEngine, onWaiting: () => void): void {
  const cut = engine.cut.bind(engine)
  engine.cut = (read) => {
    let isRead = false
    cut((state) => {
      isRead = true
      read(state)
    })
    if (!isRead && engine.lease === null) onWaiting()
  }
}
