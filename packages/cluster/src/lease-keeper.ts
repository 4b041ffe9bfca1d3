import type { WorkspaceId } from '@pult/protocol'
import type { Bus } from './bus.ts'
import type { ClusterEngine } from './cluster-engine.ts'
import { planOf, type LeaseOf, type Standing } from './lease-plan.ts'
import type { NodeId } from './messages.ts'
import type { Beat, NodeWatch } from './node-watch.ts'

/** A node that has been silent for longer is gone. With {@link BEAT_MS} and the opening it stays below the 5 s that a workspace may be without an owner. */
export const NODE_MS = 3_000
/** How often a node says that it lives, and looks how things stand. */
export const BEAT_MS = 750
/** What nobody has taken for so long is taken by whoever sees it. */
const OVERDUE_MS = 1_500
/** The journal is asked whether there is more than was told every so many beats, as long as the bus carries words. */
const LOOK_BEATS = 4
/** Lives of nodes that are remembered as over: more than restart while anything that they said can still be on its way. */
const GONE_KEPT = 100
/** What makes every node look at once: leases were given back. */
const LOOK = 'pult.leases'

/** Where leases are kept, with a clock of its own that all nodes go by. */
export interface LeaseTable {
  /** Says that the node lives, for `forMs` from now, with what it says of itself, and reads how things stand. */
  beat(node: NodeId, isDraining: boolean, forMs: number, facts?: string): Promise<Beat>
  /** Takes a lease that still is this one and whose owner is gone. @returns the new one; null: another node was faster, or the owner has come back */
  take(node: NodeId, lease: LeaseOf): Promise<number | null>
  /** Gives a lease back. Nothing where it is another's by now. */
  release(node: NodeId, workspaceId: WorkspaceId, lease: number): Promise<void>
  /** The node is gone, by its own word. */
  leave(node: NodeId): Promise<void>
}

export interface LeaseKeeperPorts {
  readonly node: NodeId
  readonly table: LeaseTable
  readonly bus: Bus
  readonly steadyMs: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
  /** The workspace on this node; opened where it is not yet. */
  readonly engine: (workspaceId: WorkspaceId) => Promise<ClusterEngine>
  /** What this node says of itself, a few hundred bytes; asked at each beat, and carried by it. Default: nothing. */
  readonly facts?: () => string
  /** Is told of every beat, answered or not. */
  readonly watch?: Pick<NodeWatch, 'told' | 'failed'>
  readonly onError: (error: unknown) => void
}

/** Keeps one node's word that it lives, and the leases where they belong. */
export class LeaseKeeper {
  readonly #ports: LeaseKeeperPorts
  /** What stood at the last beat; null before the first. */
  #standing: Standing | null = null
  #live = new Set<NodeId>()
  /** Oldest first. */
  readonly #gone = new Set<NodeId>()
  readonly #freeSinceMs = new Map<WorkspaceId, number>()
  #lastBeatMs = -Infinity
  /** Since when every beat has come in time. */
  #beatingSinceMs = 0
  #beats = 0
  #isDraining = false
  #isStopped = false
  #beating: Promise<void> | undefined
  #isDue = false
  #stopTimer: (() => void) | undefined
  readonly #stopHearing: () => void

  constructor(ports: LeaseKeeperPorts) {
    this.#ports = ports
    this.#stopHearing = ports.bus.subscribe(LOOK, () => this.#wake())
  }

  /** How things stood at the last beat, or null. */
  get standing(): Standing | null {
    return this.#standing
  }

  /** Begins. Resolves after the first beat, whatever it came to. */
  async start(): Promise<void> {
    await this.#beat()
  }

  /** Hands everything over and goes. Resolves when nothing is owned here any more. */
  async drain(): Promise<void> {
    this.#isDraining = true
    const { table, node, bus } = this.#ports
    // What is being taken just now is given back as well.
    await this.#beating
    // The others know first that this one takes nothing.
    await this.#quietly(async () => {
      const { leases } = await this.#ask()
      await Promise.all(leases.filter(({ owner }) => owner === node).map((lease) => this.#giveBack(lease)))
    })
    this.#isStopped = true
    this.#stopTimer?.()
    this.#stopHearing()
    await this.#quietly(() => table.leave(node))
    bus.publish(LOOK, '')
  }

  #wake(): void {
    if (this.#isStopped || this.#isDraining) return
    if (this.#beating !== undefined) this.#isDue = true
    else void this.#beat()
  }

  async #beat(): Promise<void> {
    this.#stopTimer?.()
    this.#beating = this.#quietly(() => this.#once())
    await this.#beating
    this.#beating = undefined
    if (this.#isStopped || this.#isDraining) return
    const delayMs = this.#isDue ? 0 : BEAT_MS
    this.#isDue = false
    this.#stopTimer = this.#ports.after(delayMs, () => void this.#beat())
  }

  async #once(): Promise<void> {
    const { node, bus, steadyMs, engine } = this.#ports
    const standing = await this.#ask()
    if (this.#isDraining) return
    const nowMs = steadyMs()
    if (nowMs - this.#lastBeatMs > NODE_MS) this.#beatingSinceMs = nowMs
    this.#lastBeatMs = nowMs
    // After the table was away everybody seems to be gone: they have their time to come back. At the first beat nobody has been away.
    const isTrusted = this.#standing === null || nowMs - this.#beatingSinceMs >= NODE_MS
    const seen: Standing = isTrusted
      ? standing
      : { ...standing, nodes: standing.nodes.map((one) => ({ ...one, isLive: true })) }
    const isForgotten = this.#standing !== null && !standing.wasKnown
    this.#standing = seen
    this.#beats += 1
    const mayLook = !bus.isUp() || this.#beats % LOOK_BEATS === 0
    const gone = this.#goneNow(seen)
    for (const lease of seen.leases) {
      const one = await engine(lease.workspaceId)
      for (const id of gone) one.nodeGone(id)
      if (lease.owner === node) {
        if (one.lease !== lease.lease) await one.own(lease.lease)
        // Under one that was given back nobody answers.
      } else if (lease.owner !== null) await one.leaseIs(lease.lease)
      if (isForgotten) one.announce()
      if (mayLook) one.look()
    }
    const { take, give } = planOf(seen, node, (lease) => this.#isOverdue(lease, seen, nowMs))
    await Promise.all(take.map((lease) => this.#take(lease)))
    if (give !== undefined) {
      await this.#giveBack(give)
      bus.publish(LOOK, '')
    }
  }

  async #ask(): Promise<Beat> {
    const { table, node, watch } = this.#ports
    try {
      const beat = await table.beat(node, this.#isDraining, NODE_MS, this.#facts())
      watch?.told(beat)
      return beat
    } catch (error) {
      watch?.failed(error)
      throw error
    }
  }

  /** What is only shown must not cost a node its life. */
  #facts(): string | undefined {
    try {
      return this.#ports.facts?.()
    } catch (error) {
      this.#ports.onError(error)
      return undefined
    }
  }

  /**
   * Nodes that are gone, at every look again: what one of them said with its last breath may come late, and would bring those back who were connected there.
   */
  #goneNow({ nodes }: Standing): Iterable<NodeId> {
    const live = new Set(nodes.filter(({ isLive }) => isLive).map(({ id }) => id))
    for (const id of this.#live) if (!live.has(id)) this.#gone.add(id)
    for (const { id } of nodes) if (!live.has(id)) this.#gone.add(id)
    // One that only stood still says again who is there.
    for (const id of live) this.#gone.delete(id)
    for (const id of this.#gone) {
      if (this.#gone.size <= GONE_KEPT) break
      this.#gone.delete(id)
    }
    this.#live = live
    return this.#gone
  }

  #isOverdue({ workspaceId, owner }: LeaseOf, { nodes }: Standing, nowMs: number): boolean {
    const isFree = owner === null || !nodes.some(({ id, isLive }) => id === owner && isLive)
    if (!isFree) {
      this.#freeSinceMs.delete(workspaceId)
      return false
    }
    const sinceMs = this.#freeSinceMs.get(workspaceId)
    if (sinceMs === undefined) this.#freeSinceMs.set(workspaceId, nowMs)
    return sinceMs !== undefined && nowMs - sinceMs >= OVERDUE_MS
  }

  async #take(lease: LeaseOf): Promise<void> {
    const { table, node, engine } = this.#ports
    const taken = await table.take(node, lease)
    if (taken === null) return
    this.#freeSinceMs.delete(lease.workspaceId)
    const one = await engine(lease.workspaceId)
    await one.own(taken)
  }

  /** What was queued is finished first; then it is anybody's. */
  async #giveBack({ workspaceId, lease }: LeaseOf): Promise<void> {
    const one = await this.#ports.engine(workspaceId)
    await one.resign()
    await this.#ports.table.release(this.#ports.node, workspaceId, lease)
  }

  async #quietly(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      this.#ports.onError(error)
    }
  }
}
