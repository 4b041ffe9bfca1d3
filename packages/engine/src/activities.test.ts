import { beforeEach, describe, expect, test } from 'bun:test'
import { activityOf } from './activities.ts'
import { createDesk, dataOf, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor

beforeEach(() => {
  desk = createDesk()
})

/** The way of the client's session, a line a step: `KIND by who: from → to (rule, reason, timer)`. */
function way(client: Visitor): readonly string[] {
  const nameOf = (id: string | null): string =>
    [...desk.people].find(([, { operatorId }]) => operatorId === id)?.[0] ?? '–'
  return desk.log.flatMap((record) => {
    const step = activityOf(record)
    if (step === undefined || step.session.card.chatId !== client.chatId) return []
    const { kind, by, previousOperatorId, operatorId, rule, reason, timer, score } = step
    const who = by === null ? 'nobody known' : by.type === 'OPERATOR' ? nameOf(by.id) : (by.name ?? by.type)
    const why = [rule, reason, timer, score].filter((part) => part !== undefined && part !== null)
    return [`${kind} by ${who}: ${nameOf(previousOperatorId)} → ${nameOf(operatorId)} (${why.join(', ')})`]
  })
}

describe('[E16] the way of a session says', () => {
  test('how it came to people: from the bot by the bot, by the client, by the bot’s silence, by a person', () => {
    desk.operator('anna')
    const [ivan, vera, gleb, dina] = ['ivan', 'vera', 'gleb', 'dina'].map((name) => desk.client(name, 'bot'))
    for (const client of [ivan, vera, gleb, dina]) client!.says('Hello')
    dataOf(desk.botHandsOver(ivan!))
    vera!.does('callOperator', {})
    desk.does('boss', 'assignSession', { sessionId: dina!.sessionId, operatorId: desk.id('anna') })
    desk.tick(10_000)
    const started = 'STARTED by CLIENT: – → – ()'
    const routed = 'ASSIGNED by SYSTEM: – → anna (LEAST_LOADED)'
    expect(way(ivan!)).toEqual([started, 'HANDED_OVER by Robo: – → – ()', routed])
    expect(way(vera!)).toEqual([started, 'HANDED_OVER by CLIENT: – → – ()', routed])
    expect(way(dina!)).toEqual([
      started,
      'HANDED_OVER by boss: – → – ()',
      'ASSIGNED by boss: – → anna (COMMAND)',
    ])
    expect(way(gleb!)).toEqual([started, 'HANDED_OVER by SYSTEM: – → – (BOT_SILENT, BOT_ANSWER)', routed])
  })

  test('that nobody was free, who took it, and to whom it went by name', () => {
    desk.operator('anna', { status: 'AWAY' })
    desk.operator('boris', { status: 'AWAY' })
    ivan = desk.client('ivan')
    ivan.says('Hello')
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, operatorId: desk.id('boris') })
    desk.does('boss', 'assignSession', { sessionId: ivan.sessionId, operatorId: desk.id('anna') })
    expect(way(ivan)).toEqual([
      'STARTED by CLIENT: – → – ()',
      'QUEUED by SYSTEM: – → – (NOBODY)',
      'TAKEN by anna: – → anna (COMMAND)',
      'TRANSFERRED by anna: anna → boris (COMMAND)',
      'ASSIGNED by boss: boris → anna (COMMAND)',
    ])
  })

  test('that a transfer to a group is one step, found or not, and that Help is given out by the routing', () => {
    desk.group('sales')
    desk.operator('anna')
    desk.operator('boris', { groups: ['sales'] })
    ivan = desk.client('ivan')
    ivan.says('Hello')
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('sales') })
    desk.does('boris', 'setStatus', { status: 'AWAY' })
    desk.does('anna', 'setStatus', { status: 'AWAY' })
    desk.does('boris', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('help') })
    desk.operator('clara')
    expect(way(ivan)).toEqual([
      'STARTED by CLIENT: – → – ()',
      'ASSIGNED by SYSTEM: – → anna (LEAST_LOADED)',
      'TRANSFERRED by anna: anna → boris (LEAST_LOADED)',
      'TRANSFERRED by boris: boris → – (NOBODY)',
      'ASSIGNED by SYSTEM: – → clara (LEAST_LOADED)',
    ])
  })

  test('which limit passed, and that it went on because of it', () => {
    desk.group('quick', { timerFirstAnswer: 30, reassignAfter: 60 })
    desk.channel('quick', { bot: 'NONE', group: 'quick' })
    desk.operator('anna', { groups: ['quick'] })
    ivan = desk.client('ivan', 'quick')
    ivan.says('Hello')
    desk.tick(60_000)
    expect(way(ivan).slice(2)).toEqual([
      'TIMER_EXPIRED by SYSTEM: – → anna (FIRST_ANSWER)',
      'REASSIGNED by SYSTEM: anna → – (NOBODY, NO_ANSWER, REASSIGN)',
    ])
  })

  test('why its holder lost it: gone, signed out, thrown out, blocked', () => {
    desk.operator('boris')
    const lost = (name: string, act: () => void): string => {
      desk.operator(name)
      const client = desk.client(`client of ${name}`)
      client.says('Hello')
      desk.does('boss', 'assignSession', { sessionId: client.sessionId, operatorId: desk.id(name) })
      act()
      return way(client).at(-1)!
    }
    expect(
      lost('anna', () => {
        desk.disconnects('anna')
        desk.tick(600_000)
      }),
    ).toBe('REASSIGNED by SYSTEM: anna → boris (LEAST_LOADED, CONNECTION_LOST)')
    expect(
      lost('dina', () => {
        const { loginId } = desk.people.get('dina')!
        desk.system('endLogin', { loginId, reason: 'LOGOUT' })
      }),
    ).toBe('REASSIGNED by SYSTEM: dina → boris (LEAST_LOADED, LOGOUT)')
    expect(lost('egor', () => desk.does('boss', 'logOutOperator', { operatorId: desk.id('egor') }))).toBe(
      'REASSIGNED by boss: egor → boris (LEAST_LOADED, FORCED)',
    )
    expect(
      lost('faina', () =>
        desk.does('boss', 'blockOperator', { operatorId: desk.id('faina'), blocked: true }),
      ),
    ).toBe('REASSIGNED by boss: faina → boris (LEAST_LOADED, BLOCKED)')
  })

  test('that it is the bot’s again, by a command or by a last word', () => {
    desk.operator('anna')
    ivan = desk.client('ivan', 'bot')
    ivan.says('Hello')
    ivan.does('callOperator', {})
    desk.does('anna', 'returnToBot', { sessionId: ivan.sessionId })
    ivan.does('callOperator', {})
    desk.says('anna', ivan, 'Bye', { type: 'TERMINAL' })
    expect(way(ivan).filter((line) => !/^(STARTED|HANDED|ASSIGNED)/.test(line))).toEqual([
      'RETURNED_TO_BOT by anna: anna → – ()',
      'TERMINAL by anna: anna → – ()',
    ])
  })

  test('who closed it and why, and how it was rated', () => {
    desk.group('short', { closeAfter: 60 })
    desk.channel('short', { bot: 'NONE', group: 'short' })
    desk.operator('anna', { groups: ['help', 'short'] })
    const ended = (name: string, act: (client: Visitor) => void): string => {
      const client = desk.client(name, name === 'silent' ? 'short' : 'site')
      client.says('Hello')
      act(client)
      return way(client).at(-1)!
    }
    expect(
      ended('one', ({ sessionId }) => desk.does('anna', 'closeSession', { sessionId, reason: 'Done' })),
    ).toBe('CLOSED by anna: – → anna (Done)')
    expect(ended('two', (client) => client.does('closeSession', {}))).toBe('CLOSED by CLIENT: – → anna ()')
    expect(ended('three', (client) => desk.says('anna', client, 'Bye', { type: 'TERMINAL' }))).toBe(
      'CLOSED by anna: – → anna (TERMINAL)',
    )
    expect(
      ended('silent', (client) => {
        desk.says('anna', client, 'Anything else?')
        desk.tick(60_000)
      }),
    ).toBe('CLOSED by SYSTEM: – → anna (INACTIVE, CLOSE)')
    expect(
      ended('rating', (client) => {
        const { sessionId } = client
        client.does('rateSession', { sessionId, score: 4, comment: 'Thanks' })
      }),
    ).toBe('RATED by CLIENT: – → anna (Thanks, 4)')
  })

  test('nothing of what is no step: reading, tags, presence', () => {
    desk.operator('anna')
    ivan = desk.client('ivan')
    ivan.connects()
    ivan.says('Hello')
    desk.does('anna', 'setTags', { sessionId: ivan.sessionId, tags: ['vip'] })
    desk.does('anna', 'markRead', { sessionId: ivan.sessionId, messageId: ivan.session.unread[0]! })
    ivan.disconnects()
    desk.tick(60_000)
    expect(way(ivan)).toHaveLength(2)
  })

  test('what can be known of a log of before it was kept', () => {
    desk.operator('anna', { status: 'AWAY' })
    ivan = desk.client('ivan')
    ivan.says('Hello')
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    desk.does('anna', 'closeSession', { sessionId: ivan.sessionId })
    for (const [index, record] of desk.log.entries()) {
      if (record.fact.type !== 'session') continue
      const { move: _move, ...fact } = record.fact
      desk.log[index] = { ...record, fact }
    }
    expect(way(ivan)).toEqual([
      'STARTED by CLIENT: – → – ()',
      'QUEUED by nobody known: – → – (NOBODY)',
      'ASSIGNED by nobody known: – → anna (COMMAND)',
      'CLOSED by anna: – → anna ()',
    ])
  })
})
