import type { LogRecord, SessionRecord } from '@pult/engine'
import type { SessionId } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import { createBotHost, type Bot, type BotEvent, type SendBotCommand } from './bot.ts'
import { messageOf, messageFact, sessionFact, sessionOf } from './records.fixture.ts'

interface World {
  readonly tell: (records: readonly LogRecord[]) => void
  readonly heard: BotEvent[]
  readonly sent: Parameters<SendBotCommand>[0][]
  readonly errors: unknown[]
  /** What the workspace holds now. */
  readonly sessions: Map<string, SessionRecord>
}

function worldOf(bot: Bot, isWithBot = true): World {
  const world = { heard: [], sent: [], errors: [], sessions: new Map() } as Omit<World, 'tell'>
  const tell = createBotHost({
    bots: {
      BUILTIN: (event) => {
        world.heard.push(event)
        return bot(event)
      },
    },
    kindOf: () => (isWithBot ? 'BUILTIN' : 'NONE'),
    session: (id: SessionId) => world.sessions.get(id),
    send: (command) => void world.sent.push(command),
    onError: (error) => void world.errors.push(error),
  })
  return { ...world, tell }
}

const echo: Bot = (event) => (event.name === 'message' ? [{ name: 'say', body: event.message.body }] : [])
const bodies = ({ sent }: World): string[] =>
  sent.map(({ answer }) => (answer.name === 'say' ? answer.body : answer.name))

describe('a host of bots', () => {
  test('[B1] tells a bot when a session comes to it, new or back from an operator, and what the client writes', () => {
    const world = worldOf(echo)
    const session = sessionOf({ baton: 3 })
    world.sessions.set(session.card.id, session)
    world.tell([
      sessionFact(session, 'started'),
      messageFact(messageOf('один')),
      sessionFact(session, 'givenToBot'),
    ])
    expect(world.heard.map(({ name }) => name)).toEqual(['received', 'message', 'received'])
    expect(world.heard[0]).toMatchObject({ isNew: true })
    expect(world.heard[2]).toMatchObject({ isNew: false })
    expect(world.sent).toEqual([
      {
        channelId: session.card.channel,
        sessionId: session.card.id,
        baton: 3,
        answer: { name: 'say', body: 'один' },
      },
    ])
  })

  test('[B1] in the order of the log', () => {
    const world = worldOf(echo)
    const session = sessionOf()
    world.sessions.set(session.card.id, session)
    const texts = Array.from({ length: 50 }, (_, index) => `слово ${index}`)
    world.tell([sessionFact(session, 'started'), ...texts.map((text) => messageFact(messageOf(text)))])
    expect(bodies(world)).toEqual(texts)
  })

  test('[B2] an answer carries the baton of the moment that it answers to, however late it comes', async () => {
    let answer: (() => void) | undefined
    const world = worldOf(
      (event) =>
        new Promise((resolve) => {
          answer = () => resolve(echo(event))
        }),
    )
    const session = sessionOf({ baton: 5 })
    world.sessions.set(session.card.id, session)
    world.tell([messageFact(messageOf('медленно'))])
    world.sessions.set(session.card.id, sessionOf({ baton: 9 }))
    answer?.()
    await Bun.sleep(0)
    expect(world.sent).toMatchObject([{ baton: 5, answer: { body: 'медленно' } }])
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
    const without = worldOf(echo, false)
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

  test('[B4] a bot that throws or rejects is silent, and the next word finds it working', async () => {
    const world = worldOf((event) => {
      if (event.name !== 'message') return []
      if (event.message.body === 'throw') throw new Error('thrown')
      if (event.message.body === 'reject') return Promise.reject(new Error('rejected'))
      return echo(event)
    })
    const session = sessionOf()
    world.sessions.set(session.card.id, session)
    world.tell(['throw', 'reject', 'fine'].map((text) => messageFact(messageOf(text))))
    await Bun.sleep(0)
    expect(world.errors.map(String)).toEqual(['Error: thrown', 'Error: rejected'])
    expect(bodies(world)).toEqual(['fine'])
  })

  test('[B2] several answers go out in their order', () => {
    const world = worldOf(() => [{ name: 'say', body: 'зову' }, { name: 'handOver' }])
    const session = sessionOf()
    world.sessions.set(session.card.id, session)
    world.tell([messageFact(messageOf('человека!'))])
    expect(bodies(world)).toEqual(['зову', 'handOver'])
  })
})
