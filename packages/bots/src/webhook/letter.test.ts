import type { ChatSession, Client, WebhookEvent } from '@pult/protocol'
import { expect, test } from 'bun:test'
import type { BotEvent } from '../bot.ts'
import { messageOf, sessionOf } from '../records.fixture.ts'
import { letterOf } from './letter.ts'

const views = {
  cardOf: (session: BotEvent['session']) => session.card,
  messageOf: <M>(message: M) => message,
}
const client = {
  id: 'cli_1',
  name: 'Vera',
  externalId: '17',
  email: 'vera@example.com',
  phone: null,
  language: 'ru',
  attributes: { plan: 'gold' },
  banned: true,
  banReason: 'rude',
} as unknown as Client
const context = {
  memory: { step: 2 },
  client,
  signal: new AbortController().signal,
  typing: () => undefined,
}
const AT = '2026-11-22T12:00:00.000Z'
const opened = ({ body }: { body: string }): WebhookEvent => JSON.parse(body) as WebhookEvent

test('[WH2] a message is told with the card, the baton, the client and the memory, under an id of its own', () => {
  const message = messageOf('Где заказ?', { id: 'msg_1' as never })
  const letter = letterOf({ name: 'message', session: sessionOf({ baton: 3 }), message }, context, views, AT)
  expect(letter.id).toBe('msg_1_3')
  expect(letter.id).not.toContain('.')
  expect(opened(letter)).toMatchObject({
    type: 'session.message',
    timestamp: message.createdAt,
    data: {
      session: { id: 'ses_1', chatId: 'cht_1', botStatus: 'BOT', groupId: 'grp_1' },
      baton: 3,
      client: { id: 'cli_1', externalId: '17', attributes: { plan: 'gold' } },
      memory: { step: 2 },
      message: { id: 'msg_1', body: 'Где заказ?' },
    },
  })
})

test('[WH2] a session that comes is told with its why; told again it is the same letter, come back it is another', () => {
  const told = (baton: number) =>
    letterOf({ name: 'received', session: sessionOf({ baton }), why: 'TERMINAL' }, context, views, AT)
  expect(told(1)).toEqual(told(1))
  expect(told(1).id).not.toBe(told(4).id)
  expect(opened(told(4))).toMatchObject({
    type: 'session.received',
    timestamp: AT,
    data: { why: 'TERMINAL' },
  })
})

test('[WH2] what only people may see stays here: marks, bans, addresses, places, who looks on, what stood there before', () => {
  const secrets: Partial<ChatSession> = {
    markedAsSpam: true,
    clientBanned: true,
    clientIp: '203.0.113.7',
    coordinates: { city: 'Kazan', latitude: 55.79 },
    watcherIds: ['opr_9' as never],
    lastMessage: messageOf('after', { history: [{ editedAt: AT, body: 'before' }] }),
  }
  const session = sessionOf(secrets as never)
  const message = messageOf('after', { history: [{ editedAt: AT, body: 'before' }] })
  const { body } = letterOf({ name: 'message', session, message }, { ...context, memory: null }, views, AT)
  for (const word of [
    ...Object.keys(secrets).slice(0, 5),
    '203.0.113.7',
    'Kazan',
    'opr_9',
    'before',
    'rude',
    'banned',
  ]) {
    expect(body).not.toContain(word)
  }
  expect(body).toContain('"editedAt"')
  expect(body).toContain('"memory":null')
})
