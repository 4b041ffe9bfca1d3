import type { ChatId, OperatorId, SessionId } from '@pult/protocol'
import { concerned } from './audience.ts'
import { endBan } from './clients.ts'
import { closeSession } from './closing.ts'
import { accept, type Decision } from './commands.ts'
import type { Deadline } from './deadline-queue.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'
import { giveOut, giveToBot, switchToPeople } from './hand-over.ts'
import { endLogin } from './logins.ts'
import { addSystemLine } from './messages.ts'
import { changeStatus, handSessionsOn } from './operators.ts'
import { CLIENT_GRACE_MS, OPERATOR_GRACE_MS } from './presence.ts'
import { limitsFor, nextOf } from './session-timers.ts'

/** What the client reads when the bot does not answer: in both languages, since nobody knows yet which is theirs. */
const BOT_SILENT_LINE =
  'Бот не отвечает, зовём оператора. · The bot does not answer; we are calling an operator.'

/** A deadline has come. The state may have moved on since it was set: then nothing happens. */
export function fire(draft: Draft, deadline: Deadline): Decision {
  switch (deadline.kind) {
    case 'session':
      fireSession(draft, deadline.id)
      break
    case 'clientGone':
      clientGone(draft, deadline.id)
      break
    case 'operatorGone':
      operatorGone(draft, deadline.id)
      break
    case 'login': {
      const login = draft.state.logins.get(deadline.id)
      if (login !== undefined && login.expiresAtMs <= draft.nowMs) endLogin(draft, login, 'EXPIRED')
      break
    }
    case 'ban':
      endBan(draft, deadline.id as Parameters<typeof endBan>[1])
      break
  }
  return accept({}, draft.facts)
}

function fireSession(draft: Draft, sessionId: SessionId): void {
  const session = draft.state.sessions.get(sessionId)
  const next = session === undefined ? null : nextOf(session.deadlines)
  if (session === undefined || next === null || next.atMs > draft.nowMs) return
  const fired: SessionRecord = { ...session, fired: { ...session.fired, [next.action]: next.atMs } }
  switch (next.action) {
    case 'BOT_ANSWER':
      switchToPeople(draft, addSystemLine(draft, session, BOT_SILENT_LINE), {
        reason: 'BOT_SILENT',
        timer: 'BOT_ANSWER',
      })
      return
    case 'FIRST_ANSWER':
    case 'NEXT_ANSWER': {
      const after = draft.session(fired)
      draft.add({
        type: 'session',
        why: 'timer',
        timer: next.action,
        session: after,
        tell: [{ as: 'timerExpired', to: concerned(after) }],
      })
      draft.add({
        type: 'session',
        why: 'details',
        session: draft.session(after),
        tell: [{ as: 'chatSessionUpdated', to: concerned(after) }],
      })
      return
    }
    case 'REASSIGN': {
      const operatorId = session.card.operatorId
      const passedBy =
        operatorId === null ? session.passedBy : [...new Set([...session.passedBy, operatorId])]
      giveOut(
        draft,
        { ...fired, passedBy },
        { announced: false, cause: { kind: 'REASSIGNED', reason: 'NO_ANSWER', timer: 'REASSIGN' } },
      )
      return
    }
    case 'RETURN_TO_BOT':
      // The channel may have lost its bot since: then there is nobody to give it to, and it waits for this no more.
      if (limitsFor(draft.state, session).returnToBotAfter === undefined) {
        const after = draft.session(session)
        draft.add({
          type: 'session',
          why: 'details',
          session: after,
          tell: [{ as: 'chatSessionUpdated', to: concerned(after) }],
        })
        return
      }
      giveToBot(draft, session, { kind: 'RETURNED_TO_BOT', reason: 'INACTIVE', timer: 'RETURN_TO_BOT' })
      return
    case 'CLOSE':
      closeSession(draft, session, { by: 'TIMER', operatorId: null, reason: 'INACTIVE' })
      return
    case 'OPERATOR_GONE':
      return
  }
}

/** [L4] After the grace the operator is offline and the sessions go on. */
function operatorGone(draft: Draft, operatorId: OperatorId): void {
  const connections = draft.state.presence.operators.get(operatorId)
  const operator = draft.state.operators.get(operatorId)
  if (operator === undefined || connections?.goneSinceMs == null) return
  if (draft.nowMs - connections.goneSinceMs < OPERATOR_GRACE_MS) return
  changeStatus(draft, operator, 'OFFLINE', 'CONNECTION_LOST', operator.chosenStatus)
  handSessionsOn(draft, operatorId, 'CONNECTION_LOST')
}

/** The client has been away for longer than a reload takes. */
function clientGone(draft: Draft, chatId: ChatId): void {
  const connections = draft.state.presence.clients.get(chatId)
  if (connections?.goneSinceMs == null || draft.nowMs - connections.goneSinceMs < CLIENT_GRACE_MS) return
  const sessionId = draft.state.chats.get(chatId)?.sessionId
  const session = sessionId == null ? undefined : draft.state.sessions.get(sessionId)
  if (session === undefined || !session.clientOnline) return
  const clientOfflineAt = new Date(connections.goneSinceMs).toISOString()
  const after = draft.sessionAside({
    ...session,
    clientOnline: false,
    card: { ...session.card, clientOfflineAt },
  })
  draft.add({
    type: 'session',
    why: 'presence',
    session: after,
    tell: [{ as: 'clientOffline', to: concerned(after) }],
  })
}
