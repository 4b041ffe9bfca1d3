import type { Command, Outcome } from './commands.ts'
import type { Workspace } from './state.ts'

/** One workspace as the rest of the program reaches it, wherever its turns are taken. */
export interface Engine {
  readonly epoch: string
  /** The state between two turns. To read only; what must be an exact cut with what is told goes through {@link cut}. */
  readonly state: Readonly<Workspace>
  /** Queues a command; `respond` is called once, after everything that it has caused is durable. */
  dispatch(command: Command, respond: (outcome: Outcome) => void): void
  request(command: Command): Promise<Outcome>
  /** Runs `read` between two turns: what it sees is durable and has been told, and nothing is told while it runs. */
  cut(read: (state: Readonly<Workspace>) => void): void
  /** Resolves when {@link state} has everything that was durable when this was asked; at once where the turns are taken here. */
  caughtUp(): Promise<void>
  /** Lets the turns that are queued finish; what comes later is refused with `shutting_down`. */
  stop(): Promise<void>
}
