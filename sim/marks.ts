import { clientEvents, operatorEvents } from '@pult/protocol'
import { eventMark } from './checks/state.ts'
import { NODE_STATES } from './node-worlds.ts'

/**
 * States that are rare and that everything else here is for: worlds that do not reach them prove nothing. Each is noticed in facts, in frames
 * and in what tabs hold, not where somebody meant to bring it about.
 */
export const RARE_STATES = [
  'a crash between durable and told',
  'deadline fired after a restart',
  'a key repeated after a restart answered from the store',
  'a key repeated answered again',
  'a resume over a restart',
  'a resume in the same life',
  'a client’s cursor from before a restart got a snapshot',
  'a cursor from before a rights change got a snapshot',
  'snapshot in several parts',
  'hole noticed by prev, follow sent',
  'slow reader closed while frames waited',
  'reader behind and brought on',
  'login displaced',
  'login displaced during a replay',
  'login expired',
  'login expired during a replay',
  'rights changed during a replay',
  'operator blocked with sessions in hand',
  'operator gone after grace',
  'operator back after grace',
  'outbox survived a reload',
  'message written offline and sent later',
  'storage_full refused',
  'storage_full refused and later accepted',
  'stale answer refused',
  'stale answer refused and insisted',
  'two wanted the same session',
  'answer refused because the session had left',
  'message refused because the client is banned',
  'a ban ended by its deadline',
  'session reassigned unanswered',
  'session closed by its timer',
  'first answer’s limit passed',
  'next answer’s limit passed',
  'bot too late and people asked',
  'bot spoke again after people had had it',
  'a program failed and people asked',
  'a program was reminded of what it left',
  'a program handed over with a note',
  'TERMINAL gave it to the bot',
  'time gave it back to the bot',
  'taken back by the bot since nobody was there',
  'TERMINAL closed it',
  'waited in Help and given to who became free',
  'given to the previous operator',
  'Help moved to another group',
  'Help lost by a change of rights',
  'watched while somebody else has it',
  'message edited by its author after the session left',
  'client came back in an open session',
  'two sessions given in one turn',
  'clock behind the log’s last record',
  'a page reloaded before what was typed was said',
  'rights changed for a reader who is behind',
  'told out of the journal while a turn is written',
  'operator gone after a restart',
  'operator gone after a second absence',
] as const

export type RareState = (typeof RARE_STATES)[number]

/** Signals have no place in the state's order, and the last words leave nobody there to compare with. */
const NOT_FOLDED: ReadonlySet<string> = new Set([
  'typing',
  'operatorBlocked',
  'chatUserExists',
  'operatorLoggedOut',
])

/** Every event type whose fold a world has compared with a fresh snapshot. */
export const EVENT_MARKS: readonly string[] = [
  ...Object.keys(operatorEvents)
    .filter((name) => !NOT_FOLDED.has(name))
    .map((name) => eventMark('operator', name)),
  ...Object.keys(clientEvents)
    .filter((name) => !NOT_FOLDED.has(name))
    .map((name) => eventMark('client', name)),
]

/** All marks that a good number of worlds must reach between them. */
export const MARKS: readonly string[] = [...RARE_STATES, ...EVENT_MARKS, ...NODE_STATES]
