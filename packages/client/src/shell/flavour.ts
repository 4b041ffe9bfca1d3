import type { ConnectReply } from '@pult/protocol'
import type { Delivery } from '../fold/delivery.ts'
import type { Refusal } from '../pult-error.ts'

/** What is different between an operator's and a visitor's client, all of it pure but `authorize`. */
export interface Flavour<State, Data> {
  readonly name: 'operator' | 'client'
  /** Tells storage of one account from another's: the address, the channel. */
  readonly scope: string
  readonly initial: Omit<State, 'outbox' | 'connection'>
  readonly takeover: boolean
  readonly laneOf: (data: Data) => string
  readonly insisting: (data: Data, refusal: Refusal) => Data
  readonly fold: (state: State, events: readonly Delivery[], nowMs: number) => State
  readonly replace: (state: State, parts: readonly unknown[]) => State
  /** One part more of a first snapshot that is not complete; absent where all comes at once. */
  readonly onPart?: (part: unknown) => void
  readonly greet: (state: State, reply: ConnectReply) => State
  /** Without typing that has gone stale; the same object when none has. */
  readonly withoutStale: (state: State, nowMs: number) => State
  /** When the next typing goes stale, or null. */
  readonly staleAtMs: (state: State) => number | null
  /** Whose stream it is. */
  readonly ownerOf: (reply: ConnectReply) => string | undefined
  readonly authorize: (renew: boolean) => Promise<string | undefined>
}
