import type { LogRecord, Signal, SystemCommand, WorkspaceReader, WorkspaceStore } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { Bus } from './bus.ts'
import type { NodeId } from './messages.ts'

/** What a workspace on one of several nodes needs of the node. */
export interface ClusterEnginePorts {
  readonly id: WorkspaceId
  readonly node: NodeId
  readonly bus: Bus
  readonly reader: WorkspaceReader
  /** The log under a lease that this node has taken. @throws LeaseLost */
  readonly openStore: (lease: number) => Promise<WorkspaceStore>
  readonly nowMs: () => number
  readonly steadyMs: () => number
  readonly defer: (run: () => void) => void
  readonly after: (delayMs: number, run: () => void) => () => void
  /** Is told of what is durable, once and in order, whoever owns the workspace. Must not throw. */
  readonly publish: (records: readonly LogRecord[], signals: readonly Signal[]) => void
  /** Who is connected to this node, as its owner is to be told. */
  readonly connected: () => readonly SystemCommand[]
  /** Whether the turns are taken here from now on. */
  readonly onRole: (isOwner: boolean) => void
  readonly onFatal: (error: unknown) => void
  readonly onError: (error: unknown) => void
}
