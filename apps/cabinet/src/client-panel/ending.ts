import type { Activity } from '@pult/protocol'
import type { WordKey } from '../words/words.ts'

/** How a session ended: a sentence, and the reason that an operator gave in their own words. */
export interface Ending {
  readonly key: WordKey
  readonly name: string
  readonly reason: string | null
}

/** Out of a session's steps, in any order; null where it did not end, or its end is not among them. */
export function endingOf(activities: readonly Activity[]): Ending | null {
  const end = activities.find(({ kind }) => kind === 'CLOSED')
  if (end === undefined) return null
  const name = end.by?.name ?? ''
  if (end.reason === 'INACTIVE') return { key: 'past.ended.silent', name, reason: null }
  if (end.reason === 'TERMINAL') return { key: 'past.ended.terminal', name, reason: null }
  switch (end.by?.type) {
    case 'CLIENT':
      return { key: 'past.ended.client', name, reason: null }
    case 'BOT':
      return { key: 'past.ended.bot', name, reason: end.reason }
    case 'OPERATOR':
      return { key: name === '' ? 'past.ended' : 'past.ended.operator', name, reason: end.reason }
    case 'SYSTEM':
    case undefined:
      return { key: 'past.ended', name, reason: end.reason }
  }
}
