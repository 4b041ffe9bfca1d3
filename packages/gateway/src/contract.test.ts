import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { SignJWT } from 'jose'
import { operatorEvents, type Coordinates } from '@pult/protocol'
import type { ChatMessageCreated, ChatSession, ContractData } from '../../protocol/src/contract.types.ts'
import { openGeography } from './geography/index.ts'
import { Desk } from './testing/desk.ts'
import type { Person } from './testing/host.ts'
import type { Frame } from './testing/expect-frame.ts'
import type { TestStream } from './testing/test-stream.ts'

/** Every field of the contract's types, so that one that is never filled is noticed. */
type Fields<T> = { readonly [K in keyof T]-?: 1 }
const cardFields: Fields<ChatSession> = {
  id: 1,
  chatId: 1,
  clientId: 1,
  name: 1,
  markedAsSpam: 1,
  operatorId: 1,
  operatorType: 1,
  channel: 1,
  botStatus: 1,
  status: 1,
  startedAt: 1,
  clientOnlineAt: 1,
  clientOfflineAt: 1,
  lastMessageCreatedAt: 1,
  lastMessage: 1,
  clientExternalId: 1,
  clientBanned: 1,
  referer: 1,
  clientIp: 1,
  coordinates: 1,
  unreadClientMessageCount: 1,
  unreadClientMessageExists: 1,
  messengerType: 1,
  whatsappPhone: 1,
  timerFirstAnswer: 1,
  timerNextAnswers: 1,
  lastOperatorMessage: 1,
  firstClientMessageAfterLastOperatorMessage: 1,
  operatorAssignedAt: 1,
  previousOperator: 1,
}
const messageFields: Fields<ChatMessageCreated['data']> = {
  id: 1,
  sessionId: 1,
  clientId: 1,
  authorId: 1,
  authorType: 1,
  authorName: 1,
  type: 1,
  body: 1,
  attachments: 1,
  createdAt: 1,
  updatedAt: 1,
  readAt: 1,
  deletedAt: 1,
  actions: 1,
  replyTo: 1,
  history: 1,
  replyToMessage: 1,
}
const otherFields: {
  readonly [
    N in Exclude<
      keyof ContractData,
      `chatSession${'Started' | 'Added' | 'SwitchedFromBotToOperator'}` | 'chatMessageCreated'
    >
  ]: Fields<ContractData[N]>
} = {
  operatorNotFound: { botStatus: 1, chatId: 1, operatorType: 1, sessionId: 1, status: 1 },
  chatMessageEdited: { body: 1, messageId: 1, attachments: 1 },
  chatMessageRead: { messageId: 1 },
  chatSessionDeleted: { sessionId: 1 },
  sessionClosedByClient: { sessionId: 1, chatId: 1, closedAt: 1 },
  operatorBlocked: { operatorId: 1, blockedAt: 1, reason: 1 },
  chatUserExists: { operatorId: 1, loggedInAt: 1, clientIp: 1, device: 1 },
  typing: { sessionId: 1, chatId: 1, authorId: 1, authorType: 1, text: 1, expiresInMs: 1 },
  operatorLoggedOut: { operatorId: 1, reason: 1 },
  clientOnline: { clientId: 1, chatId: 1, sessionId: 1, clientOnlineAt: 1 },
  clientOffline: { clientId: 1, chatId: 1, sessionId: 1, clientOfflineAt: 1 },
}

/** A public address, as a trusted proxy would report it. */
const IP = '77.88.55.88'
const geography = openGeography()
let desk: Desk
let anna: Person & { stream: TestStream }
let boris: Person & { stream: TestStream }
let boss: TestStream
let client: TestStream
let sessionId: string
let clientId: string
let chatId: string
const told = new Map<string, Frame>()

beforeAll(async () => {
  desk = await Desk.open({ locate: (ip): Coordinates | null => geography?.locate(ip) ?? null })
  boss = await desk.operatorStream(desk.boss)
  const groupId = await desk.group('sales', { timerFirstAnswer: 60, timerNextAnswers: 120 })
  await desk.channel('shop', 'BUILTIN', { groupId })
  anna = await desk.atWork('anna', { groupIds: [groupId] })
  const vera = await desk.operator('vera', { groupIds: [groupId], watchesBotSessions: true })
  const veras = await desk.operatorStream(vera)
  boris = await desk.atWork('boris', { groupIds: [groupId] })
  await boris.stream.does('setStatus', { status: 'AWAY' })
  const shop = desk.channels['shop']!
  const identity = await new SignJWT({ name: 'Ivan Petrov' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('crm-77')
    .setAudience(shop.channelId)
    .setIssuedAt(desk.clock.nowMs / 1000)
    .setExpirationTime(desk.clock.nowMs / 1000 + 600)
    .sign(new TextEncoder().encode(shop.channelSecret))
  const visitor = await desk.visitor('shop', { identity })
  ;({ clientId, chatId } = visitor)
  const headers = { 'x-forwarded-for': IP, 'user-agent': 'Browser/1' }
  client = await desk.clientStream(visitor, { headers })
  await client.does('setPage', {
    url: 'https://shop.test/cart',
    title: 'Cart',
    referer: 'https://search.test/',
  })
  ;({ sessionId } = await client.does('sendMessage', { body: 'Hello' }))
  await collect(veras, 'chatSessionStarted')

  await desk.bot(sessionId, {
    name: 'say',
    body: 'I am a bot.',
    actions: [{ id: 'call', label: 'Call a person' }],
  })
  await client.does('callOperator', {})
  await collect(anna.stream, 'chatSessionSwitchedFromBotToOperator')
  await collect(anna.stream, 'chatSessionAdded')
  const { messageId } = await anna.stream.does('sendMessage', { sessionId, body: 'I am Anna.' })
  const asked = await client.does('sendMessage', { body: 'Where is my order?' })
  await client.does('markRead', { messageId })
  await collect(anna.stream, 'chatMessageRead')
  await client.does('typing', { text: 'Wh' })
  await collect(anna.stream, 'typing')

  const form = new FormData()
  form.append('file', new File(['a bill'], 'bill.txt'))
  const file = await desk.request('/api/v1/attachments', { method: 'POST', body: form, token: anna.token })
  const attachments = [file.json.id]
  const answer = await anna.stream.does('sendMessage', {
    sessionId,
    attachments,
    body: 'Here.',
    replyTo: asked.messageId,
    actions: [{ id: 'ok', label: 'Thanks' }],
  })
  told.set(
    'chatMessageCreated',
    await anna.stream.find(({ data }) => data?.id === answer.messageId, 'the answer'),
  )
  await anna.stream.does('editMessage', { messageId: answer.messageId, body: 'Here it is.', attachments })
  await collect(anna.stream, 'chatMessageEdited')

  await desk.clock.advance(1_000)
  await client.close()
  await desk.breathe()
  await desk.clock.advance(16_000)
  await collect(anna.stream, 'clientOffline')
  client = await desk.clientStream(visitor, { headers })
  await collect(anna.stream, 'clientOnline')
  await client.does('sendMessage', { body: 'And now?' })

  // What a client must never hear of [A8].
  await anna.stream.does('addNote', { sessionId, body: 'canary-note' })
  await anna.stream.does('setTags', { sessionId, tags: ['canary-tag'] })
  const details = { email: 'canary@mail.test', attributes: { vip: 'canary-attribute' } }
  await anna.stream.does('updateClient', { clientId, ...details })
  await anna.stream.does('banClient', { clientId, banned: true, reason: 'canary-ban' })
  await anna.stream.does('banClient', { clientId, banned: false })
  const neighbour = await desk.visitor('shop')
  const neighbours = await desk.clientStream(neighbour, { headers: { 'x-forwarded-for': '8.8.8.8' } })
  await neighbours.does('sendMessage', { body: 'words of a neighbour' })

  // A second session, after somebody had the first: it knows its previous operator.
  await anna.stream.does('transferSession', {
    sessionId,
    operatorId: boris.operatorId,
    note: 'canary-transfer',
  })
  await collect(anna.stream, 'chatSessionDeleted')
  told.set('card of the new operator', await boris.stream.next('chatSessionAdded'))
  await boris.stream.does('markSpam', { sessionId, spam: true })
  await client.does('closeSession', {})
  await collect(boris.stream, 'sessionClosedByClient')
  await anna.stream.does('setStatus', { status: 'AWAY' })
  await client.does('sendMessage', { body: 'One more thing' })
  await client.does('callOperator', {})
  await collect(boris.stream, 'operatorNotFound')

  const again = await desk.signIn(boris.operatorId)
  await collect(boris.stream, 'chatUserExists')
  await boris.stream.ended()
  const borisAgain = await desk.operatorStream(again)
  expect((await desk.post('/logout', {}, again.token)).status).toBe(200)
  await collect(borisAgain, 'operatorLoggedOut')
  await boss.does('blockOperator', { operatorId: anna.operatorId, blocked: true, reason: 'has left' })
  await collect(anna.stream, 'operatorBlocked')
  await boss.does('heartbeat', {})
})
afterAll(async () => {
  desk.expectWell()
  await desk.close()
})

async function collect(stream: TestStream, action: string): Promise<void> {
  told.set(action, await stream.next(action))
}

describe('the fifteen events as they come', () => {
  for (const [action, fields] of Object.entries(otherFields)) {
    test(`[E1] ${action}: exactly the contract's fields, all filled`, () => {
      const { data } = told.get(action)!
      expect(Object.keys(data).toSorted()).toEqual(Object.keys(fields).toSorted())
      for (const value of Object.values(data)) expect(value).not.toBeNull()
    })
  }

  for (const action of [
    'chatSessionStarted',
    'chatSessionSwitchedFromBotToOperator',
    'chatSessionAdded',
  ] as const) {
    test(`[E1] ${action}: no field of the card is missing`, () => {
      const { data } = told.get(action)!
      expect(Object.keys(cardFields).filter((field) => !(field in data))).toEqual([])
    })
  }

  test('[E1] chatSessionStarted alone is named by `event` too', () => {
    expect(told.get('chatSessionStarted')).toMatchObject({
      event: 'chatSessionStarted',
      action: 'chatSessionStarted',
    })
    for (const [action, frame] of told)
      if (action !== 'chatSessionStarted') expect(frame.event).toBeUndefined()
  })

  test('[E1] [V1] the three cards say whose turn it is', () => {
    const turn = (action: string): unknown => {
      const { botStatus, operatorType, status, operatorId } = told.get(action)!.data
      return { botStatus, operatorType, status, operatorId }
    }
    expect(turn('chatSessionStarted')).toEqual({
      botStatus: 'BOT',
      operatorType: 'BOT',
      status: 'ACTIVE',
      operatorId: null,
    })
    expect(turn('chatSessionSwitchedFromBotToOperator')).toEqual({
      botStatus: 'HELP',
      operatorType: 'OPERATOR',
      status: 'ACTIVE',
      operatorId: null,
    })
    expect(turn('chatSessionAdded')).toEqual({
      botStatus: 'OPERATOR',
      operatorType: 'OPERATOR',
      status: 'ACTIVE',
      operatorId: anna.operatorId,
    })
    expect(told.get('operatorNotFound')!.data).toMatchObject({
      botStatus: 'HELP',
      operatorType: 'OPERATOR',
      status: 'ACTIVE',
    })
  })

  test('[V3] [E1] the card of the next operator has every field from what has really happened', () => {
    const card = told.get('card of the new operator')!.data
    expect(card).toMatchObject({
      id: sessionId,
      chatId,
      clientId,
      name: 'Ivan Petrov',
      clientExternalId: 'crm-77',
      operatorId: boris.operatorId,
      channel: desk.channels['shop']!.channelId,
      messengerType: 'WIDGET',
      referer: 'https://search.test/',
      page: { url: 'https://shop.test/cart', title: 'Cart' },
      clientIp: IP,
      clientBanned: false,
      markedAsSpam: false,
      timerFirstAnswer: 60,
      timerNextAnswers: 120,
      unreadClientMessageCount: 3,
      unreadClientMessageExists: true,
      previousOperator: { id: anna.operatorId, name: 'anna' },
      operatorAssignedAt: new Date(desk.clock.nowMs).toISOString(),
      lastMessage: { body: 'And now?', authorType: 'CLIENT' },
      lastOperatorMessage: { body: 'Here it is.', authorName: 'anna', history: [{ body: 'Here.' }] },
      firstClientMessageAfterLastOperatorMessage: { body: 'And now?' },
    })
    for (const time of ['startedAt', 'clientOnlineAt', 'clientOfflineAt', 'lastMessageCreatedAt'])
      expect(card[time]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    if (geography === null) return expect(card.coordinates).toBeNull()
    expect(card.coordinates).toMatchObject({
      city: 'Moscow',
      country_code: 'RU',
      country_name: 'Russia',
      time_zone: 'Europe/Moscow',
    })
    expect(Object.keys(card.coordinates).toSorted()).toEqual([
      'city',
      'country_code',
      'country_name',
      'latitude',
      'longitude',
      'region_name',
      'time_zone',
      'zip_code',
    ])
  })

  test('[E1] chatMessageCreated: body, files, buttons, the quote as it was and as it is', () => {
    const { data } = told.get('chatMessageCreated')!
    expect(data).toMatchObject({
      sessionId,
      clientId,
      authorId: anna.operatorId,
      authorType: 'OPERATOR',
      authorName: 'anna',
      type: 'REGULAR',
      body: 'Here.',
      attachments: [
        {
          name: 'bill.txt',
          mimeType: expect.any(String),
          size: 6,
          url: expect.stringContaining('signature='),
        },
      ],
      actions: [{ id: 'ok', label: 'Thanks' }],
      replyTo: {
        body: 'Where is my order?',
        authorType: 'CLIENT',
        authorName: 'Ivan Petrov',
        attachments: [],
      },
      replyToMessage: { body: 'Where is my order?' },
    })
    const missing = Object.keys(messageFields).filter((field) => !(field in data))
    // An edit is what makes history.
    expect(missing).toEqual(['history'])
  })

  test('[L1] chatUserExists says who came, from where and with what', () => {
    expect(told.get('chatUserExists')!.data).toMatchObject({ clientIp: '198.51.100.1', device: 'Test/1' })
    expect(told.get('operatorLoggedOut')!.data).toEqual({ operatorId: boris.operatorId, reason: 'LOGOUT' })
    expect(told.get('operatorBlocked')!.data).toMatchObject({
      operatorId: anna.operatorId,
      reason: 'has left',
    })
  })

  test('[L2] colleagues see the blocked operator as a whole', async () => {
    const updated = boss.frames.findLast(({ action }) => action === 'operatorUpdated')!
    expect(updated.data).toMatchObject({
      id: anna.operatorId,
      blocked: true,
      status: 'OFFLINE',
      name: 'anna',
    })
  })

  test('[V3] [W1] every name that was told is one of the protocol', () => {
    for (const stream of desk.streams.filter(({ flavour }) => flavour === 'OPERATOR'))
      for (const action of stream.events) expect(Object.keys(operatorEvents)).toContain(action)
  })
})

function framesOf(fits: (stream: TestStream) => boolean): Frame[] {
  return desk.streams.filter(fits).flatMap((stream) => stream.frames)
}

test('[A8] nothing of what operators know of the client or each other is in any frame of the client', () => {
  const operators = JSON.stringify(framesOf(({ flavour }) => flavour === 'OPERATOR'))
  for (const canary of ['canary-note', 'canary-tag', 'canary-transfer', IP])
    expect(operators).toContain(canary)
  const frames = framesOf(
    ({ flavour, frames: [first] }) => flavour === 'CLIENT' && first?.data.client.chatId === chatId,
  )
  expect(frames.length).toBeGreaterThan(20)
  const text = JSON.stringify(frames)
  for (const secret of [
    IP,
    'canary',
    'neighbour',
    'Moscow',
    '"RU"',
    'crm-77',
    'search.test',
    'markedAsSpam',
    'coordinates',
    'clientIp',
    '@shop.test',
    'previousOperator',
    'watcherIds',
    'has left',
    'nextAction',
    'tags',
  ])
    expect(text).not.toContain(secret)
})

test('[E1] whatsappPhone is the number of a client who came by WhatsApp', async () => {
  await desk.channel('wa', 'NONE', { messengerType: 'WHATSAPP' })
  const { channelId, channelSecret } = desk.channels['wa']!
  const identity = await new SignJWT({ phone: '+79161234567' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('79161234567')
    .setAudience(channelId)
    .setIssuedAt(desk.clock.nowMs / 1000)
    .setExpirationTime(desk.clock.nowMs / 1000 + 600)
    .sign(new TextEncoder().encode(channelSecret))
  const visitor = await desk.visitor('wa', { identity })
  const sent = await desk.post('/commands/sendMessage', { data: { body: 'Hi' } }, visitor.token)
  await boss.find(({ data }) => data?.id === sent.json.data.sessionId, 'the card')
  const card = boss.frames.find(({ data }) => data?.id === sent.json.data.sessionId)!.data
  expect(card).toMatchObject({ messengerType: 'WHATSAPP', whatsappPhone: '+79161234567' })
})
