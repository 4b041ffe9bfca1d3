import type { Activity } from '@pult/protocol'
import type { IconName } from '../parts/icon.tsx'
import type { Places, WordKey } from '../words/words.ts'

/** A sentence of the word table, and what stands in its places. */
export interface Phrase {
  readonly key: WordKey
  readonly places?: Places
}

/**
 * What a step of a session says to the operator: one to three sentences, in their order. Nothing for a step that this cabinet does not
 * know, or one that its neighbours say already. Names that are not known are `…`.
 */
export function stepPhrases(step: Activity): readonly Phrase[] {
  const name = step.operator?.name ?? '…'
  const by = step.by?.name ?? '…'
  const from = step.previousOperator?.name ?? '…'
  const group = step.group?.name ?? '…'
  const isByHolder = step.by !== null && step.by.id === (step.previousOperator?.id ?? null)

  switch (step.kind) {
    case 'STARTED':
      return [{ key: 'step.started' }]
    case 'HANDED_OVER':
      if (step.reason === 'BOT_SILENT') return [{ key: 'step.handed.silent' }]
      if (step.reason === 'BOT_FAILED') return [{ key: 'step.handed.failed' }]
      if (step.by?.type === 'CLIENT') return [{ key: 'step.handed.client' }]
      if (step.by?.type === 'OPERATOR') return [{ key: 'step.handed.operator', places: { by } }]
      return [{ key: 'step.handed' }]
    case 'ASSIGNED':
      if (step.by?.type === 'OPERATOR') return [{ key: 'step.assigned.by', places: { name, by } }]
      return [{ key: assignedKey(step), places: { name } }]
    case 'TAKEN':
      return [{ key: 'step.taken', places: { name } }]
    case 'TRANSFERRED':
      return step.operator === null
        ? [{ key: 'step.transferred.group', places: { by, group } }]
        : [
            isByHolder || step.by === null
              ? { key: 'step.transferred', places: { from, name } }
              : { key: 'step.transferred.by', places: { from, name, by } },
            ...ruleOf(step),
          ]
    case 'REASSIGNED':
      return [
        ...causeOf(step, from),
        step.operator === null
          ? { key: 'step.now.help', places: { group } }
          : { key: 'step.now', places: { name } },
        ...ruleOf(step),
      ]
    case 'QUEUED':
      return [{ key: 'step.queued', places: { group } }]
    case 'RETURNED_TO_BOT':
      if (step.reason === 'OPERATOR_UNAVAILABLE') return [{ key: 'step.returned.nobody' }]
      if (step.timer === 'RETURN_TO_BOT') return [{ key: 'step.returned.time' }]
      return [
        step.by?.type === 'OPERATOR' ? { key: 'step.returned.by', places: { by } } : { key: 'step.returned' },
      ]
    case 'TERMINAL':
      return [{ key: 'step.terminal', places: { by } }]
    case 'TIMER_EXPIRED':
      return timerOf(step, name)
    case 'CLOSED':
      return closingOf(step, by)
    case 'RATED':
      return ratingOf(step)
    default:
      // A newer server may know more than this cabinet.
      return []
  }
}

function assignedKey({ rule }: Activity): WordKey {
  if (rule === 'PREVIOUS_OPERATOR') return 'step.assigned.previous'
  return rule === 'LEAST_LOADED' ? 'step.assigned.load' : 'step.assigned'
}

/** Why the routing chose as it did. Nothing where somebody named the operator. */
function ruleOf({ rule }: Activity): readonly Phrase[] {
  switch (rule) {
    case 'PREVIOUS_OPERATOR':
      return [{ key: 'step.rule.previous' }]
    case 'LEAST_LOADED':
      return [{ key: 'step.rule.load' }]
    case 'NOBODY':
      return [{ key: 'step.rule.nobody' }]
    default:
      return []
  }
}

function causeOf({ reason }: Activity, from: string): readonly Phrase[] {
  const places = { from }
  switch (reason) {
    case 'NO_ANSWER':
      return [{ key: 'step.cause.noAnswer', places }]
    case 'CONNECTION_LOST':
      return [{ key: 'step.cause.lost', places }]
    case 'LOGOUT':
      return [{ key: 'step.cause.logout', places }]
    case 'EXPIRED':
      return [{ key: 'step.cause.expired', places }]
    case 'FORCED':
      return [{ key: 'step.cause.forced', places }]
    case 'BLOCKED':
      return [{ key: 'step.cause.blocked', places }]
    default:
      return [{ key: 'step.cause.gone', places }]
  }
}

function timerOf({ timer }: Activity, name: string): readonly Phrase[] {
  if (timer === 'FIRST_ANSWER') return [{ key: 'step.timer.first', places: { name } }]
  if (timer === 'NEXT_ANSWER') return [{ key: 'step.timer.next', places: { name } }]
  return []
}

function closingOf(step: Activity, by: string): readonly Phrase[] {
  const { reason } = step
  if (reason === 'INACTIVE') return [{ key: 'step.closed.inactive' }]
  if (reason === 'TERMINAL') return [{ key: 'step.closed.terminal' }]
  if (step.by?.type === 'CLIENT') return [{ key: 'step.closed.client' }]
  if (step.by?.type === 'BOT') return [{ key: 'step.closed.bot' }]
  const who: Phrase =
    step.by?.type === 'OPERATOR' ? { key: 'step.closed.by', places: { by } } : { key: 'step.closed' }
  return reason === null || reason === '' ? [who] : [who, { key: 'step.reason', places: { reason } }]
}

function ratingOf({ score, reason }: Activity): readonly Phrase[] {
  const rated: Phrase = { key: 'step.rated', places: { score: score ?? '…' } }
  return reason === null || reason === ''
    ? [rated]
    : [rated, { key: 'step.comment', places: { comment: reason } }]
}

/** The sign before the sentence. */
export function stepIcon({ kind }: Activity): IconName {
  switch (kind) {
    case 'STARTED':
      return 'chat'
    case 'HANDED_OVER':
    case 'TAKEN':
      return 'hand'
    case 'ASSIGNED':
      return 'person'
    case 'TRANSFERRED':
    case 'REASSIGNED':
      return 'transfer'
    case 'QUEUED':
      return 'help'
    case 'RETURNED_TO_BOT':
      return 'bot'
    case 'TIMER_EXPIRED':
      return 'clock'
    case 'TERMINAL':
    case 'CLOSED':
      return 'check'
    default:
      return 'info'
  }
}
