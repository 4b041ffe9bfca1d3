import {
  clientCommands,
  operatorCommands,
  wireError,
  type ClientCommandName,
  type OperatorCommandName,
  type Role,
} from '@pult/protocol'
import { botAuthorId, botHandlers } from './bot-commands.ts'
import { clientHandlers, type Keyed } from './client-commands.ts'
import { refuse, type Command, type Decision } from './commands.ts'
import { Draft, SYSTEM } from './draft.ts'
import type { Move } from './facts.ts'
import { hashOf } from './keys.ts'
import { operatorHandlers } from './operator-commands.ts'
import { keyName, type Workspace } from './state.ts'
import { systemHandlers } from './system-commands.ts'

/** A command that happened before, under the same key: its reply, and where its event stands. */
export interface Repeated {
  readonly repeated: { readonly reply: unknown; readonly seq: number }
}

export interface Keying {
  readonly author: string
  readonly key: string
  readonly hash: string
  /** Under which it is remembered. */
  readonly name: string
}

const RANKS: Readonly<Record<Role, number>> = { operator: 0, supervisor: 1, admin: 2 }

/** A command is asked for its keying twice, by the loader and by the turn, and hashing reads the whole of it. */
const keyings = new WeakMap<Command, Keying>()

/** Who a key belongs to and what it stands for, or undefined where the command has none. */
export function keyingOf(command: Command): Keying | undefined {
  if (command.key === undefined) return undefined
  const known = keyings.get(command)
  if (known !== undefined) return known
  const author = authorOf(command.actor)
  const { key } = command
  const keying = { author, key, hash: hashOf(command.name, command.data), name: keyName(author, key) }
  keyings.set(command, keying)
  return keying
}

/** As it stands in `authorId` of what the actor writes: a message's key is found again by it. */
function authorOf(actor: Command['actor']): string {
  switch (actor.type) {
    case 'OPERATOR':
      return actor.operatorId
    case 'CLIENT':
      return actor.clientId
    case 'BOT':
      return botAuthorId(actor)
    case 'SYSTEM':
      return 'system'
  }
}

/** The same person, as the history of a session names them. */
function doerOf(actor: Command['actor']): Move['by'] {
  if (actor.type === 'SYSTEM') return SYSTEM
  const by = { type: actor.type, id: authorOf(actor) }
  return actor.type === 'BOT' && actor.name !== null ? { ...by, name: actor.name } : by
}

/**
 * Decides a command against the state: facts and a reply, or a refusal. Reads only. A key that is known gives the first reply again, or
 * `key_reused` where it stood for something else [S6].
 */
export function decide(
  state: Readonly<Workspace>,
  command: Command,
  keying: Keying | undefined,
  nowMs: number,
  at: string,
): Decision | Repeated {
  if (keying !== undefined) {
    const known = state.keys.get(keying.name)
    if (known !== undefined) {
      return known.hash === keying.hash ? { repeated: known } : refuse('key_reused', { field: 'key' })
    }
  }
  const draft = new Draft(state, nowMs, at, doerOf(command.actor))
  const keyed: Keyed = keying === undefined ? {} : { key: keying.key, hash: keying.hash }
  switch (command.actor.type) {
    case 'OPERATOR':
      return decideOperator(draft, command, keyed)
    case 'CLIENT': {
      if (!Object.hasOwn(clientCommands, command.name)) return refuse('unknown_command', { field: 'command' })
      const handle = clientHandlers[command.name as ClientCommandName] as (...args: unknown[]) => Decision
      return handle(draft, command.actor, command.data, command.given ?? {}, keyed)
    }
    case 'BOT': {
      const handle = botHandlers[command.name as keyof typeof botHandlers] as (...args: unknown[]) => Decision
      return handle(draft, command.actor, command.data)
    }
    case 'SYSTEM': {
      const handle = systemHandlers[command.name as keyof typeof systemHandlers] as (
        ...args: unknown[]
      ) => Decision
      return handle(draft, command.data)
    }
  }
}

/** The operator may have been blocked, displaced or signed out by a command of the same turn: asked again here, not only at the door. */
function decideOperator(draft: Draft, command: Command, keyed: Keyed): Decision {
  const { state } = draft
  const { actor, name } = command
  if (actor.type !== 'OPERATOR' || !Object.hasOwn(operatorCommands, name))
    return refuse('unknown_command', { field: 'command' })
  const operator = state.operators.get(actor.operatorId)?.operator
  if (operator === undefined) return refuse('not_authenticated')
  if (operator.blocked) return refuse('operator_blocked')
  const login = state.logins.get(actor.loginId)
  if (login?.operatorId !== actor.operatorId) return refuse('logged_out')
  if (login.displaced) return refuse('logged_in_elsewhere')
  const operatorName = name as OperatorCommandName
  if (RANKS[operator.role] < RANKS[operatorCommands[operatorName].role]) {
    return { ok: false, error: wireError('not_allowed', { field: 'command' }) }
  }
  const handle = operatorHandlers[operatorName] as (...args: unknown[]) => Decision
  return handle(draft, actor, command.data, command.given ?? {}, keyed)
}
