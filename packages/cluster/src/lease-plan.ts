import type { WorkspaceId } from '@pult/protocol'
import type { NodeId } from './messages.ts'

/** How things stand, by the clock of the table that says so. */
export interface Standing {
  readonly nodes: readonly {
    readonly id: NodeId
    /** It has said so within its time. */
    readonly isLive: boolean
    /** It is about to stop and takes nothing more. */
    readonly isDraining: boolean
  }[]
  readonly leases: readonly LeaseOf[]
}

export interface LeaseOf {
  readonly workspaceId: WorkspaceId
  /** Null: it was given back, or nobody has had it. */
  readonly owner: NodeId | null
  /** Rises each time that it is taken. */
  readonly lease: number
}

export interface Plan {
  /** To be taken now, by this node. */
  readonly take: readonly LeaseOf[]
  /** To be given back, for a node that has less; at most one at a time. */
  readonly give: LeaseOf | undefined
}

/**
 * What one node does about the leases. All nodes that see the same standing agree on who takes what: the one with the fewest, and among these the first by name.
 * @param isOverdue nobody has taken it for a while, whoever was to: then whoever sees it does
 */
export function planOf(
  { nodes, leases }: Standing,
  me: NodeId,
  isOverdue: (lease: LeaseOf) => boolean,
): Plan {
  const live = new Set(nodes.filter(({ isLive }) => isLive).map(({ id }) => id))
  const able = nodes.filter(({ isLive, isDraining }) => isLive && !isDraining).map(({ id }) => id)
  if (!able.includes(me)) return { take: [], give: undefined }
  const counts = new Map(able.toSorted().map((id) => [id, 0]))
  const free: LeaseOf[] = []
  for (const lease of leases) {
    if (lease.owner === null || !live.has(lease.owner)) free.push(lease)
    else if (counts.has(lease.owner)) counts.set(lease.owner, counts.get(lease.owner)! + 1)
  }
  const take: LeaseOf[] = []
  for (const lease of free.toSorted((one, other) => (one.workspaceId < other.workspaceId ? -1 : 1))) {
    const taker = fewest(counts)
    counts.set(taker, counts.get(taker)! + 1)
    if (taker === me || isOverdue(lease)) take.push(lease)
  }
  const mine = leases.filter(({ owner }) => owner === me)
  const other = fewest(counts)
  // A difference of one is moved for ever; two are a gain.
  const give = take.length === 0 && mine.length - counts.get(other)! >= 2 ? mine.at(-1) : undefined
  return { take, give }
}

function fewest(counts: ReadonlyMap<NodeId, number>): NodeId {
  let found: readonly [NodeId, number] | undefined
  for (const entry of counts) if (found === undefined || entry[1] < found[1]) found = entry
  return found![0]
}
