import { expect, test } from 'bun:test'
import { createDesk } from './testing/desk.ts'

test('[A1] [A3] a session without a bot is announced, given to who is free, and then spoken in', () => {
  const desk = createDesk()
  desk.operator('anna')
  desk.operator('boris', { status: 'AWAY' })
  desk.group('sales')
  desk.operator('stranger', { groups: ['sales'] })
  const ivan = desk.client('ivan')
  ivan.says('Hello')
  expect(desk.story()).toEqual([
    'chatSessionStarted → boss, anna, boris',
    'chatSessionStarted → client ivan',
    'chatSessionAdded → anna',
    'chatSessionUpdated → boss, boris',
    'chatSessionUpdated → client ivan',
    'chatMessageCreated → anna, client ivan',
  ])
  expect(ivan.card).toMatchObject({
    botStatus: 'OPERATOR',
    operatorType: 'OPERATOR',
    operatorId: desk.id('anna'),
  })
})

test('[A1] [A3] a session for which nobody is free falls into Help, and everybody of its group is told', () => {
  const desk = createDesk()
  desk.operator('anna', { status: 'AWAY' })
  const ivan = desk.client('ivan')
  ivan.says('Hello')
  expect(desk.story()).toEqual([
    'chatSessionStarted → boss, anna',
    'chatSessionStarted → client ivan',
    'operatorNotFound → boss, anna',
    'chatMessageCreated → boss, anna, client ivan',
  ])
  expect(ivan.card).toMatchObject({ botStatus: 'HELP', operatorType: 'OPERATOR', operatorId: null })
})

test('[A1] a session that starts with the bot is announced only to those of its group who watch bot sessions', () => {
  const desk = createDesk()
  desk.operator('anna')
  desk.operator('watcher', { watchesBotSessions: true })
  desk.group('sales')
  desk.operator('stranger', { groups: ['sales'], watchesBotSessions: true })
  const ivan = desk.client('ivan', 'bot')
  ivan.says('Hello')
  expect(desk.story()).toEqual([
    'chatSessionStarted → watcher',
    'chatSessionStarted → client ivan',
    'chatMessageCreated → watcher, client ivan',
    // The card with the countdown of the bot's answer.
    'chatSessionUpdated → watcher',
  ])
  expect(ivan.card).toMatchObject({ botStatus: 'BOT', operatorType: 'BOT', nextAction: 'BOT_ANSWER' })
})

test('[A1] the second message of an episode starts nothing', () => {
  const desk = createDesk()
  desk.operator('anna')
  const ivan = desk.client('ivan')
  ivan.says('Hello')
  desk.forget()
  ivan.says('Are you there?')
  expect(desk.story()).toEqual(['chatMessageCreated → anna, client ivan'])
})

test('[A1] after a close the next message starts a new session in the same chat', () => {
  const desk = createDesk()
  desk.operator('anna')
  const ivan = desk.client('ivan')
  ivan.says('Hello')
  const first = ivan.sessionId
  ivan.does('closeSession', {})
  ivan.says('One more thing')
  expect(ivan.sessionId).not.toBe(first)
  expect(ivan.card).toMatchObject({ chatId: ivan.chatId, previousOperator: { name: 'anna' } })
  expect(ivan.card.startedAt >= desk.state.sessions.get(first)!.card.closedAt!).toBe(true)
})

test('[E1] the card of a new session is filled from the client, the channel, the group and the page', () => {
  const desk = createDesk()
  desk.group('sales', { timerFirstAnswer: 60, timerNextAnswers: 120 })
  desk.channel('shop', { bot: 'NONE', group: 'sales' })
  const ivan = desk.client('ivan', 'shop')
  ivan.connects()
  ivan.does('setPage', { url: 'https://shop.test/a', title: 'A', referer: 'https://search.test/' })
  ivan.says('Hello')
  expect(ivan.card).toMatchObject({
    channel: ivan.channelId,
    messengerType: 'WIDGET',
    clientIp: '192.0.2.7',
    referer: 'https://search.test/',
    page: { url: 'https://shop.test/a', title: 'A' },
    timerFirstAnswer: 60,
    timerNextAnswers: 120,
    groupId: desk.groupId('sales'),
    markedAsSpam: false,
    clientBanned: false,
    priority: 0,
    clientOnlineAt: '2026-11-22T12:00:00.000Z',
    lastMessage: { body: 'Hello' },
    unreadClientMessageCount: 1,
    unreadClientMessageExists: true,
  })
})

test('[E1] a message of nothing but spaces starts nothing', () => {
  const desk = createDesk()
  const ivan = desk.client('ivan')
  expect(ivan.refuses('sendMessage', { body: '  ' })).toBe('validation_failed')
  expect(desk.state.open.size).toBe(0)
})
