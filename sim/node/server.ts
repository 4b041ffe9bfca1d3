import type { OwnedHost } from '@pult/gateway'
import type { OperatorId } from '@pult/protocol'
import type { Random } from '../kernel/random.ts'
import type { Reachable } from '../network/device.ts'

/** What people of a world reach, whether that is one node or several on one log. */
export interface Server extends Reachable {
  /** The wall clock of its machines, which may be wrong and may jump. */
  readonly nowMs: () => number
  /** Where turns are taken now, if somebody listens there; undefined: nowhere. */
  readonly host: OwnedHost | undefined
  /** When the clock jumped last, by the world's time; and how far in all, both ways together. */
  readonly jumps: { readonly atMs: number; readonly sumMs: number }
  /** The clock jumps. */
  readonly jump: (ms: number) => void
  /** Some are not there, cannot reach one another, or nobody takes turns. Never of one node: it is there or it is not. */
  readonly isTroubled: () => boolean
  /** Starts what does not run. */
  readonly start: () => void
  /** A process dies on the spot. `isSilent`: so does its network, and nobody is told that connections are gone. */
  readonly kill: (isSilent: boolean) => void
  /** A process is asked to stop, as by SIGTERM: it says good-bye, finishes what was asked, and ends. */
  readonly stop: () => void
  /** Everything dies: the world is over. */
  readonly end: () => void
  /** A company's program answers by itself, under its secret; undefined: nobody listens. */
  readonly answerAsBot: (secret: string, body: string) => Promise<Response> | undefined
  /** Opens a login as a right password would. Undefined: nobody is there, or the login is refused. */
  readonly signIn: (
    operatorId: OperatorId,
    random: Random,
    device: string,
    loginMs?: number,
  ) => Promise<string | undefined>
}
