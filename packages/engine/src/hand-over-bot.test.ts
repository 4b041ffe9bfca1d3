import { beforeEach, describe, expect, test } from 'bun:test'
import { createDesk, dataOf, errorOf, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

describe('from the bot to the people', () => {
  beforeEach(() => {
    desk = createDesk()
    ivan = desk.client('ivan', 'bot')
    ivan.says('Hello')
  })

  test('[A2] [A3] the client calls: switched, then given to who is free', () => {
    desk.operator('anna')
    desk.operator('boris', { status: 'AWAY' })
    ivan.does('callOperator', {})
    expect(desk.story()).toEqual([
      'chatSessionSwitchedFromBotToOperator → boss, anna, boris',
      'chatSessionUpdated → client ivan',
      'chatSessionAdded → anna',
      'chatSessionUpdated → boss, boris',
      'chatSessionUpdated → client ivan',
    ])
  })

  test('[A2] [A3] the bot hands over and nobody is free: switched, then operatorNotFound to the same people', () => {
    desk.operator('boris', { status: 'AWAY' })
    dataOf(desk.botHandsOver(ivan))
    expect(desk.story()).toEqual([
      'chatSessionSwitchedFromBotToOperator → boss, boris',
      'chatSessionUpdated → client ivan',
      'operatorNotFound → boss, boris',
    ])
    expect(ivan.card).toMatchObject({ botStatus: 'HELP', operatorType: 'OPERATOR' })
  })

  test('[A3] calling again while people have it changes nothing', () => {
    desk.operator('anna')
    ivan.does('callOperator', {})
    desk.forget()
    expect(ivan.does('callOperator', {})).toEqual({ sessionId: ivan.sessionId })
    expect(desk.story()).toEqual([])
  })

  test('[A3] calling without a session is refused', () => {
    ivan.does('closeSession', {})
    expect(ivan.refuses('callOperator', {})).toBe('no_session')
  })

  test('[E3] a bot that holds an old baton can no longer speak or hand over', () => {
    desk.operator('anna')
    const { baton } = ivan.session
    ivan.does('callOperator', {})
    expect(errorOf(desk.botSays(ivan, 'As I said', { baton }))).toBe('stale_baton')
    expect(errorOf(desk.botHandsOver(ivan, {}, { baton }))).toBe('stale_baton')
    // The number alone does not help: the session is not with the bot.
    expect(errorOf(desk.botHandsOver(ivan))).toBe('stale_baton')
  })

  test('[E3] a bot of another channel does not know the session', () => {
    const { card, baton } = ivan.session
    const outcome = desk.turn([
      {
        actor: { type: 'BOT', channelId: desk.channels.get('site')!, name: 'Robo' },
        name: 'botFail',
        data: { sessionId: card.id, baton },
      },
    ])[0]!
    expect(errorOf(outcome)).toBe('session_not_found')
  })

  test('[E3] a bot that owes an answer for 10 s is replaced by people, and the client reads why', () => {
    desk.operator('anna')
    desk.tick(9_999)
    expect(ivan.card.botStatus).toBe('BOT')
    desk.tick(1)
    expect(desk.story()).toEqual([
      'chatMessageCreated → client ivan',
      'chatSessionSwitchedFromBotToOperator → boss, anna',
      'chatSessionUpdated → client ivan',
      'chatSessionAdded → anna',
      'chatSessionUpdated → boss',
      'chatSessionUpdated → client ivan',
    ])
    expect(ivan.card.lastMessage).toMatchObject({ authorType: 'SYSTEM' })
  })

  test('[E3] a session whose channel has lost its bot comes to people with the next word', () => {
    dataOf(desk.botSays(ivan, 'Hi!'))
    desk.operator('anna')
    desk.does('boss', 'updateChannel', { channelId: ivan.channelId, bot: { kind: 'NONE' } })
    ivan.says('Hello?')
    desk.tick(10_000)
    expect(desk.hands('anna')).toEqual(['ivan'])
  })

  test('[E3] a bot that has answered owes nothing', () => {
    const actions = [{ id: 'op', label: 'Operator' }]
    dataOf(desk.bot('botAnswer', ivan, { answers: [{ name: 'say', body: 'Hi!', actions }] }))
    desk.tick(60_000)
    expect(ivan.card).toMatchObject({ botStatus: 'BOT', nextAction: null })
  })
})

describe('back to the bot, and the end', () => {
  beforeEach(() => {
    desk = createDesk()
    desk.operator('anna')
    desk.operator('watcher', { status: 'AWAY' })
    ivan = desk.client('ivan', 'bot')
    ivan.says('Hello')
    ivan.does('callOperator', {})
    desk.does('watcher', 'watchSession', { sessionId: ivan.sessionId, watch: true })
    desk.forget()
  })

  test('[A5] returned to the bot: deleted for the operator, updated for who watches', () => {
    desk.does('anna', 'returnToBot', { sessionId: ivan.sessionId })
    expect(desk.story()).toEqual([
      'chatSessionUpdated → watcher',
      'chatSessionDeleted → anna',
      'chatSessionUpdated → client ivan',
    ])
    expect(ivan.card).toMatchObject({
      botStatus: 'BOT',
      operatorType: 'BOT',
      operatorId: null,
      unreadClientMessageCount: 0,
      previousOperator: { name: 'anna' },
    })
    desk.does('anna', 'returnToBot', { sessionId: ivan.sessionId })
  })

  test('[V2] [A5] TERMINAL on a channel with a bot: the message, then the session is gone', () => {
    desk.says('anna', ivan, 'Have a nice day', { type: 'TERMINAL' })
    expect(desk.story()).toEqual([
      'chatMessageCreated → anna, watcher, client ivan',
      'chatSessionUpdated → watcher',
      'chatSessionDeleted → anna',
      'chatSessionUpdated → client ivan',
    ])
    expect(ivan.card).toMatchObject({ status: 'ACTIVE', botStatus: 'BOT', lastMessage: { type: 'TERMINAL' } })
  })

  test('[V2] TERMINAL on a channel without a bot: the message, deleted for the operator, closed for the rest', () => {
    const petr = desk.client('petr')
    petr.says('Hello')
    desk.does('watcher', 'watchSession', { sessionId: petr.sessionId, watch: true })
    desk.forget()
    desk.says('anna', petr, 'Bye', { type: 'TERMINAL' })
    expect(desk.story()).toEqual([
      'chatMessageCreated → anna, watcher, client petr',
      'chatSessionDeleted → anna',
      'chatSessionClosed → watcher, client petr',
    ])
    expect(petr.card).toMatchObject({ status: 'CLOSED' })
  })

  test('[V2] a session cannot return to a bot that its channel does not have', () => {
    const petr = desk.client('petr')
    petr.says('Hello')
    expect(desk.refuses('anna', 'returnToBot', { sessionId: petr.sessionId })).toBe('no_bot')
  })

  test('[E4] after a turn with the bot, who had the session before may get it again', () => {
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id('watcher') })
    desk.does('watcher', 'returnToBot', { sessionId: ivan.sessionId })
    ivan.does('callOperator', {})
    expect(ivan.card.operatorId).toBe(desk.id('anna'))
  })

  test('[A6] closed by the operator', () => {
    desk.does('anna', 'closeSession', { sessionId: ivan.sessionId, reason: 'Solved' })
    expect(desk.story()).toEqual(['chatSessionClosed → anna, watcher, client ivan'])
    expect(ivan.session.closing).toEqual({ by: 'OPERATOR', operatorId: desk.id('anna'), reason: 'Solved' })
  })

  test('[A6] closed by the client', () => {
    ivan.does('closeSession', {})
    expect(desk.story()).toEqual(['sessionClosedByClient → anna, watcher, client ivan'])
    expect(ivan.card).toMatchObject({ status: 'CLOSED', closedAt: '2026-11-22T12:00:00.000Z' })
    expect(ivan.refuses('closeSession', {})).toBe('no_session')
  })

  test('[A6] closed by the client in Help: everybody of its group hears', () => {
    desk.does('anna', 'setStatus', { status: 'AWAY' })
    const petr = desk.client('petr')
    petr.says('Hello')
    desk.forget()
    petr.does('closeSession', {})
    expect(desk.story()).toEqual(['sessionClosedByClient → boss, anna, watcher, client petr'])
  })

  test('[E4] nothing can be done in a closed session', () => {
    const said = desk.says('anna', ivan, 'Hi')
    ivan.does('closeSession', {})
    const { sessionId } = ivan
    expect(desk.refuses('anna', 'sendMessage', { sessionId, body: 'Wait' })).toBe('session_closed')
    expect(desk.refuses('anna', 'takeSession', { sessionId })).toBe('session_closed')
    expect(desk.refuses('anna', 'transferSession', { sessionId, operatorId: desk.id('watcher') })).toBe(
      'session_closed',
    )
    expect(desk.refuses('anna', 'returnToBot', { sessionId })).toBe('session_closed')
    expect(desk.refuses('anna', 'closeSession', { sessionId })).toBe('session_closed')
    expect(desk.refuses('anna', 'markSpam', { sessionId, spam: true })).toBe('session_closed')
    expect(desk.refuses('anna', 'addNote', { sessionId, body: 'Hm' })).toBe('session_closed')
    expect(desk.refuses('anna', 'watchSession', { sessionId, watch: true })).toBe('session_closed')
    expect(desk.refuses('anna', 'editMessage', { messageId: said, body: 'Hey' })).toBe('session_closed')
    expect(desk.refuses('boss', 'assignSession', { sessionId, operatorId: desk.id('anna') })).toBe(
      'session_closed',
    )
  })

  test('[A2] a supervisor gives a session of the bot to an operator: switched first', () => {
    const petr = desk.client('petr', 'bot')
    petr.says('Hello')
    desk.forget()
    desk.does('boss', 'assignSession', { sessionId: petr.sessionId, operatorId: desk.id('watcher') })
    expect(desk.story()).toEqual([
      'chatSessionSwitchedFromBotToOperator → boss, anna, watcher',
      'chatSessionUpdated → client petr',
      'chatSessionAdded → watcher',
      'chatSessionUpdated → boss, anna',
      'chatSessionUpdated → client petr',
    ])
  })

  test('[A2] [A3] a supervisor hands a session of the bot to a group: told to that group alone, and once', () => {
    desk.group('sales')
    desk.operator('seller', { groups: ['sales'], status: 'AWAY' })
    const petr = desk.client('petr', 'bot')
    petr.says('Hello')
    desk.forget()
    desk.does('boss', 'transferSession', { sessionId: petr.sessionId, groupId: desk.groupId('sales') })
    expect(desk.story()).toEqual([
      'chatSessionSwitchedFromBotToOperator → boss, seller',
      'chatSessionUpdated → client petr',
      'operatorNotFound → boss, seller',
    ])
  })
})
