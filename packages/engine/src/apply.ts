import type { ChatId, OperatorId, SessionId } from '@pult/protocol'
import type { ChannelRecord, ClientRecord, LoginRecord, OperatorRecord, SessionRecord } from './entities.ts'
import { assert } from './assert.ts'
import type { Fact, LogRecord } from './facts.ts'
import { keyOf } from './keys.ts'
import type { Touched } from './ports.ts'
import { changedCopy, withMessage, withMessageChanged, withNewest, withRead } from './session-messages.ts'
import { limitsFor, nextOf } from './session-timers.ts'
import { keyName, setMembership, type Workspace } from './state.ts'

/** Of one session: what a `stale` answer or an opening chat wants to show. */
export const TAIL_MAX = 30

/**
 * Moves the state on by one record: the one writer. Facts are absolute, so applying one twice does no harm; a record that the
 * state already has is passed over. `touch` hears of every entity that changed, for the read models.
 */
export function apply(
  state: Workspace,
  record: LogRecord,
  touch: (touched: Touched) => void = ignore,
  /** Of the record's key, where the caller has made it already. */
  knownName?: string,
): void {
  if (record.seq <= state.headSeq) return
  assert(record.seq === state.headSeq + 1, `the log has a hole before ${record.seq}`)
  applyFact(state, record.fact, record.seq, touch)
  const key = keyOf(record)
  if (key !== undefined) {
    state.keys.set(knownName ?? keyName(key.author, key.key), key)
  }
  state.headSeq = record.seq
}

function applyFact(state: Workspace, fact: Fact, seq: number, touch: (touched: Touched) => void): void {
  switch (fact.type) {
    case 'workspace':
      state.record = fact.workspace
      return touch({ kind: 'workspace', id: fact.workspace.id, value: fact.workspace })
    case 'group':
      state.groups.set(fact.group.group.id, fact.group)
      return touch({ kind: 'group', id: fact.group.group.id, value: fact.group })
    case 'channel':
      return putChannel(state, fact.channel, touch)
    case 'operator':
      return putOperator(state, fact.operator, touch)
    case 'operatorStatus': {
      const known = state.operators.get(fact.operatorId)
      assert(known !== undefined, 'a status of an operator that is not there')
      const operator = {
        ...known.operator,
        status: fact.status,
        statusCause: fact.cause,
        statusChangedAt: fact.at,
        rev: seq,
      }
      const idleSinceMs = fact.status === 'ONLINE' ? Date.parse(fact.at) : known.idleSinceMs
      return putOperator(state, { ...known, operator, chosenStatus: fact.chosenStatus, idleSinceMs }, touch)
    }
    case 'operatorBlocked': {
      const known = state.operators.get(fact.operatorId)
      assert(known !== undefined, 'a block of an operator that is not there')
      const operator = { ...known.operator, blocked: true, rev: seq }
      return putOperator(state, { ...known, operator, blockedReason: fact.reason }, touch)
    }
    case 'login':
      return putLogin(state, fact.login, touch)
    case 'loginDisplaced':
      endPushes(state, fact.login.id, touch)
      return putLogin(state, fact.login, touch)
    case 'loginEnded': {
      endPushes(state, fact.loginId, touch)
      const login = state.logins.get(fact.loginId)
      if (login !== undefined) state.loginsByHash.delete(login.tokenHash)
      state.logins.delete(fact.loginId)
      return touch({ kind: 'login', id: fact.loginId, value: null })
    }
    case 'client':
      putClient(state, fact.client)
      return touch({ kind: 'client', id: fact.client.client.id, value: fact.client })
    case 'chat':
      state.chats.set(fact.chat.id, fact.chat)
      return touch({ kind: 'chat', id: fact.chat.id, value: fact.chat })
    case 'session':
      if (fact.why === 'started') state.tails.set(fact.session.card.id, [])
      return putSession(state, fact.session, touch)
    case 'message': {
      state.messages.set(fact.message.id, fact.message)
      const session = state.sessions.get(fact.message.sessionId)
      if (session === undefined) return undefined
      const tail = state.tails.get(session.card.id)
      if (tail !== undefined) state.tails.set(session.card.id, withNewest(tail, fact.message, TAIL_MAX))
      const limits = limitsFor(state, session)
      return putSession(state, withMessage(session, fact.message, seq, limits), touch)
    }
    case 'messageChanged': {
      state.messages.set(fact.message.id, fact.message)
      const session = state.sessions.get(fact.message.sessionId)
      if (session === undefined) return undefined
      const tail = state.tails.get(session.card.id)
      if (tail !== undefined) {
        state.tails.set(
          session.card.id,
          tail.map((message) => changedCopy(message, fact.message)),
        )
      }
      return putSession(state, withMessageChanged(session, fact.message, seq), touch)
    }
    case 'messagesRead': {
      const session = state.sessions.get(fact.sessionId)
      if (session === undefined) return undefined
      return putSession(state, withRead(session, fact.by, fact.upTo, fact.at, seq), touch)
    }
    case 'note':
      return undefined
    case 'botMemory': {
      const session = state.sessions.get(fact.sessionId)
      return session === undefined ? undefined : putSession(state, { ...session, bot: fact.bot }, touch)
    }
    case 'bot':
      state.bots.set(fact.bot.bot.id, fact.bot)
      return touch({ kind: 'bot', id: fact.bot.bot.id, value: fact.bot })
    case 'botDeleted':
      state.bots.delete(fact.botId)
      return touch({ kind: 'bot', id: fact.botId, value: null })
    case 'article':
      state.articles.set(fact.article.id, fact.article)
      return touch({ kind: 'article', id: fact.article.id, value: fact.article })
    case 'articleDeleted':
      state.articles.delete(fact.articleId)
      return touch({ kind: 'article', id: fact.articleId, value: null })
    case 'cannedReply':
      state.cannedReplies.set(fact.cannedReply.id, fact.cannedReply)
      return touch({ kind: 'cannedReply', id: fact.cannedReply.id, value: fact.cannedReply })
    case 'pushSubscribed':
      state.pushSubscriptions.set(fact.subscription.id, fact.subscription)
      return touch({ kind: 'pushSubscription', id: fact.subscription.id, value: fact.subscription })
    case 'pushUnsubscribed':
      state.pushSubscriptions.delete(fact.subscriptionId)
      return touch({ kind: 'pushSubscription', id: fact.subscriptionId, value: null })
    case 'cannedReplyDeleted':
      state.cannedReplies.delete(fact.cannedReplyId)
      return touch({ kind: 'cannedReply', id: fact.cannedReplyId, value: null })
  }
}

/** Puts a session and everything that is derived from it in its place; also used by the loader. */
function putSession(
  state: Workspace,
  session: SessionRecord,
  touch: (touched: Touched) => void = ignore,
): void {
  const { card } = session
  const before = state.sessions.get(card.id)
  state.sessions.set(card.id, session)
  const isOpen = card.status === 'ACTIVE'
  if (
    before === undefined ||
    before.card.operatorId !== card.operatorId ||
    before.card.status !== card.status ||
    before.card.botStatus !== card.botStatus
  ) {
    moveHolder(state, before, session)
  }
  if (
    before === undefined ||
    before.card.watcherIds !== card.watcherIds ||
    before.card.status !== card.status
  ) {
    for (const id of before?.card.watcherIds ?? []) setMembership(state.watched, id, card.id, false)
    if (isOpen) for (const id of card.watcherIds) setMembership(state.watched, id, card.id, true)
  }
  const due = nextOf(session.deadlines)
  const dueBefore = before === undefined ? null : nextOf(before.deadlines)
  // Two limits may have the same moment: the second is set again when the first has fired.
  if (due !== null && (due.atMs !== dueBefore?.atMs || due.action !== dueBefore.action)) {
    state.deadlines.push({ atMs: due.atMs, kind: 'session', id: card.id })
  }
  touch({ kind: 'session', id: card.id, value: session })
}

function moveHolder(state: Workspace, before: SessionRecord | undefined, session: SessionRecord): void {
  const { card } = session
  const lost = holderOf(before)
  const has = holderOf(session)
  if (lost !== has) {
    if (lost !== null) {
      setMembership(state.held, lost, card.id, false)
      state.helpIsDue = true
    }
    if (has !== null) {
      setMembership(state.held, has, card.id, true)
      state.lastAssignedMs.set(has, Math.max(state.lastAssignedMs.get(has) ?? 0, session.assignedAtMs ?? 0))
    }
  }
  const isOpen = card.status === 'ACTIVE'
  if (isOpen) state.open.add(card.id)
  else {
    state.open.delete(card.id)
    state.tails.delete(card.id)
  }
  if (isOpen && card.botStatus === 'HELP') {
    state.help.add(card.id)
    state.helpIsDue = true
  } else {
    state.help.delete(card.id)
  }
}

function holderOf(session: SessionRecord | undefined): OperatorId | null {
  return session?.card.status === 'ACTIVE' ? session.card.operatorId : null
}

function putOperator(state: Workspace, record: OperatorRecord, touch: (touched: Touched) => void): void {
  const { operator } = record
  const before = state.operators.get(operator.id)?.operator
  if (before !== undefined) {
    state.operatorsByEmail.delete(before.email.toLowerCase())
    for (const groupId of before.groupIds) setMembership(state.members, groupId, operator.id, false)
  }
  state.operators.set(operator.id, record)
  state.operatorsByEmail.set(operator.email.toLowerCase(), operator.id)
  for (const groupId of operator.groupIds) setMembership(state.members, groupId, operator.id, true)
  if (operator.role === 'operator') state.supervisors.delete(operator.id)
  else state.supervisors.add(operator.id)
  if (operator.watchesBotSessions) state.botWatchers.add(operator.id)
  else state.botWatchers.delete(operator.id)
  state.helpIsDue = true
  touch({ kind: 'operator', id: operator.id, value: record })
}

function putChannel(state: Workspace, record: ChannelRecord, touch: (touched: Touched) => void): void {
  state.channels.set(record.channel.id, record)
  state.channelsByKey.set(record.channel.channelKey, record.channel.id)
  touch({ kind: 'channel', id: record.channel.id, value: record })
}

/** The end of a ban is awaited wherever its client comes from: a fact, a start, a look into the read models. */
function putClient(state: Workspace, record: ClientRecord): void {
  state.clients.set(record.client.id, record)
  if (record.bannedUntilMs !== null) {
    state.deadlines.push({ atMs: record.bannedUntilMs, kind: 'ban', id: record.client.id })
  }
}

/** [E17] A browser whose login is over is told nothing more. */
function endPushes(state: Workspace, loginId: string, touch: (touched: Touched) => void): void {
  for (const subscription of state.pushSubscriptions.values()) {
    if (subscription.loginId !== loginId) continue
    state.pushSubscriptions.delete(subscription.id)
    touch({ kind: 'pushSubscription', id: subscription.id, value: null })
  }
}

function putLogin(state: Workspace, login: LoginRecord, touch: (touched: Touched) => void): void {
  const before = state.logins.get(login.id)
  if (before !== undefined) state.loginsByHash.delete(before.tokenHash)
  state.logins.set(login.id, login)
  state.loginsByHash.set(login.tokenHash, login.id)
  state.deadlines.push({ atMs: login.expiresAtMs, kind: 'login', id: login.id })
  touch({ kind: 'login', id: login.id, value: login })
}

/** Puts what the read models hold; also used at the start and by the loader. */
export function put(state: Workspace, touched: Touched): void {
  switch (touched.kind) {
    case 'workspace':
      state.record = touched.value
      return
    case 'group':
      state.groups.set(touched.id, touched.value)
      return
    case 'channel':
      return putChannel(state, touched.value, ignore)
    case 'operator':
      return putOperator(state, touched.value, ignore)
    case 'login':
      if (touched.value !== null) putLogin(state, touched.value, ignore)
      return
    case 'pushSubscription':
      if (touched.value !== null) state.pushSubscriptions.set(touched.id, touched.value)
      return
    case 'bot':
      if (touched.value !== null) state.bots.set(touched.id, touched.value)
      return
    case 'article':
      if (touched.value !== null) state.articles.set(touched.id, touched.value)
      return
    case 'cannedReply':
      if (touched.value !== null) state.cannedReplies.set(touched.id, touched.value)
      return
    case 'client':
      return putClient(state, touched.value)
    case 'chat':
      state.chats.set(touched.id, touched.value)
      return
    case 'session':
      return putSession(state, touched.value)
  }
}

/** Cached things that nothing alive needs: closed sessions, and chats and clients without an open one. */
export function forgetIdle(state: Workspace, idleMax: number): void {
  const idle = Math.max(state.sessions.size, state.chats.size, state.clients.size) - state.open.size
  if (idle <= idleMax) return
  const chats = new Set<ChatId>()
  for (const id of state.open) chats.add(state.sessions.get(id)!.card.chatId)
  for (const [id, session] of state.sessions) {
    if (session.card.status === 'CLOSED') forgetSession(state, id)
  }
  for (const id of state.chats.keys()) if (!chats.has(id)) state.chats.delete(id)
  // Also those who were vouched for and never wrote: they have no chat yet.
  for (const [id, { client }] of state.clients) if (!chats.has(client.chatId)) state.clients.delete(id)
}

function forgetSession(state: Workspace, id: SessionId): void {
  state.sessions.delete(id)
  state.tails.delete(id)
}

function ignore(): void {
  // Replays and the loader change nothing that the read models do not have.
}
