import type { OutboxItem } from '@pult/client'
import { clientEvents, operatorEvents } from '@pult/protocol'
import { answerOf, beginningOf, headOf, seqOfCursor } from './checks/frames.ts'
import type { Observed } from './checks/observed.ts'
import { isOperatorTab } from './checks/people.ts'
import { eventMark } from './checks/state.ts'
import { isSeenBy } from './truth/audience.ts'
import { dueTimes, holderOf } from './truth/session-now.ts'
import type { Step } from './truth/truth.ts'
import type { Check, OperatorTab, ServerConnection, VisitorTab } from './types.ts'

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
  'TERMINAL gave it to the bot',
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
export const MARKS: readonly string[] = [...RARE_STATES, ...EVENT_MARKS]

type Item = OutboxItem<unknown>

/** Notices the rare states. */
export function noticeMarks({ world, truth }: Observed): Check {
  const mark: (name: RareState) => void = world.mark
  const tabOf = new Map<string, OperatorTab | VisitorTab>()
  const connections = new Set<ServerConnection>()
  const answered = new Set<string>()
  let lifeBeganMs = 0
  let lastAtMs = -Infinity
  let assigned = { turn: 0, count: 0 }

  truth.watch((step) => {
    const { record, isFound } = step
    if (isFound && truth.lives > 0) mark('a crash between durable and told')
    if (record.atMs < lastAtMs) mark('clock behind the log’s last record')
    lastAtMs = record.atMs
    ofFact(step)
  })

  function ofFact(step: Step): void {
    const { record, before, turn } = step
    const { fact, atMs } = record
    switch (fact.type) {
      case 'session':
        if (fact.why === 'assigned') {
          assigned = { turn, count: assigned.turn === turn ? assigned.count + 1 : 1 }
          if (assigned.count === 2) mark('two sessions given in one turn')
        }
        return ofSession(step, fact)
      case 'operatorStatus':
        if (fact.cause === 'CONNECTION_LOST') mark('operator gone after grace')
        if (fact.cause === 'RECONNECTED') mark('operator back after grace')
        return
      case 'operatorBlocked': {
        const hasSome = [...truth.sessions.values()].some(
          ({ session }) => holderOf(session) === fact.operatorId,
        )
        if (hasSome) mark('operator blocked with sessions in hand')
        return
      }
      case 'operator': {
        const { id } = fact.operator.operator
        const isTheirs = (tab: OperatorTab): boolean => tab.operatorId === id && isReplaying(tab)
        if (truth.rightsSeq(id) !== record.seq) return
        if (world.operatorTabs.some(isTheirs)) mark('rights changed during a replay')
        if ([...connections].some((connection) => isBehind(connection, id)))
          mark('rights changed for a reader who is behind')
        return
      }
      case 'client': {
        const bannedUntil = bans.get(fact.client.client.id) ?? null
        bans.set(fact.client.client.id, fact.client.bannedUntilMs)
        if (bannedUntil !== null && bannedUntil <= atMs && !fact.client.client.banned)
          mark('a ban ended by its deadline')
        return
      }
      case 'message': {
        const { authorType, body, sessionId } = fact.message
        if (authorType === 'SYSTEM' && body.includes('bot does not answer'))
          mark('bot too late and people asked')
        if (authorType === 'BOT' && hadPeople.has(sessionId)) mark('bot spoke again after people had had it')
        return
      }
      case 'messageChanged': {
        const { authorType, authorId, deletedAt } = fact.message
        if (
          authorType === 'OPERATOR' &&
          !deletedAt &&
          before !== undefined &&
          holderOf(before.session) !== authorId
        )
          mark('message edited by its author after the session left')
        return
      }
      default:
    }
  }
  const bans = new Map<string, number | null>()
  const hadPeople = new Set<string>()

  function ofSession(step: Step, fact: Extract<Step['record']['fact'], { type: 'session' }>): void {
    const { record, before, named, turn } = step
    const { session, why, decision } = fact
    const { card } = session
    const from = before === undefined ? 'nobody' : holderOf(before.session)
    if (card.botStatus === 'OPERATOR') hadPeople.add(card.id)
    const [firstDue] =
      before === undefined ? [] : dueTimes(before).toSorted((one, other) => one[1] - other[1])
    const isByClock =
      firstDue !== undefined &&
      firstDue[1] <= record.atMs &&
      (why === 'timer' || session.closing?.by === 'TIMER' || why === 'released' || why === 'switched')
    if (isByClock && truth.lives > 1 && firstDue[1] < lifeBeganMs) mark('deadline fired after a restart')
    switch (why) {
      case 'assigned':
        if (decision?.rule === 'PREVIOUS_OPERATOR') mark('given to the previous operator')
        if (from === 'HELP' && decision?.rule !== 'COMMAND' && helpSince.get(card.id) !== turn)
          mark('waited in Help and given to who became free')
        if (isReassigned(step, from)) mark('session reassigned unanswered')
        break
      case 'released':
        if (from === 'HELP') mark('Help moved to another group')
        else if (isReassigned(step, from)) mark('session reassigned unanswered')
        break
      case 'details':
        if (card.rev < record.seq && [...named.values()].includes('chatSessionDeleted'))
          mark('Help lost by a change of rights')
        break
      case 'givenToBot':
        if (card.lastMessage?.type === 'TERMINAL') mark('TERMINAL gave it to the bot')
        break
      case 'closed':
        if (session.closing?.by === 'TIMER') mark('session closed by its timer')
        if (session.closing?.reason === 'TERMINAL') mark('TERMINAL closed it')
        break
      case 'timer':
        mark(fact.timer === 'FIRST_ANSWER' ? 'first answer’s limit passed' : 'next answer’s limit passed')
        break
      case 'watch': {
        const { operatorId, watcherIds } = card
        if (operatorId !== null && watcherIds.some((id) => id !== operatorId && isSeenBy(truth, session, id)))
          mark('watched while somebody else has it')
        break
      }
      case 'presence':
        if (session.clientOnline && card.clientOfflineAt !== null) mark('client came back in an open session')
        break
      default:
    }
    if (holderOf(session) === 'HELP' && from !== 'HELP') helpSince.set(card.id, turn)
  }
  const helpSince = new Map<string, number>()

  function isReassigned({ record, before }: Step, from: string): boolean {
    if (before === undefined || !truth.operators.has(from) || record.origin !== undefined) return false
    const due = dueTimes(before)
    return due.some(([action, atMs]) => action === 'REASSIGN' && atMs <= record.atMs)
  }

  function ofBeginning(to: string, frame: string, beginning: { mode: string; seq: number }): void {
    const tab = tabOf.get(to)
    const { id } = answerOf(frame)
    if (id?.startsWith('follow') === true) mark('hole noticed by prev, follow sent')
    if (beginning.mode === 'resumed') {
      if (beginning.seq < truth.lifeSeq) mark('a resume over a restart')
      else if (beginning.seq < truth.headSeq) mark('a resume in the same life')
      return
    }
    const had = tab === undefined ? -1 : seqOfCursor(tab.client.state.cursor)
    if (tab === undefined || had < 0) return
    if (isOperatorTab(tab)) {
      if (had < truth.rightsSeq(tab.operatorId)) mark('a cursor from before a rights change got a snapshot')
    } else if (had < truth.lifeSeq) mark('a client’s cursor from before a restart got a snapshot')
  }

  function ofReply(to: string, frame: string): void {
    const beginning = beginningOf(frame)
    if (beginning !== undefined) return ofBeginning(to, frame, beginning)
    if (frame.includes('"error":')) return ofRefusal(answerOf(frame).error?.code ?? '')
    if (!frame.includes('"seq":')) return
    const { seq, data } = answerOf(frame)
    const messageId = data?.['messageId']
    if (seq === undefined || typeof messageId !== 'string') return
    const what = `${seq} ${messageId}`
    if (answered.has(what)) mark('a key repeated answered again')
    answered.add(what)
    if (seq <= truth.lifeSeq) mark('a key repeated after a restart answered from the store')
  }

  function ofRefusal(code: string): void {
    if (code === 'storage_full') mark('storage_full refused')
    if (code === 'stale') mark('stale answer refused')
    if (code === 'session_held') mark('two wanted the same session')
    if (code === 'session_not_yours' || code === 'session_closed')
      mark('answer refused because the session had left')
    if (code === 'client_banned') mark('message refused because the client is banned')
  }

  /** There is more on the disk than anybody has been told. */
  function isWriting(): boolean {
    const { host } = world.node
    return world.disk.health.slowMs > 0 && host !== undefined && host.store.headSeq() > truth.headSeq
  }

  /** What each outbox item was refused for, so that it is noticed when it gets through in the end. */
  function watchOutbox(tab: OperatorTab | VisitorTab): void {
    tabOf.set(tab.device.name, tab)
    let before: readonly Item[] = tab.client.state.outbox
    const refusedFor = new Map<string, string>()
    const offline = new Set<string>()
    if (before.length > 0) mark('outbox survived a reload')
    tab.client.onState(
      (state: { readonly outbox: readonly Item[]; readonly connection: { name: string } }) => {
        if (state.outbox === before) return
        const left = before
        before = state.outbox
        for (const { key, error, state: how } of state.outbox) {
          if (error !== null) refusedFor.set(key, error.code)
          if (how === 'queued' && state.connection.name !== 'live') offline.add(key)
        }
        for (const { key } of left) {
          if (state.outbox.some((item) => item.key === key && item.state !== 'sent')) continue
          const author = isOperatorTab(tab) ? tab.operatorId : tab.client.state.client?.id
          if (author === undefined || !truth.keys.has(`${author} ${key}`)) continue
          const why = refusedFor.get(key)
          if (why === 'storage_full') mark('storage_full refused and later accepted')
          if (why === 'stale') mark('stale answer refused and insisted')
          if (offline.has(key)) mark('message written offline and sent later')
        }
      },
    )
  }

  return {
    name: 'marks',
    onStarted() {
      lifeBeganMs = world.node.nowMs()
    },
    onDied: () => connections.clear(),
    onOperatorTab: watchOutbox,
    onVisitorTab: watchOutbox,
    onConnection: (connection) => void connections.add(connection),
    onWritten({ to, frame }) {
      const { action, seq } = headOf(frame)
      if (seq !== null && seq <= truth.lifeSeq && isWriting())
        mark('told out of the journal while a turn is written')
      if (action === 'reply') ofReply(to, frame)
      else if (action === 'snapshot') {
        if (frame.includes('"part":1,')) mark('snapshot in several parts')
      } else if (action === 'chatUserExists') {
        mark('login displaced')
        if (isReplaying(tabOf.get(to))) mark('login displaced during a replay')
      } else if (action === 'operatorLoggedOut' && frame.includes('"EXPIRED"')) {
        mark('login expired')
        if (isReplaying(tabOf.get(to))) mark('login expired during a replay')
      }
    },
    onLook() {
      for (const connection of connections) {
        if (connection.mode === 'pumping' && connection.isLiveTold) mark('reader behind and brought on')
        if (connection.state.name !== 'closed') continue
        connections.delete(connection)
        if (connection.socket.bufferedBytes() > 0) mark('slow reader closed while frames waited')
      }
    },
  }
}

function isBehind({ mode, isLiveTold, isFull, viewer }: ServerConnection, operatorId: string): boolean {
  const isTheirs = viewer?.flavour === 'OPERATOR' && viewer.operatorId === operatorId
  return isTheirs && mode === 'pumping' && isLiveTold && isFull
}

function isReplaying(tab: OperatorTab | VisitorTab | undefined): boolean {
  return tab?.client.state.connection.name === 'replaying'
}
