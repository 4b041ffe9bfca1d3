import { assert } from './assert.ts'
import type { SessionRecord } from './entities.ts'
import type { Workspace } from './state.ts'

/** [V1] No orphans: what holds of every session after every turn. Called for the sessions that the turn touched. */
export function assertSession(state: Readonly<Workspace>, session: SessionRecord): void {
  const { card } = session
  if (card.status === 'CLOSED') {
    assert(!state.open.has(card.id) && !state.help.has(card.id), 'a closed session is still open somewhere')
    return
  }
  const chat = state.chats.get(card.chatId)
  assert(chat?.sessionId === card.id, 'an open session is not the session of its chat')
  assert(state.groups.has(card.groupId), 'an open session is in a group that is not there')
  const held = card.operatorId !== null && state.held.get(card.operatorId)?.has(card.id) === true
  switch (card.botStatus) {
    case 'OPERATOR':
      assert(held && !state.help.has(card.id), 'a session with an operator is not in the operator’s hands')
      assert(session.assignedAtMs !== null, 'a session with an operator does not know since when')
      return
    case 'HELP':
      assert(card.operatorId === null && state.help.has(card.id), 'a session in Help is not in the queue')
      assert(session.helpSinceMs !== null, 'a session in Help does not know since when')
      return
    case 'BOT':
      assert(
        card.operatorId === null && !state.help.has(card.id),
        'a session with the bot is held by people too',
      )
      assert(
        session.botOwesSinceMs === null || session.deadlines.BOT_ANSWER !== undefined,
        'a bot owes an answer and nothing waits for it',
      )
      return
    default:
      assert(false, 'an open session is held by nobody')
  }
}
