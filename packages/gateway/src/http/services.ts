import type { Coordinates, Nodes, WorkspaceId } from '@pult/protocol'
import type { Attachments } from '../attachments/index.ts'
import type { Authenticate } from '../authenticate.ts'
import type { Preparation } from '../command-door.ts'
import type { Limiter, LoginLimits } from '../limits/index.ts'
import type { EdgeAddress } from '../request-context.ts'
import type { ClientTokens, Passwords, RandomBytes } from '../sign-in/index.ts'
import type { SignAttachment } from '../views/sign.ts'
import type { Workspaces } from '../workspaces.ts'

/** The machines, as an admin of this workspace sees them. */
export type MachinesOf = (workspaceId: WorkspaceId) => Nodes | Promise<Nodes>

/** Everything that the HTTP doors need, made once by the gateway. */
export interface HttpServices {
  readonly workspaces: Workspaces
  readonly authenticate: Authenticate
  readonly preparation: Preparation
  readonly passwords: Passwords
  readonly clientTokens: ClientTokens
  readonly attachments: Attachments
  readonly sign: SignAttachment
  readonly locate: (ip: string) => Coordinates | null
  readonly loginLimits: LoginLimits
  readonly hellos: Limiter
  /** What one login or client may ask over HTTP. */
  readonly requests: Limiter
  /** Aborted when the server stops: whoever waits is let go. */
  readonly stopping: AbortSignal
  readonly edge: EdgeAddress
  readonly random: RandomBytes
  readonly nowMs: () => number
  readonly version: string
  /** The secret of the one-time link that makes the first admin, while there is none. */
  readonly setupSecret: (workspaceId: WorkspaceId) => string | null
  readonly nodes: MachinesOf | undefined
  readonly onError: (error: unknown) => void
}
