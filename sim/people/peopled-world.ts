import type { Random } from '../kernel/random.ts'
import type { Setting, World } from '../types.ts'
import type { Machine } from './machine.ts'
import type { OperatorPerson } from './operator.ts'
import type { VisitorPerson } from './visitor.ts'

/** A world with everybody in it, as acts see it. */
export interface PeopledWorld extends World {
  readonly operators: readonly OperatorPerson[]
  readonly visitors: readonly VisitorPerson[]
  /** Every machine of everybody, in the order of their names' first use. */
  readonly machines: Machine[]
  readonly openMachine: (name: string, flavour: 'OPERATOR' | 'CLIENT', random: Random) => Machine
  readonly registerOperatorTab: (tab: World['operatorTabs'][number]) => void
  readonly registerVisitorTab: (tab: World['visitorTabs'][number]) => void
  /** "client 3", or "somebody" for whom nobody of this world is. */
  readonly nameOfClient: (clientId: string | null) => string
  readonly setting: Setting
}

/** "the chat of client 3" */
export function chatOf(world: PeopledWorld, card: { readonly clientId: string | null }): string {
  return `the chat of ${world.nameOfClient(card.clientId)}`
}

/** One of those concerned, the same for the same number as long as they are the same. */
export function one<T>(from: readonly T[], who: number): T | undefined {
  return from.length === 0 ? undefined : from[who % from.length]
}
