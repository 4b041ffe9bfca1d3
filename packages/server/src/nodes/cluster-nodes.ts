import { createNodeWatch, type Bus, type NodeId, type NodeWatch } from '@pult/cluster'
import type { WorkspaceHost } from '@pult/gateway'
import type { Nodes, WorkspaceId } from '@pult/protocol'
import type { Machine } from '../place.ts'
import { nodesView } from './nodes-view.ts'
import { ownFacts, type OwnFacts } from './own-facts.ts'
import { whyNotReady } from './why-not-ready.ts'

/** What one of several nodes knows of all of them. */
export interface ClusterNodes {
  readonly watch: NodeWatch
  /** What this one says of itself, with each beat. */
  readonly facts: () => string
  readonly view: (workspaceId: WorkspaceId) => Nodes
  readonly whyNotReady: () => readonly string[]
}

export function createClusterNodes({
  node,
  machine,
  nats,
  hosts,
  steadyMs,
}: {
  readonly node: NodeId
  readonly machine: Machine
  /** Null: there is none to be without. */
  readonly nats: Pick<Bus, 'isUp'> | null
  readonly hosts: ReadonlyMap<WorkspaceId, Pick<WorkspaceHost, 'id' | 'hub' | 'engine'>>
  readonly steadyMs: () => number
}): ClusterNodes {
  const watch = createNodeWatch({
    steadyMs,
    isBusUp: () => nats?.isUp() ?? null,
    headOf: (id) => hosts.get(id)?.engine.state.headSeq,
  })
  const own = (): OwnFacts =>
    ownFacts({ ...machine, upMs: machine.upMs(), hosts: hosts.values() }, watch.now())
  return {
    watch,
    facts: () => JSON.stringify(own()),
    view: (workspaceId) => nodesView(workspaceId, node, own(), watch.now()),
    whyNotReady: () => whyNotReady(watch.now()),
  }
}
