import type { Activity, ActivityKind, AuthorType, GroupId, NextAction, OperatorId } from '@pult/protocol'
import type { SessionRecord } from './entities.ts'
import type { Fact, LogRecord, Move, SessionChange } from './facts.ts'

/** What a record tells of a session's way, with ids where a reader sees names. */
export interface SessionActivity {
  readonly seq: number
  readonly at: string
  readonly kind: ActivityKind
  /** As it stood afterwards. */
  readonly session: SessionRecord
  /** `null`: in a log of before it was kept. */
  readonly by: { readonly type: AuthorType; readonly id: string | null; readonly name?: string } | null
  /** Who has the session from then on, or had it at the end. */
  readonly operatorId: OperatorId | null
  /** From whom it went. */
  readonly previousOperatorId: OperatorId | null
  readonly groupId: GroupId
  readonly reason: string | null
  readonly rule?: NonNullable<Activity['rule']>
  readonly timer?: NextAction
  readonly score?: number
}

type SessionFact = Extract<Fact, { type: 'session' }>

/** What a change is called where nothing more is known of it; what is not here is no step of a session's way. */
const kinds: { readonly [W in SessionChange]?: ActivityKind } = {
  started: 'STARTED',
  switched: 'HANDED_OVER',
  assigned: 'ASSIGNED',
  queued: 'QUEUED',
  givenToBot: 'RETURNED_TO_BOT',
  timer: 'TIMER_EXPIRED',
  closed: 'CLOSED',
  rated: 'RATED',
}

export function isActivity(fact: Fact): fact is SessionFact {
  return fact.type === 'session' && kinds[fact.why] !== undefined
}

/** What a record tells of a session's way, or undefined where it tells something else. */
export function activityOf({ seq, atMs, fact }: LogRecord): SessionActivity | undefined {
  if (!isActivity(fact)) return undefined
  const { session, move, decision } = fact
  const timer = fact.timer ?? move?.timer ?? (session.closing?.by === 'TIMER' ? 'CLOSE' : undefined)
  return {
    seq,
    at: new Date(atMs).toISOString(),
    kind: move?.kind ?? kinds[fact.why]!,
    session,
    by: whoDid(fact),
    operatorId: session.card.operatorId,
    previousOperatorId: move?.from ?? null,
    groupId: session.card.groupId,
    reason: reasonOf(fact),
    ...(decision === undefined ? {} : { rule: decision.rule }),
    ...(timer === undefined ? {} : { timer }),
    ...(fact.why === 'rated' && session.rating !== null ? { score: session.rating.score } : {}),
  }
}

function whoDid({ why, session, move }: SessionFact): Move['by'] | null {
  const client = { type: 'CLIENT', id: session.card.clientId } as const
  const system = { type: 'SYSTEM', id: null } as const
  switch (why) {
    case 'started':
    case 'rated':
      return client
    case 'timer':
      return system
    case 'closed': {
      const by = session.closing?.by ?? 'SYSTEM'
      if (by === 'CLIENT') return client
      return by === 'OPERATOR' ? { type: by, id: session.closing?.operatorId ?? null } : system
    }
    default:
      return move?.by ?? null
  }
}

function reasonOf({ why, session, move }: SessionFact): string | null {
  if (why === 'closed') return session.closing?.reason ?? null
  if (why === 'rated') return session.rating?.comment ?? null
  return move?.reason ?? null
}
