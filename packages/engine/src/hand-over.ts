import type { ChannelId, GroupId, OperatorId } from '@pult/protocol'
import { concerned, mayTake } from './audience.ts'
import { type Draft, SYSTEM } from './draft.ts'
import type { BotHold, BotStay, SessionRecord } from './entities.ts'
import type { Audience, Move, RoutingDecision, Telling } from './facts.ts'
import { isAnybodyThere, route, wantedOf } from './routing.ts'
import { BOT_ANSWER_MS_MAX } from './session-timers.ts'

/**
 * The ways in which a session changes hands. Each takes the session as it stands, adds the facts and returns the session as
 * it stands after them; a session is held by exactly one of the bot, Help and an operator [V1], and every change of hands raises the baton.
 */

/** How many times a session may be handed on by people: above it somebody is playing ping-pong with a client. */
export const TRANSFERS_MAX = 20

/** Why a session changes hands, where the change does not say it by itself. */
export type Cause = Pick<Move, 'kind' | 'reason' | 'timer' | 'code' | 'sentence'>

/** Those of [A1] who have been told of the session already hear where it went [A4]. */
function assignment(
  session: SessionRecord,
  operatorId: OperatorId,
  before: OperatorId | null,
  announced: boolean,
): Telling[] {
  // Who gives a session away and watches it goes on seeing it.
  const lost = before !== null && session.card.watcherIds.includes(before) ? null : before
  const others: Audience = announced ? mayTake(session) : { operators: session.card.watcherIds }
  const except = lost === null ? [operatorId] : [operatorId, lost]
  return [
    { as: 'chatSessionAdded', to: { operators: [operatorId] } },
    ...(lost === null || lost === operatorId
      ? []
      : [{ as: 'chatSessionDeleted', to: { operators: [lost] } } as const]),
    { as: 'chatSessionUpdated', to: { ...others, except } },
    { as: 'chatSessionUpdated', to: { chat: session.card.chatId } },
  ]
}

/** Gives the session to an operator [A3] [A4] [A5]. */
export function assign(
  draft: Draft,
  session: SessionRecord,
  operatorId: OperatorId,
  decision: RoutingDecision,
  cause: Cause = { kind: 'ASSIGNED' },
): SessionRecord {
  const { card } = session
  const lost = card.operatorId === operatorId ? null : card.operatorId
  draft.given.set(operatorId, (draft.given.get(operatorId) ?? 0) + 1)
  const next = draft.session({
    ...session,
    baton: session.baton + 1,
    assignedAtMs: draft.nowMs,
    helpSinceMs: null,
    botOwesSinceMs: null,
    answered: false,
    fired: {},
    ...(session.bot?.isOfferedBack === true ? { bot: { ...session.bot, isOfferedBack: false } } : {}),
    hadOperator: true,
    card: {
      ...card,
      ...previousOf(draft, card.operatorId, session),
      operatorId,
      operatorType: 'OPERATOR',
      botStatus: 'OPERATOR',
      operatorAssignedAt: draft.at,
    },
  })
  draft.add({
    type: 'session',
    why: 'assigned',
    session: next,
    decision,
    move: {
      ...cause,
      by: cause.kind === 'ASSIGNED' && decision.rule !== 'COMMAND' ? SYSTEM : draft.by,
      from: card.operatorId,
    },
    tell: assignment(next, operatorId, lost, card.botStatus === 'HELP'),
  })
  return next
}

/** Puts the session into Help. Who has never heard of it hears the card first, so that `operatorNotFound` means something. */
function queue(
  draft: Draft,
  session: SessionRecord,
  decision: RoutingDecision,
  announced: boolean,
  cause: Cause = { kind: 'QUEUED' },
): SessionRecord {
  const { card } = session
  let next: SessionRecord = {
    ...session,
    baton: session.baton + 1,
    assignedAtMs: null,
    helpSinceMs: session.helpSinceMs ?? draft.nowMs,
    botOwesSinceMs: null,
    answered: false,
    fired: {},
    card: {
      ...card,
      ...previousOf(draft, card.operatorId, session),
      operatorId: null,
      operatorType: 'OPERATOR',
      botStatus: 'HELP',
      operatorAssignedAt: null,
    },
  }
  if (card.operatorId !== null) {
    next = draft.session(next)
    draft.add({
      type: 'session',
      why: 'released',
      session: next,
      tell: [{ as: 'chatSessionDeleted', to: { operators: [card.operatorId] } }],
    })
  }
  if (!announced) {
    next = draft.session(next)
    draft.add({
      type: 'session',
      why: 'details',
      session: next,
      tell: [
        { as: 'chatSessionUpdated', to: mayTake(next) },
        { as: 'chatSessionUpdated', to: { chat: card.chatId } },
      ],
    })
  }
  next = draft.session(next)
  draft.add({
    type: 'session',
    why: 'queued',
    session: next,
    decision,
    move: { ...cause, by: cause.kind === 'QUEUED' ? SYSTEM : draft.by, from: card.operatorId },
    tell: [{ as: 'operatorNotFound', to: mayTake(next) }],
  })
  return next
}

/** Finds an operator for a session or puts it into Help: exactly one of the two [A3]. Who passed it before is not asked again. */
export function giveOut(
  draft: Draft,
  session: SessionRecord,
  options: {
    readonly announced: boolean
    readonly excluded?: readonly OperatorId[]
    readonly cause?: Cause
  },
): SessionRecord {
  const client = session.card.clientId === null ? undefined : draft.state.clients.get(session.card.clientId)
  const wanted = wantedOf(session, client?.previousOperator?.id ?? null, [
    ...session.passedBy,
    ...(options.excluded ?? []),
  ])
  const decision = route(draft.state, wanted, draft.nowMs, draft.given)
  return decision.chosen === null
    ? queue(draft, session, decision, options.announced, options.cause)
    : assign(draft, session, decision.chosen, decision, options.cause)
}

/** From the bot to the people [A2] [A3]. Where nobody is there at all, a bot that wants it has the session back, once. */
export function switchToPeople(
  draft: Draft,
  session: SessionRecord,
  why: Omit<Cause, 'kind'> = {},
): SessionRecord {
  const given = giveOut(draft, announceSwitch(draft, session, why), { announced: true })
  const hasFailed = why.reason !== undefined
  if (given.card.botStatus !== 'HELP' || hasFailed || given.bot?.isOfferedBack === true) return given
  if (draft.botOf(given.card.channel)?.takesBack !== true) return given
  if (isAnybodyThere(draft.state, given.card.groupId, draft.nowMs)) return given
  return giveToBot(draft, given, { kind: 'RETURNED_TO_BOT', reason: 'OPERATOR_UNAVAILABLE' })
}

/** [A2] The session leaves the bot: told before anything else about the hand-over. Whoever calls it gives the session on. */
export function announceSwitch(
  draft: Draft,
  session: SessionRecord,
  why: Omit<Cause, 'kind'> = {},
): SessionRecord {
  const { stay, ...hold } = session.bot ?? {}
  const next = draft.session({
    ...session,
    ...(stay === undefined ? {} : { bot: hold as BotHold }),
    baton: session.baton + 1,
    helpSinceMs: draft.nowMs,
    botOwesSinceMs: null,
    card: { ...session.card, botStatus: 'HELP', operatorType: 'OPERATOR', operatorId: null },
  })
  draft.add({
    type: 'session',
    why: 'switched',
    session: next,
    move: { kind: 'HANDED_OVER', ...why, by: draft.by, from: null },
    ...(stay === undefined ? {} : { stay }),
    tell: [
      { as: 'chatSessionSwitchedFromBotToOperator', to: mayTake(next) },
      { as: 'chatSessionUpdated', to: { chat: next.card.chatId } },
    ],
  })
  return next
}

/** A session in Help moves to another group: who sees it there no longer is told [A9]. */
export function moveHelp(draft: Draft, before: SessionRecord, moved: SessionRecord): SessionRecord {
  const { state } = draft
  const staying = state.members.get(moved.card.groupId)
  const leaving = [...(state.members.get(before.card.groupId) ?? [])].filter(
    (id) => staying?.has(id) !== true && !state.supervisors.has(id) && !moved.card.watcherIds.includes(id),
  )
  const next = draft.session(moved)
  draft.add({
    type: 'session',
    why: 'released',
    session: next,
    tell: [{ as: 'chatSessionDeleted', to: { operators: leaving } }],
  })
  return next
}

/** What goes with a session that comes to its channel's bot. */
export function botHold(draft: Draft, channelId: ChannelId): BotHold & { readonly stay: BotStay } {
  const bot = draft.botOf(channelId)
  return {
    memory: null,
    answerMs: bot === undefined ? BOT_ANSWER_MS_MAX : bot.answerWithin * 1000,
    isOfferedBack: false,
    stay: { botId: bot?.id ?? null, version: bot?.version ?? 0, sinceMs: draft.nowMs, at: null },
  }
}

/** Back to the channel's bot; the operator loses the session [A5]. The bot remembers what it did. */
export function giveToBot(
  draft: Draft,
  session: SessionRecord,
  cause: Cause & { readonly kind: 'RETURNED_TO_BOT' | 'TERMINAL' },
): SessionRecord {
  const { card } = session
  const isOfferedBack = cause.reason === 'OPERATOR_UNAVAILABLE'
  const hold = botHold(draft, card.channel)
  const next = draft.session({
    ...session,
    bot: { ...hold, memory: session.bot?.memory ?? null, isOfferedBack },
    baton: session.baton + 1,
    assignedAtMs: null,
    helpSinceMs: null,
    // Who is given a session because nobody is there has a client who waits for a word.
    botOwesSinceMs: isOfferedBack ? draft.nowMs : null,
    answered: false,
    fired: {},
    unread: [],
    passedBy: [],
    card: {
      ...card,
      ...previousOf(draft, card.operatorId, session),
      operatorId: null,
      operatorType: 'BOT',
      botStatus: 'BOT',
      operatorAssignedAt: null,
      unreadClientMessageCount: 0,
      unreadClientMessageExists: false,
    },
  })
  const lost = concerned(session)
  const watchers = { operators: next.card.watcherIds }
  draft.add({
    type: 'session',
    why: 'givenToBot',
    session: next,
    move: { ...cause, by: cause.reason === undefined ? draft.by : SYSTEM, from: card.operatorId },
    tell: [
      { as: 'chatSessionUpdated', to: watchers },
      { as: 'chatSessionDeleted', to: { ...lost, except: next.card.watcherIds } },
      { as: 'chatSessionUpdated', to: { chat: card.chatId } },
    ],
  })
  return next
}

/** Moves the session to another group, whose limits now hold. */
export function inGroup(draft: Draft, session: SessionRecord, groupId: GroupId): SessionRecord {
  const { timerFirstAnswer: _first, timerNextAnswers: _next, ...card } = session.card
  return { ...session, card: { ...card, ...draft.limitsOf(groupId), groupId } }
}

/** The operator who had it becomes the previous one; who never had it changes nothing. */
function previousOf(
  draft: Draft,
  operatorId: OperatorId | null,
  session: SessionRecord,
): Pick<SessionRecord['card'], 'previousOperator'> {
  const operator = operatorId === null ? undefined : draft.state.operators.get(operatorId)?.operator
  if (operator === undefined) return { previousOperator: session.card.previousOperator ?? null }
  return { previousOperator: { id: operator.id, name: operator.name } }
}
