import type { OperatorClient, VisitorClient } from '@pult/client'
import type { LogRecord } from '@pult/engine'
import type { Edge, OwnedHost } from '@pult/gateway'
import type { OperatorId, Role } from '@pult/protocol'
import type { Random } from './kernel/random.ts'
import type { Scheduler } from './kernel/scheduler.ts'
import type { Device } from './network/device.ts'
import type { Disk } from './node/disk.ts'
import type { Cluster } from './node/cluster.ts'
import type { Server } from './node/server.ts'

/** What Pult promises (RELIABILITY.md), as far as a world can break it; the last ones are of this directory's SPEC. */
export type PromiseName =
  | 'G1'
  | 'G2'
  | 'G3'
  | 'G4'
  | 'G5'
  | 'G6'
  | 'G7'
  | 'G8'
  | 'G9'
  | 'G10'
  /** Old snapshot + events = fresh snapshot; the SDK's state is the server's snapshot. */
  | 'STATE'
  /** Nobody idle with capacity while a session that they could take waits in Help longer than one turn. */
  | 'ROUTING'
  /** A session's deadline fires once, restarts included. */
  | 'DEADLINE'
  /** [L4] Who is not there is offline when the grace has passed, and not before; restarts included. */
  | 'GRACE'
  /** What somebody types is said in the order in which it was typed, reloads included, or is shown as refused. */
  | 'TYPED'
  /** What has been read stays read. */
  | 'READ'
  /** An error where none should be: a bug that the program itself has noticed. */
  | 'BUG'

/** A plan is all of a world: the same plan gives the same world, bit for bit. The shrinker takes acts out of it. */
export interface Plan {
  readonly seed: number
  readonly setting: Setting
  readonly acts: readonly Act[]
}

/** One thing that somebody does or that goes wrong. What it comes to is decided when its time comes, by its own chance. */
export interface Act {
  /** Its place in the plan of the seed; stays when others are taken out. */
  readonly index: number
  /** Milliseconds from the world's beginning. */
  readonly atMs: number
  readonly kind: string
  /** Whom it befalls: a number to be taken modulo the people concerned. */
  readonly who: number
}

export interface Setting {
  readonly disk: 'memory' | 'sqlite'
  /** Several nodes on one log. Default: one server, on a disk of its own. */
  readonly nodes?: number
  readonly operators: readonly OperatorSetting[]
  readonly visitors: number
  /** How long people act. Then the world heals and everybody has to converge [G7]. */
  readonly actMs: number
  /** Kinds of faults that this world knows: each world its own choice, so that rare combinations have room. */
  readonly faults: readonly string[]
  /** `LATE`: the built-in one, slow, and sometimes twice. `SILENT`: it never answers. `WEBHOOK`: a company's own program, with good and bad hours. */
  readonly bot: 'BUILTIN' | 'NONE' | 'LATE' | 'SILENT' | 'WEBHOOK'
  /** People write pages instead of sentences: snapshots come in parts, and slow readers fall behind. */
  readonly isWordy?: boolean
  /** How long a login lives. */
  readonly loginMs: number
  readonly groups: number
  /** Seconds; undefined: no limit. Of the first group. */
  readonly timers: {
    readonly timerFirstAnswer?: number
    readonly timerNextAnswers?: number
    readonly reassignAfter?: number
    readonly closeAfter?: number
    readonly returnToBotAfter?: number
  }
}

export interface OperatorSetting {
  readonly role: Role
  readonly capacity: number
  /** Numbers of groups. */
  readonly groups: readonly number[]
}

/** What outlives a reload of a tab. */
export interface TabMemory {
  /** Of a tab that was duplicated: the other's. */
  readonly copiedFrom: TabMemory | null
}

/** One browser tab of an operator, with the production SDK and cabinet store in it. */
export interface OperatorTab {
  readonly name: string
  readonly operatorId: OperatorId
  readonly device: Device
  readonly client: OperatorClient
  /** What outlives a reload of the tab: whoever has the same is the same tab. */
  readonly tabStorage: TabMemory
  /** Closed tabs are kept for the checks and never act again. */
  isOpen: boolean
}

/** A client's browser tab, with the production SDK and widget store in it. */
export interface VisitorTab {
  readonly name: string
  readonly device: Device
  readonly client: VisitorClient
  /** As an operator's. */
  readonly tabStorage: TabMemory
  isOpen: boolean
}

export interface World {
  readonly plan: Plan
  readonly scheduler: Scheduler
  readonly random: Random
  readonly disk: Disk
  readonly node: Server
  /** The same, where it is several. */
  readonly cluster: Cluster | undefined
  /** All tabs that were ever opened, in that order. */
  readonly operatorTabs: OperatorTab[]
  readonly visitorTabs: VisitorTab[]
  /** The world's faults have ended: from now on everything must come right [G7]. */
  isHealed: boolean
  /** Tells the story: one sentence in the domain's words. Part of the world's hash. */
  readonly tell: (who: string, what: string) => void
  /** A rare state was reached; see marks.ts. */
  readonly mark: (name: string) => void
  /** A promise was broken: the world ends after this step. The first one counts. */
  readonly broke: (promise: PromiseName, sentence: string) => void
  /** Says what was promised to somebody, for G1: called with every positive reply to a keyed command. */
  readonly acknowledged: (ack: Acknowledgement) => void
}

/** A positive reply, as a tab heard it. */
export interface Acknowledgement {
  readonly tab: OperatorTab | VisitorTab
  readonly command: string
  readonly data: unknown
  readonly reply: unknown
}

/** Watches a world. Each hook is called in the world's own time; none may change anything in it. */
export interface Check {
  readonly name: string
  /** A process has come up, or of several another one takes the turns: `host` holds what is durable. */
  readonly onStarted?: (host: OwnedHost) => void
  readonly onDied?: () => void
  /** One of several nodes has died, with these connections; the others go on. */
  readonly onLost?: (connections: ReadonlySet<ServerConnection>) => void
  /** A turn is durable, answered and told; of several nodes: durable, and each tells it when it comes to it. */
  readonly onTold?: (records: readonly LogRecord[], host: OwnedHost) => void
  /** The server has written a frame to somebody's socket. */
  readonly onWritten?: (to: Written) => void
  /** The server has taken a connection. */
  readonly onConnection?: (connection: ServerConnection) => void
  readonly onOperatorTab?: (tab: OperatorTab) => void
  readonly onVisitorTab?: (tab: VisitorTab) => void
  readonly onAcknowledged?: (ack: Acknowledgement) => void
  /** After every so many steps, between two of them. */
  readonly onLook?: () => void
  /** The world has healed and had its time to converge. */
  readonly onEnd?: () => void
}

/** A connection as the server has it. To be looked at only. */
export type ServerConnection = ReturnType<Edge['streams']['open']>

export interface Written {
  /** The device's name, which is its tab's. */
  readonly to: string
  /** Which of the connections that the device has opened, from 1. */
  readonly wire: number
  readonly frame: string
  readonly bufferedBytes: number
}

export interface Outcome {
  readonly seed: number
  readonly steps: number
  /** Of everything that was written to anybody, told and stored: the same for the same plan on any machine. */
  readonly hash: string
  readonly marks: readonly string[]
  readonly broken: { readonly promise: PromiseName; readonly sentence: string; readonly atMs: number } | null
  readonly story: readonly string[]
}
