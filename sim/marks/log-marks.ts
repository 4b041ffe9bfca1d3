import type { Observed } from '../checks/observed.ts'
import type { RareState } from '../marks.ts'
import { isSeenBy } from '../truth/audience.ts'
import { dueTimes, holderOf } from '../truth/session-now.ts'
import type { Step } from '../truth/truth.ts'
import type { Check } from '../types.ts'

/** Rare states that show in the log. */
export function noticeInLog({ world, truth }: Observed): Check {
  const mark: (name: RareState) => void = world.mark
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
        if (authorType === 'SYSTEM' && body.includes('bot has failed'))
          mark('a program failed and people asked')
        if (authorType === 'BOT' && hadPeople.has(sessionId)) mark('bot spoke again after people had had it')
        return
      }
      case 'note':
        if (fact.note.authorId.startsWith('bot:')) mark('a program handed over with a note')
        return
      case 'botMemory':
        if (typeof fact.bot.memory === 'number' && fact.bot.memory > 1)
          mark('a program was reminded of what it left')
        return
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
        if (fact.move?.timer === 'RETURN_TO_BOT') mark('time gave it back to the bot')
        if (fact.move?.reason === 'OPERATOR_UNAVAILABLE') mark('taken back by the bot since nobody was there')
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

  return {
    name: 'marks in the log',
    onStarted() {
      lifeBeganMs = world.node.nowMs()
    },
  }
}
