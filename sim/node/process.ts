import type { OwnedHost, WorkspaceHost } from '@pult/gateway'
import type { Random } from '../kernel/random.ts'

/** One life of one node, as what is in it sees it. */
export interface Process {
  /** From 1 for each node. */
  readonly number: number
  readonly random: Random
  readonly isAlive: () => boolean
  readonly nowMs: () => number
  /** Runs something at once; later, in its order, where the process stands still; never when it is dead. */
  readonly gate: (run: () => void) => void
  /** A timer of the process. Returns how to stop it. */
  readonly after: (delayMs: number, run: () => void) => () => void
  /** The machine loses its power, or only the process goes: by chance. */
  readonly die: () => void
  /** Nothing that follows can be trusted: the process stops. */
  readonly fail: () => void
  /** An error was caught. What the disk says stops the process, what a company's program did is its own trouble, and the rest is a bug. */
  readonly caught: (error: unknown) => void
}

/** What a process has opened on its log. */
export interface Seated {
  readonly host: WorkspaceHost
  /** The same with its log, where the turns are taken in this process. */
  readonly owned: () => OwnedHost | undefined
  /** Gives away what others can go on with, before the good-byes. */
  readonly handOver?: () => Promise<void>
}

/** Opens the workspace in a new process, as the last one left it. */
export type Seat = (process: Process) => Promise<Seated>
