import type { Message } from '@pult/protocol'
import { asksForPerson } from '../asks-for-person.ts'
import { CALL_OPERATOR } from '../builtin.ts'
import type { ModelMemory } from './memory.ts'
import type { ModelLimits } from './limits.ts'

/** Why people get a session: the client wants them, the model has no answer, or a limit was reached. */
export type HandOverWhy = 'asked' | 'unsure' | 'turns' | 'tokens' | 'day'

/** [MB5] Whether people get the session before a model is asked; null: it is asked. */
export function handsOverFirst(
  message: Pick<Message, 'body' | 'actionId'>,
  memory: ModelMemory,
  limits: ModelLimits,
): HandOverWhy | null {
  if (message.actionId === CALL_OPERATOR || asksForPerson(message.body)) return 'asked'
  if (memory.turns >= limits.turns) return 'turns'
  return null
}

/** [MB8] Whether a question that may cost so many tokens still fits into the limits. `spentToday`: of all sessions, what is under way included. */
export function isOverBudget(
  tokens: number,
  memory: ModelMemory,
  spentToday: number,
  limits: ModelLimits,
): Extract<HandOverWhy, 'tokens' | 'day'> | null {
  if (memory.tokens + tokens > limits.sessionTokens) return 'tokens'
  return spentToday + tokens > limits.dayTokens ? 'day' : null
}
