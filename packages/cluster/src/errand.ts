import type { Command, Outcome } from '@pult/engine'

/** A command on its way to whoever owns the workspace. */
export interface Errand {
  readonly command: Command
  readonly respond: (outcome: Outcome) => void
  /** The lease under which an owner may have it in hand; null: nobody has. */
  lease: number | null
}

/**
 * Whether a command that a former owner may have carried out may be given to the next one. With a key it happens once; what the shell says of connections, logins and
 * time says the same when it is said twice. Everything else has an outcome that nobody knows.
 */
export function mayAskAgain({ command, lease }: Errand): boolean {
  return lease === null || command.key !== undefined || command.actor.type === 'SYSTEM'
}
