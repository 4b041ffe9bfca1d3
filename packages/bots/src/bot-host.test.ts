import type { LogRecord, Outcome, SessionRecord } from '@pult/engine'
import type { BotReply, SessionId } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import type { Bot, BotContext, BotEvent } from './bot.ts'
import { createBotHost, type BotHost, type BotOrder } from './bot-host.ts'
import { messageFact, messageOf, sessionFact, sessionOf } from './records.fixture.ts'

interface World extends BotHost {
  readonly heard: BotEvent[]
  readonly contexts: BotContext[]
  readonly sent: BotOrder[]
  readonly errors: unknown[]
  /** What the workspace holds now. */
  readonly sessions: Map<string, SessionRecord>
}

/** A workspace that takes every order at once, unless it is said otherwise. */
function worldOf(bot: Bot, { isWithBot = true, outcome = (): Outcome => ({ data: {} }) } = {}): World {
  const heard: BotEvent[] = []
  const contexts: BotContext[] = []
  const sent: BotOrder[] = []
  const errors: unknown[] = []
  const sessions = new Map<string, SessionRecord>()
  const told: Bot = (event, context) => {
    heard.push(event)
    contexts.push(context)
    return bot(event, context)
  }
  const host = createBotHost({
    botOf: () => (isWithBot ? told : undefined),
    session: (id: SessionId) => sessions.get(id),
    client: () => undefined,
    send(_channelId, order, done) {
      sent.push(order)
      done(outcome())
    },
    onError: (error) => void errors.push(error),
  })
  return { ...host, heard, contexts, sent, errors, sessions }
}

const say = (body: string): BotReply => ({ answers: [{ name: 'say', body }] })
const echo: Bot = (event) => (event.name === 'message' ? say(event.message.body) : { answers: [] })
const words = ({ sent }: World): string[] =>
  sent.flatMap((order) =>
    order.name === 'botAnswer'
      ? order.data.answers.map((answer) => (answer.name === 'say' ? answer.body : answer.name))
      : [order.name],
  )
const wordsOf = (world: World, texts: readonly string[]): void =>
  world.tell(texts.map((text) => messageFact(messageOf(text))))

/** A bot whose replies come when the test says so. */
function slow(): { bot: Bot; finish: (() => void)[] } {
  const finish: (() => void)[] = []
  const bot: Bot = (event, context) =>
    new Promise((resolve) => void finish.push(() => resolve(echo(event, context))))
  return { bot, finish }
}

describe('a host of bots', () => {
  test('[B1] tells a bot when and why a session comes to it, and what the client writes', () => {
    const world = worldOf(echo)
    const session = sessionOf({ baton: 3 })
    world.sessions.set(session.card.id, session)
    const given = (more: object): LogRecord => {
      const record = sessionFact(session, 'givenToBot')
      return {
        ...record,
        fact: { ...record.fact, move: { by: { type: 'SYSTEM', id: null }, from: null, ...more } },
      } as LogRecord
    }
    world.tell([
      sessionFact(session, 'started'),
      messageFact(messageOf('один')),
      given({ kind: 'RETURNED_TO_BOT' }),
      given({ kind: 'TERMINAL' }),
      given({ kind: 'RETURNED_TO_BOT', timer: 'RETURN_TO_BOT' }),
      given({ kind: 'RETURNED_TO_BOT', reason: 'OPERATOR_UNAVAILABLE' }),
    ])
    expect(world.heard.map((event) => (event.name === 'message' ? event.message.body : event.why))).toEqual([
      'STARTED',
      'один',
      'RETURNED',
      'TERMINAL',
      'TIME',
      'OPERATOR_UNAVAILABLE',
    ])
    expect(world.sent[1]).toEqual({
      name: 'botAnswer',
      data: { sessionId: session.card.id, baton: 3, answers: [{ name: 'say', body: 'один' }] },
    })
  })

  test('[B1] in the order of the log, each when the reply to the last was taken', async () => {
    const { bot, finish } = slow()
    const world = worldOf(bot)
    world.sessions.set('ses_1', sessionOf())
    wordsOf(world, ['один', 'два', 'три'])
    expect(world.heard).toHaveLength(1)
    for (let count = 1; count <= 3; count += 1) {
      finish.shift()!()
      await Bun.sleep(0)
      expect(words(world)).toEqual(['один', 'два', 'три'].slice(0, count))
    }
  })

  test('[B2] an answer carries the baton of the moment that it answers to', async () => {
    const { bot, finish } = slow()
    const world = worldOf(bot)
    world.sessions.set('ses_1', sessionOf({ baton: 5 }))
    wordsOf(world, ['медленно'])
    world.sessions.set('ses_1', sessionOf({ baton: 9 }))
    finish[0]!()
    await Bun.sleep(0)
    expect(world.sent).toMatchObject([{ data: { baton: 5 } }])
  })

  test('[B2] whoever loses the session is told to stop, and is not heard any more', async () => {
    const { bot, finish } = slow()
    const world = worldOf(bot)
    world.sessions.set('ses_1', sessionOf({ baton: 5 }))
    wordsOf(world, ['один', 'два'])
    world.tell([sessionFact(sessionOf({ baton: 6, botStatus: 'HELP' }), 'switched')])
    expect(world.contexts[0]!.signal.aborted).toBe(true)
    finish[0]!()
    await Bun.sleep(0)
    expect([world.sent.length, world.heard.length]).toEqual([0, 1])
  })

  test.each([
    ['is with an operator', sessionOf({ botStatus: 'OPERATOR' })],
    ['waits in Help', sessionOf({ botStatus: 'HELP' })],
    ['is closed', sessionOf({ status: 'CLOSED' })],
  ])('[B3] a bot hears nothing of a session that %s', (_name, session) => {
    const world = worldOf(echo)
    world.sessions.set(session.card.id, session)
    world.tell([sessionFact(session, 'started'), messageFact(messageOf('?'))])
    expect(world.heard).toEqual([])
  })

  test('[B3] nor of a channel without a bot, of a session that nobody knows, or of its own and others’ words', () => {
    const without = worldOf(echo, { isWithBot: false })
    const session = sessionOf()
    without.sessions.set(session.card.id, session)
    without.tell([messageFact(messageOf('?'))])
    expect(without.heard).toEqual([])

    const world = worldOf(echo)
    world.tell([messageFact(messageOf('?'))])
    world.sessions.set(session.card.id, session)
    for (const authorType of ['BOT', 'OPERATOR', 'SYSTEM'] as const) {
      world.tell([messageFact({ ...messageOf('?'), authorType })])
    }
    world.tell([sessionFact(session, 'details')])
    expect(world.heard).toEqual([])
  })

  test('[B4] a bot that throws or rejects has failed: people are asked at once', async () => {
    const world = worldOf((event, context) => {
      if (event.name !== 'message') return { answers: [] }
      if (event.message.body === 'throw') throw new Error('thrown')
      if (event.message.body === 'reject') return Promise.reject(new Error('rejected'))
      return echo(event, context)
    })
    world.sessions.set('ses_1', sessionOf())
    wordsOf(world, ['throw', 'reject', 'fine'])
    await Bun.sleep(0)
    expect(world.errors.map(String)).toEqual(['Error: thrown', 'Error: rejected'])
    expect(words(world)).toEqual(['botFail', 'botFail', 'fine'])
  })

  test('[B4] one that answers what cannot be taken has failed, too', () => {
    const error = {
      code: 'validation_failed',
      message: 'too much',
      temporary: false,
      field: 'data.memory',
    } as const
    const world = worldOf(echo, { outcome: () => ({ error }) })
    world.sessions.set('ses_1', sessionOf())
    wordsOf(world, ['один'])
    expect(world.sent.map(({ name }) => name)).toEqual(['botAnswer', 'botFail'])
    expect(String(world.errors[0])).toContain('data.memory: too much')
  })

  test('[B9] what it remembers comes with the next event, as it is by then', () => {
    const world = worldOf(echo)
    world.sessions.set('ses_1', {
      ...sessionOf(),
      bot: { memory: { step: 2 }, answerMs: 10_000, isOfferedBack: false },
    })
    wordsOf(world, ['один'])
    expect(world.contexts[0]!.memory).toEqual({ step: 2 })
  })

  test('[B9] after a start it is told again what it has not answered, or why the session is there', () => {
    const world = worldOf(echo)
    const session = { ...sessionOf(), bot: { memory: null, answerMs: 10_000, isOfferedBack: true } }
    world.sessions.set('ses_1', session)
    world.remind(session, [messageOf('один'), messageOf('два')])
    expect(words(world)).toEqual(['один', 'два'])
    world.remind(session, [])
    expect(world.heard.at(-1)).toMatchObject({ name: 'received', why: 'OPERATOR_UNAVAILABLE' })
  })
})

test('[B2] [B10] what a bot shows that it writes goes with the baton of its event, and no more once it is not waited for', () => {
  const world = worldOf(slow().bot)
  world.sessions.set('ses_1', sessionOf({ baton: 3 }))
  wordsOf(world, ['Hello'])
  const { typing } = world.contexts[0]!
  typing()
  typing('On its')
  expect(world.sent.map(({ name, data }) => ({ name, ...data }))).toEqual([
    { name: 'botTyping', sessionId: 'ses_1' as SessionId, baton: 3 },
    { name: 'botTyping', sessionId: 'ses_1' as SessionId, baton: 3, text: 'On its' },
  ] as never)
  world.tell([sessionFact(sessionOf({ baton: 4, botStatus: 'HELP' }), 'switched')])
  typing('way')
  expect(world.sent).toHaveLength(2)
})
