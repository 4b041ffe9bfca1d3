import { NODE_MS, type Beat, type Seen } from '@pult/cluster'
import type { NodeOnWire, Nodes, WorkspaceId } from '@pult/protocol'
import { factsFor, readFacts, type OwnFacts } from './own-facts.ts'

/** [GD16] The machines as one of them has seen them at its last beat, and itself as it is now. */
export function nodesView(workspaceId: WorkspaceId, node: string, own: OwnFacts, seen: Seen): Nodes {
  const readMs = Math.round(seen.beatMs)
  const nodes = (seen.beat?.nodes ?? []).map((one) => nodeView(workspaceId, one, readMs))
  const others = nodes.filter(({ id }) => id !== node)
  const self: NodeOnWire = {
    state: 'LIVE',
    heardMs: readMs,
    ...nodes.find(({ id }) => id === node),
    id: node,
    facts: factsFor(workspaceId, own, 0),
  }
  const all = [self, ...others]
  return {
    answeredBy: node,
    readMs,
    headSeq: seen.beat?.leases.find((lease) => lease.workspaceId === workspaceId)?.headSeq ?? 0,
    lease: leaseView(workspaceId, seen.beat, readMs),
    file: null,
    nodes: all
      .filter((one) => !isBack(one, all))
      .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)),
  }
}

function nodeView(
  workspaceId: WorkspaceId,
  { id, isLive, isDraining, leftMs, facts }: Beat['nodes'][number],
  readMs: number,
): NodeOnWire {
  const heardMs = Math.max(0, Math.round(NODE_MS - leftMs)) + readMs
  const alive = isDraining ? 'STOPPING' : 'LIVE'
  return {
    id,
    state: isLive ? alive : 'SILENT',
    heardMs,
    facts: factsFor(workspaceId, readFacts(facts), heardMs),
  }
}

function leaseView(workspaceId: WorkspaceId, beat: Beat | null, readMs: number): Nodes['lease'] {
  const found = beat?.leases.find((lease) => lease.workspaceId === workspaceId)
  if (found === undefined) return { owner: null, epoch: 0, heldMs: null, leftMs: null }
  const { owner, lease: epoch, heldMs } = found
  if (owner === null) return { owner, epoch, heldMs: null, leftMs: null }
  const leftMs = beat?.nodes.find(({ id }) => id === owner)?.leftMs ?? 0
  return {
    owner,
    epoch,
    heldMs: Math.round(heldMs) + readMs,
    leftMs: Math.max(0, Math.round(leftMs) - readMs),
  }
}

/** It has fallen silent and was started again since: nobody has to do anything about it any more. */
function isBack({ state, facts, heardMs }: NodeOnWire, all: readonly NodeOnWire[]): boolean {
  if (state !== 'SILENT' || facts === null) return false
  return all.some(
    (other) => other.state !== 'SILENT' && other.facts?.name === facts.name && other.facts.upMs < heardMs,
  )
}

function nameOf({ facts, id }: NodeOnWire): string {
  return `${facts?.name ?? id} ${id}`
}
