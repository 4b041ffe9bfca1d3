import type { ChatId, OperatorId } from '@pult/protocol'
import { apply } from './apply.ts'
import { assert } from './assert.ts'
import type { Command, Outcome, Signal } from './commands.ts'
import { decide, keyingOf, type Keying } from './decide.ts'
import { Draft } from './draft.ts'
import type { Fact, LogRecord, Origin } from './facts.ts'
import { assign } from './hand-over.ts'
import { assertSession } from './invariants.ts'
import { CLIENT_GRACE_MS, OPERATOR_GRACE_MS, OPERATOR_ROUTABLE_MS, type Connections } from './presence.ts'
import type { Batch, Touched } from './ports.ts'
import { helpInOrder, route, wantedOf } from './routing.ts'
import type { Workspace } from './state.ts'
import { fire } from './timers.ts'

/** What a turn has come to, before anything is durable or told. */
export interface TurnResult {
  readonly batch: Batch
  readonly outcomes: readonly Outcome[]
  readonly signals: readonly Signal[]
}

/**
 * One turn in memory: what is due fires, every command is decided and applied in order, and Help is given out to whoever became
 * free. Afterwards memory is ahead of the disk: the caller appends the batch, and drops the state when that fails.
 */
export function runTurn(state: Workspace, commands: readonly Command[], nowMs: number): TurnResult {
  const at = new Date(nowMs).toISOString()
  const records: LogRecord[] = []
  const touched = new Map<string, Touched>()
  const signals: Signal[] = []
  // Ids of different kinds differ.
  const touch = (entity: Touched): void => void touched.set(entity.id, entity)

  /** Returns the `seq` of the fact that the key is remembered with, or else of the last one. */
  const settle = (facts: readonly Fact[], keying?: Keying, reply?: unknown): number => {
    // With the last fact, so that a repeat is answered with the same `seq` as the first time.
    const last =
      keying === undefined || facts.some((fact) => isMessageOf(fact, keying)) ? undefined : facts.at(-1)
    let keySeq: number | undefined
    for (const fact of facts) {
      const seq = state.headSeq + 1
      const record: LogRecord =
        keying === undefined || fact !== last
          ? { seq, atMs: nowMs, fact }
          : { seq, atMs: nowMs, fact, origin: originOf(keying, reply) }
      const isKeyed = keying !== undefined && (fact === last || isMessageOf(fact, keying))
      apply(state, record, touch, isKeyed ? keying.name : undefined)
      if (isKeyed) keySeq = seq
      records.push(record)
      if (fact.type === 'operatorStatus' && fact.status !== 'OFFLINE')
        expectSoon(state, fact.operatorId, nowMs)
    }
    return keySeq ?? state.headSeq
  }

  if (nowMs < state.presence.turnAtMs) nobodyWentLater(state, nowMs)
  state.presence.turnAtMs = nowMs
  // Who came while the turn before was written is here already: their grace must not end under their eyes.
  for (const command of commands)
    if (command.name === 'operatorConnected' || command.name === 'clientConnected')
      notePresence(state, command, nowMs)
  for (let due = state.deadlines.takeDue(nowMs); due !== undefined; due = state.deadlines.takeDue(nowMs)) {
    const decision = fire(new Draft(state, nowMs, at), due)
    if (decision.ok) settle(decision.facts)
    if (due.kind === 'clientGone') forgetVisitor(state, due.id, nowMs)
  }

  const outcomes = commands.map((command): Outcome => {
    notePresence(state, command, nowMs)
    const keying = keyingOf(command)
    const decision = decide(state, command, keying, nowMs, at)
    if ('repeated' in decision) return { data: decision.repeated.reply, seq: decision.repeated.seq }
    if (!decision.ok) return { error: decision.error }
    const seq = settle(decision.facts, keying, decision.reply)
    if (decision.signals.length > 0) signals.push(...decision.signals)
    if (decision.facts.length === 0) {
      rememberKey(state, keying, decision.reply, nowMs)
      return { data: decision.reply }
    }
    return { data: decision.reply, seq }
  })

  if (state.helpIsDue) {
    state.helpIsDue = false
    giveOutHelp(state, nowMs, at, settle)
    state.helpIsDue = false
  }
  for (const entity of touched.values()) {
    if (entity.kind === 'session') assertSession(state, entity.value)
  }
  return { batch: { records, touched: [...touched.values()] }, outcomes, signals }
}

/** The message that carries the command's key. */
function isMessageOf(fact: Fact, { author, key }: Keying): boolean {
  return fact.type === 'message' && fact.message.key === key && fact.message.authorId === author
}

function originOf({ author, key, hash }: Keying, reply: unknown): Origin {
  return { author, key, hash, reply }
}

/** A keyed command that changed nothing has no fact to be remembered with; a repeat changes nothing again. */
function rememberKey(state: Workspace, keying: Keying | undefined, reply: unknown, nowMs: number): void {
  if (keying === undefined) return
  state.keys.set(keying.name, {
    ...originOf(keying, reply),
    seq: state.headSeq,
    atMs: nowMs,
    forever: false,
  })
}

/** Nobody with a free hand while somebody waits: by priority and age, each to whom the routing finds. */
function giveOutHelp(
  state: Workspace,
  nowMs: number,
  at: string,
  settle: (facts: readonly Fact[]) => unknown,
): void {
  /** What was asked for in vain once is asked for in vain again in the same turn. */
  const inVain = new Set<string>()
  for (const session of helpInOrder(state)) {
    const clientId = session.card.clientId
    const previous = clientId === null ? null : (state.clients.get(clientId)?.previousOperator?.id ?? null)
    const wanted = wantedOf(session, previous, session.passedBy)
    const kind = JSON.stringify([wanted.groupId, wanted.skills, wanted.language, wanted.excluded])
    if (inVain.has(kind)) continue
    const decision = route(state, wanted, nowMs)
    if (decision.chosen === null) {
      inVain.add(kind)
      continue
    }
    const draft = new Draft(state, nowMs, at)
    assign(draft, session, decision.chosen, decision)
    settle(draft.facts)
  }
}

/** Connections are known to the process alone; the deadlines of their graces are set here. */
function notePresence(state: Workspace, command: Command, nowMs: number): void {
  const { presence, deadlines } = state
  switch (command.name) {
    case 'operatorConnected': {
      const { operatorId, connectionId } = command.data
      const known = presence.operators.get(operatorId) ?? { ids: new Set<string>(), goneSinceMs: null }
      known.ids.add(connectionId)
      known.goneSinceMs = null
      presence.operators.set(operatorId, known)
      state.helpIsDue = true
      return
    }
    case 'operatorDisconnected': {
      const { operatorId, connectionId } = command.data
      if (leave(presence.operators.get(operatorId), connectionId, nowMs)) {
        deadlines.push({ atMs: nowMs + OPERATOR_GRACE_MS, kind: 'operatorGone', id: operatorId })
      }
      return
    }
    case 'clientConnected': {
      const { chatId, connectionId, origin } = command.data
      const known = presence.clients.get(chatId) ?? {
        ids: new Set<string>(),
        goneSinceMs: null,
        origin,
        page: null,
      }
      known.ids.add(connectionId)
      known.goneSinceMs = null
      known.origin = origin
      presence.clients.set(chatId, known)
      return
    }
    case 'clientDisconnected': {
      const { chatId, connectionId } = command.data
      if (!leave(presence.clients.get(chatId), connectionId, nowMs)) return
      if (state.chats.get(chatId)?.sessionId == null) presence.clients.delete(chatId)
      else deadlines.push({ atMs: nowMs + CLIENT_GRACE_MS, kind: 'clientGone', id: chatId })
      return
    }
    case 'setPage': {
      if (command.actor.type !== 'CLIENT') return
      const known = presence.clients.get(command.actor.chatId)
      if (known !== undefined) known.page = command.data
      return
    }
    default:
  }
}

/**
 * [L4] Who was set to be there and has no connection counts as one who went when new sessions had just stopped coming: without a deadline
 * nothing would ever say that nobody is there.
 */
function expectSoon({ presence, deadlines }: Workspace, operatorId: OperatorId, nowMs: number): void {
  const known = presence.operators.get(operatorId)
  if (known !== undefined && known.ids.size > 0) return
  const isExpected = known?.goneSinceMs != null && nowMs - known.goneSinceMs < OPERATOR_GRACE_MS
  if (isExpected) return
  const goneSinceMs = nowMs - OPERATOR_ROUTABLE_MS
  presence.operators.set(operatorId, { ids: new Set(), goneSinceMs })
  deadlines.push({ atMs: goneSinceMs + OPERATOR_GRACE_MS, kind: 'operatorGone', id: operatorId })
}

/**
 * The machine's clock was set back. Who went before that went now, by the new clock: otherwise a clock that was wrong by a month for a minute would
 * leave chats for a month with somebody who is not there.
 */
function nobodyWentLater({ presence, deadlines }: Workspace, nowMs: number): void {
  for (const [id, connections] of presence.operators) {
    if (connections.goneSinceMs === null || connections.goneSinceMs <= nowMs) continue
    connections.goneSinceMs = nowMs
    deadlines.push({ atMs: nowMs + OPERATOR_GRACE_MS, kind: 'operatorGone', id })
  }
  for (const [id, connections] of presence.clients) {
    if (connections.goneSinceMs === null || connections.goneSinceMs <= nowMs) continue
    connections.goneSinceMs = nowMs
    deadlines.push({ atMs: nowMs + CLIENT_GRACE_MS, kind: 'clientGone', id })
  }
}

/** True when the last connection has gone. */
function leave(connections: Connections | undefined, connectionId: string, nowMs: number): boolean {
  if (connections === undefined || !connections.ids.delete(connectionId) || connections.ids.size > 0)
    return false
  connections.goneSinceMs = nowMs
  return true
}

/** Visitors who stayed away are not kept: many look once and never come back. */
function forgetVisitor({ presence }: Workspace, chatId: ChatId, nowMs: number): void {
  const goneSinceMs = presence.clients.get(chatId)?.goneSinceMs
  if (goneSinceMs != null && nowMs - goneSinceMs >= CLIENT_GRACE_MS) presence.clients.delete(chatId)
}

/**
 * After a start nobody is connected. Who was online has the grace to come back, counted from now: a restart is nobody's
 * absence. After a reload the connections are still there, and only the deadlines of those who had gone are set again.
 */
export function expectEverybodyBack(state: Workspace, nowMs: number): void {
  nobodyWentLater(state, nowMs)
  for (const [operatorId, { operator }] of state.operators) {
    const known = state.presence.operators.get(operatorId)
    if (known?.goneSinceMs != null) {
      state.deadlines.push({
        atMs: known.goneSinceMs + OPERATOR_GRACE_MS,
        kind: 'operatorGone',
        id: operatorId,
      })
    }
    if (known !== undefined) continue
    if (operator.status === 'OFFLINE' && !state.held.has(operatorId)) continue
    state.presence.operators.set(operatorId, { ids: new Set(), goneSinceMs: nowMs })
    state.deadlines.push({ atMs: nowMs + OPERATOR_GRACE_MS, kind: 'operatorGone', id: operatorId })
  }
  for (const sessionId of state.open) {
    const session = state.sessions.get(sessionId)
    assert(session !== undefined, 'an open session is not in memory')
    const { chatId } = session.card
    const known = state.presence.clients.get(chatId)
    if (known?.goneSinceMs != null) {
      state.deadlines.push({ atMs: known.goneSinceMs + CLIENT_GRACE_MS, kind: 'clientGone', id: chatId })
    }
    if (!session.clientOnline || known !== undefined) continue
    state.presence.clients.set(chatId, { ids: new Set(), goneSinceMs: nowMs, origin: null, page: null })
    state.deadlines.push({ atMs: nowMs + CLIENT_GRACE_MS, kind: 'clientGone', id: chatId })
  }
}
