import { BOT_MEMORY_BYTES_MAX, type GroupId } from '@pult/protocol'
import { beforeEach, describe, expect, test } from 'bun:test'
import { createDesk, dataOf, errorOf, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

beforeEach(() => {
  desk = createDesk()
  ivan = desk.client('ivan', 'bot')
  ivan.says('Hello')
  desk.forget()
})

/** A bot of one's own in the channel, for sessions that start from now on. */
function ownBot(settings: { answerWithin?: number; takesBack?: boolean } = {}): void {
  const { botId } = desk.does('boss', 'createBot', {
    kind: 'WEBHOOK',
    name: 'Orders',
    settings: { url: 'https://bots.test' },
    ...settings,
  }) as { botId: never }
  desk.does('boss', 'updateChannel', { channelId: ivan.channelId, bot: { kind: 'WEBHOOK', botId } })
}

describe('an answer', () => {
  test('[E3] all of it happens in one turn: what is said, what is remembered, who has the session', () => {
    desk.operator('anna')
    desk.forget()
    dataOf(
      desk.bot('botAnswer', ivan, {
        answers: [
          { name: 'say', body: 'One moment.' },
          { name: 'say', body: 'I call somebody.' },
          { name: 'handOver' },
        ],
        memory: { step: 'called' },
      }),
    )
    expect(desk.story().slice(0, 3)).toEqual([
      'chatMessageCreated → client ivan',
      'chatMessageCreated → client ivan',
      'chatSessionSwitchedFromBotToOperator → boss, anna',
    ])
    expect(ivan.card.operatorId).toBe(desk.id('anna'))
    expect(ivan.session.bot?.memory).toEqual({ step: 'called' })
  })

  test('[E3] or nothing of it', () => {
    const before = ivan.session
    const tooMuch = {
      memory: 'x'.repeat(BOT_MEMORY_BYTES_MAX),
      answers: [{ name: 'say', body: 'Hi' }],
    } as const
    expect(errorOf(desk.bot('botAnswer', ivan, { ...tooMuch, answers: [...tooMuch.answers] }))).toBe(
      'validation_failed',
    )
    const answers = [{ name: 'handOver' } as const, { name: 'say', body: 'Bye' } as const]
    expect(errorOf(desk.bot('botAnswer', ivan, { answers }))).toBe('validation_failed')
    expect(ivan.session).toEqual(before)
    expect(desk.story()).toEqual([])
  })

  test('[E3] what is remembered is told to nobody and goes with the session when it closes', () => {
    dataOf(desk.bot('botAnswer', ivan, { answers: [], memory: { step: 1 } }))
    expect(desk.story()).toEqual([])
    expect(ivan.session.bot?.memory).toEqual({ step: 1 })
    dataOf(desk.bot('botAnswer', ivan, { answers: [{ name: 'close', reason: 'solved' }] }))
    expect(ivan.session.bot).toBeUndefined()
    expect(ivan.session.closing).toEqual({ by: 'BOT', operatorId: null, reason: 'solved' })
    expect(desk.story()).toEqual(['chatSessionClosed → client ivan'])
  })

  test('[E3] a bot that fails is replaced by people at once, and the client reads why', () => {
    desk.operator('anna')
    desk.forget()
    dataOf(desk.bot('botFail', ivan, {}))
    expect(ivan.card).toMatchObject({ operatorId: desk.id('anna'), lastMessage: { authorType: 'SYSTEM' } })
    expect(desk.toldTo('anna')).toEqual(['chatSessionSwitchedFromBotToOperator', 'chatSessionAdded'])
  })
})

describe('a hand-over', () => {
  test('[A2] carries what the bot knows: a note, attributes, the group, skills, language, priority', () => {
    desk.group('sales')
    desk.operator('anna', { groups: ['sales'], skills: ['refunds'], languages: ['ru'] })
    desk.operator('boris', { groups: ['sales'] })
    dataOf(
      desk.botHandsOver(ivan, {
        summary: 'Wants a refund',
        fields: { order: '17' },
        groupId: desk.groupId('sales'),
        skills: ['refunds'],
        language: 'ru',
        priority: 5,
      }),
    )
    expect(ivan.card).toMatchObject({
      operatorId: desk.id('anna'),
      groupId: desk.groupId('sales'),
      priority: 5,
    })
    expect(desk.state.clients.get(ivan.clientId)!.client.attributes).toEqual({ order: '17' })
    const notes = desk.log.flatMap(({ fact }) => (fact.type === 'note' ? [fact.note.body] : []))
    expect(notes).toEqual(['Wants a refund\norder: 17'])
  })

  test('[A3] a group that is not there any more keeps nobody from people', () => {
    desk.operator('anna')
    dataOf(desk.botHandsOver(ivan, { groupId: 'grp_gone' as GroupId }))
    expect(ivan.card.operatorId).toBe(desk.id('anna'))
  })
})

describe('when nobody is there', () => {
  test('[E21] a bot that takes back has the session again, in the order of [A2] [A3] [A5], once', () => {
    ownBot({ takesBack: true })
    const olga = desk.client('olga', 'bot')
    olga.says('Hello')
    desk.forget()
    dataOf(desk.botHandsOver(olga))
    expect(desk.story()).toEqual([
      'chatSessionSwitchedFromBotToOperator → boss',
      'chatSessionUpdated → client olga',
      'operatorNotFound → boss',
      'chatSessionDeleted → boss',
      'chatSessionUpdated → client olga',
    ])
    expect(olga.card).toMatchObject({ botStatus: 'BOT', nextAction: 'BOT_ANSWER' })
    dataOf(desk.botSays(olga, 'Nobody is here. I ask again.'))
    dataOf(desk.botHandsOver(olga))
    expect(olga.card.botStatus).toBe('HELP')
  })

  test('[E21] it is silent then: people have it after its limit, and it is not offered again', () => {
    ownBot({ takesBack: true, answerWithin: 30 })
    const olga = desk.client('olga', 'bot')
    olga.says('Hello')
    dataOf(desk.botHandsOver(olga))
    desk.tick(29_999)
    expect(olga.card.botStatus).toBe('BOT')
    desk.tick(1)
    expect(olga.card.botStatus).toBe('HELP')
  })

  test('[E21] whoever is there and busy is waited for', () => {
    ownBot({ takesBack: true })
    desk.operator('anna', { capacity: 0 })
    const olga = desk.client('olga', 'bot')
    olga.says('Hello')
    dataOf(desk.botHandsOver(olga))
    expect(olga.card.botStatus).toBe('HELP')
  })
})

describe('limits', () => {
  test('[E3] a bot of one’s own has a limit of its own', () => {
    ownBot({ answerWithin: 25 })
    const olga = desk.client('olga', 'bot')
    olga.says('Hello')
    desk.tick(24_999)
    expect(olga.card.botStatus).toBe('BOT')
    desk.tick(1)
    expect(olga.card.botStatus).toBe('HELP')
  })

  test('[E19] a client who is silent after an answer goes back to the bot, where the group says so and there is one', () => {
    desk.operator('anna')
    desk.does('boss', 'updateGroup', { groupId: ivan.card.groupId, returnToBotAfter: 60 })
    ivan.does('callOperator', {})
    const site = desk.client('vera', 'site')
    site.says('Hello')
    desk.says('anna', ivan, 'Done')
    desk.says('anna', site, 'Done')
    expect([ivan.card.nextAction, site.card.nextAction]).toEqual(['RETURN_TO_BOT', null])
    desk.forget()
    desk.tick(60_000)
    expect([ivan.card.botStatus, site.card.botStatus]).toEqual(['BOT', 'OPERATOR'])
    expect(desk.story()).toEqual(['chatSessionDeleted → anna', 'chatSessionUpdated → client ivan'])
  })

  test('[E19] a channel that has lost its bot by then leaves the session where it is', () => {
    desk.operator('anna')
    desk.does('boss', 'updateGroup', { groupId: ivan.card.groupId, returnToBotAfter: 60, closeAfter: 90 })
    ivan.does('callOperator', {})
    desk.says('anna', ivan, 'Done')
    desk.does('boss', 'updateChannel', { channelId: ivan.card.channel, bot: { kind: 'NONE' } })
    desk.tick(60_000)
    expect([ivan.card.botStatus, ivan.card.nextAction]).toEqual(['OPERATOR', 'CLOSE'])
    desk.tick(30_000)
    expect(ivan.card.status).toBe('CLOSED')
  })
})

test('[A6] [A8] a bot that writes is seen by its client, its words by who watches; nobody sees one that has lost the session', () => {
  desk.operator('anna')
  desk.does('anna', 'watchSession', { sessionId: ivan.sessionId, watch: true })
  desk.forget()
  dataOf(desk.bot('botTyping', ivan))
  dataOf(desk.bot('botTyping', ivan, { text: 'On its' }))
  expect(desk.signalled()).toEqual([
    'typing → anna',
    'typing → client ivan',
    'On its → anna',
    'typing → client ivan',
  ])
  expect(desk.story()).toEqual([])
  const { baton } = ivan.session
  desk.botHandsOver(ivan)
  expect(errorOf(desk.bot('botTyping', ivan, { baton, text: 'way' }))).toBe('stale_baton')
})
