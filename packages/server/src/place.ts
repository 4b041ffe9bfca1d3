import type { VapidKeys, WorkspaceHost, Workspaces } from '@pult/gateway'
import type { Nodes, WorkspaceId } from '@pult/protocol'
import type { Seating } from './workspace-host.ts'

/** Where workspaces are kept and where their turns are taken: in this process alone, or on one of several nodes. */
export interface Place {
  /** Signs links and client tokens; the same on every node. */
  readonly secret: string
  /** The workspace of a fresh start. */
  readonly main: WorkspaceHost
  readonly workspaces: Workspaces
  /** The machines, as an admin of a workspace sees them. */
  readonly nodes: (workspaceId: WorkspaceId) => Nodes | Promise<Nodes>
  /** Why nobody should be sent here just now, in sentences; absent where there is nothing to be without. */
  readonly whyNotReady?: () => readonly string[]
  /** How it stands with the other nodes, for whoever asks `/readyz`; absent where there are none. */
  readonly standing?: () => Readonly<Record<string, unknown>>
  /** Workspaces go to other nodes, while connections are still here. */
  readonly handOver: () => Promise<void>
  /** Finishes what is queued and lets go of everything. */
  readonly close: () => Promise<void>
}

/** One process, as whoever runs it knows it. */
export interface Machine {
  readonly name: string
  readonly version: string
  /** Since it was started. */
  readonly upMs: () => number
}

/** What a place needs of the program. */
export interface PlacePorts {
  readonly machine: Machine
  /** The workspace of a fresh start. */
  readonly mainId: WorkspaceId
  /** What is around each workspace; `secret` is the server's. */
  readonly seating: (secret: string, id: WorkspaceId, pushKeys: VapidKeys) => Omit<Seating, 'id'>
  readonly onFatal: (error: unknown) => void
  readonly onError: (error: unknown) => void
}
