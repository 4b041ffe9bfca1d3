import { describe, expect, test } from 'bun:test'
import { helpInOrder, route, type Wanted } from './routing.ts'
import { createDesk, type Desk, type OperatorOptions } from './testing/desk.ts'

/** Each group has members `a`, `b` and `c` as they are described; sessions in hand are `holds`, waited so long `idleMs`. */
interface Member extends OperatorOptions {
  readonly holds?: number
  /** How long ago the operator came online; 0 by default. */
  readonly idleMs?: number
  /** Since when no connection is open. */
  readonly goneMs?: number
  readonly blocked?: true
}

interface Case {
  readonly title: string
  readonly members: Readonly<Record<string, Member>>
  readonly wanted?: Partial<{
    skills: readonly string[]
    language: string
    previous: string
    excluded: readonly string[]
  }>
  readonly given?: Readonly<Record<string, number>>
  /** Who gets it, or nobody. */
  readonly chosen: string | null
  readonly rule?: 'PREVIOUS_OPERATOR' | 'LEAST_LOADED' | 'NOBODY'
  readonly passedOver?: Readonly<Record<string, readonly string[]>>
}

/** The table of the routing: add a line, run the tests. */
const CASES: readonly Case[] = [
  { title: 'nobody in the group', members: {}, chosen: null, rule: 'NOBODY', passedOver: {} },
  { title: 'one who is free', members: { a: {} }, chosen: 'a', rule: 'LEAST_LOADED', passedOver: {} },
  {
    title: 'AWAY and OFFLINE are passed over',
    members: { a: { status: 'AWAY' }, b: { status: 'OFFLINE' }, c: {} },
    chosen: 'c',
    passedOver: { OFFLINE: ['a', 'b'] },
  },
  {
    title: 'the blocked are passed over',
    members: { a: { blocked: true } },
    chosen: null,
    passedOver: { OFFLINE: ['a'] },
  },
  {
    title: 'ONLINE without ever a connection is passed over',
    members: { a: { connected: false } },
    chosen: null,
    passedOver: { DISCONNECTED: ['a'] },
  },
  { title: 'gone for 9,999 ms still counts', members: { a: { goneMs: 9_999 } }, chosen: 'a' },
  {
    title: 'gone for 10 s does not',
    members: { a: { goneMs: 10_000 } },
    chosen: null,
    passedOver: { DISCONNECTED: ['a'] },
  },
  {
    title: 'at capacity',
    members: { a: { capacity: 2, holds: 2 } },
    chosen: null,
    passedOver: { AT_CAPACITY: ['a'] },
  },
  { title: 'below capacity by one', members: { a: { capacity: 2, holds: 1 } }, chosen: 'a' },
  {
    title: 'capacity 0 takes nothing',
    members: { a: { capacity: 0 } },
    chosen: null,
    passedOver: { AT_CAPACITY: ['a'] },
  },
  {
    title: 'what this decision has given out counts',
    members: { a: { capacity: 2, holds: 1 } },
    given: { a: 1 },
    chosen: null,
    passedOver: { AT_CAPACITY: ['a'] },
  },
  {
    title: 'every wanted skill',
    members: { a: { skills: ['refund'] }, b: { skills: ['refund', 'legal'] } },
    wanted: { skills: ['refund', 'legal'] },
    chosen: 'b',
    passedOver: { SKILLS: ['a'] },
  },
  {
    title: 'the wanted language',
    members: { a: { languages: ['ru'] }, b: { languages: ['en'] } },
    wanted: { language: 'en' },
    chosen: 'b',
    passedOver: { LANGUAGE: ['a'] },
  },
  {
    title: 'not who let it time out or gave it away',
    members: { a: {}, b: {} },
    wanted: { excluded: ['a'] },
    chosen: 'b',
    passedOver: { EXCLUDED: ['a'] },
  },
  {
    title: 'the previous operator first, however busy',
    members: { a: {}, b: { capacity: 10, holds: 5 } },
    wanted: { previous: 'b' },
    chosen: 'b',
    rule: 'PREVIOUS_OPERATOR',
    passedOver: { BUSIER: ['a'] },
  },
  {
    title: 'the previous operator, wherever in the list',
    members: { a: { holds: 1 }, b: {}, c: {} },
    wanted: { previous: 'a' },
    chosen: 'a',
    rule: 'PREVIOUS_OPERATOR',
    passedOver: { BUSIER: ['b', 'c'] },
  },
  {
    title: 'but not beyond capacity',
    members: { a: {}, b: { capacity: 1, holds: 1 } },
    wanted: { previous: 'b' },
    chosen: 'a',
    rule: 'LEAST_LOADED',
    passedOver: { AT_CAPACITY: ['b'] },
  },
  {
    title: 'and not where excluded',
    members: { a: {}, b: {} },
    wanted: { previous: 'b', excluded: ['b'] },
    chosen: 'a',
    rule: 'LEAST_LOADED',
  },
  {
    title: 'the least loaded by share of capacity, not by number',
    members: { a: { capacity: 2, holds: 1 }, b: { capacity: 10, holds: 3 } },
    chosen: 'b',
    passedOver: { BUSIER: ['a'] },
  },
  {
    title: 'of equals the one who has waited longest',
    members: { a: { idleMs: 1_000 }, b: { idleMs: 5_000 }, c: { idleMs: 3_000 } },
    chosen: 'b',
    passedOver: { BUSIER: ['a', 'c'] },
  },
  {
    title: 'waiting counts from the last session, too',
    members: { a: { idleMs: 9_000, holds: 1 }, b: { idleMs: 1_000, holds: 1 } },
    chosen: 'a',
  },
  { title: 'of equals in everything the first by id', members: { a: {}, b: {}, c: {} }, chosen: 'a' },
]

function prepare(members: Case['members']): Desk {
  const desk = createDesk()
  const endMs = desk.nowMs + 100_000
  // Ids sort by creation; presence and idling are set at their times afterwards.
  for (const [name, { holds: _h, idleMs: _i, goneMs: _g, blocked: _b, ...options }] of Object.entries(
    members,
  )) {
    desk.operator(name, { ...options, status: 'OFFLINE' })
  }
  const steps: { atMs: number; run: () => void }[] = []
  for (const [name, member] of Object.entries(members)) {
    const status = member.status ?? 'ONLINE'
    steps.push({
      atMs: endMs - (member.idleMs ?? 0) - 20_000,
      run: () => {
        desk.does(name, 'setStatus', { status })
        for (let held = 0; held < (member.holds ?? 0); held += 1) {
          const client = desk.client(`${name}${held}`, 'bot')
          client.says('Hello')
          desk.does('boss', 'assignSession', { sessionId: client.sessionId, operatorId: desk.id(name) })
        }
      },
    })
    if (member.goneMs !== undefined) {
      steps.push({ atMs: endMs - member.goneMs, run: () => void desk.disconnects(name) })
    }
    if (member.blocked) {
      steps.push({
        atMs: endMs,
        run: () => void desk.does('boss', 'blockOperator', { operatorId: desk.id(name), blocked: true }),
      })
    }
  }
  for (const { atMs, run } of steps.toSorted((one, other) => one.atMs - other.atMs)) {
    desk.tick(atMs - desk.nowMs)
    run()
  }
  desk.nowMs = endMs
  return desk
}

function wantedOf(desk: Desk, wanted: Case['wanted'] = {}): Wanted {
  return {
    groupId: desk.groupId('help'),
    skills: wanted.skills ?? [],
    language: wanted.language ?? null,
    previous: wanted.previous === undefined ? null : desk.id(wanted.previous),
    excluded: (wanted.excluded ?? []).map((name) => desk.id(name)),
  }
}

describe('[E11] who gets a session', () => {
  for (const { title, members, wanted, given = {}, chosen, rule, passedOver } of CASES) {
    test(`[E11] ${title}: ${chosen ?? 'nobody'}`, () => {
      const desk = prepare(members)
      const nameOf = (id: string): string => [...desk.people].find(([, p]) => p.operatorId === id)![0]
      const gifts = new Map(Object.entries(given).map(([name, count]) => [desk.id(name), count]))
      const decision = route(desk.state, wantedOf(desk, wanted), desk.nowMs, gifts)
      expect(decision.chosen === null ? null : nameOf(decision.chosen)).toBe(chosen)
      if (rule !== undefined) expect(decision.rule).toBe(rule)
      if (passedOver !== undefined) {
        const said = decision.passedOver.map(({ verdict, operatorIds, count }) => {
          expect(count).toBe(operatorIds.length)
          return [verdict, operatorIds.map(nameOf).toSorted()]
        })
        expect(Object.fromEntries(said)).toEqual(passedOver)
      }
    })
  }

  test('[E11] the choice does not depend on the order in which people came', () => {
    const desk = prepare({ a: {}, b: {}, c: {} })
    const first = route(desk.state, wantedOf(desk), desk.nowMs).chosen
    const members = desk.state.members.get(desk.groupId('help'))!
    const turned = [...members].toReversed()
    members.clear()
    for (const id of turned) members.add(id)
    expect(route(desk.state, wantedOf(desk), desk.nowMs).chosen).toBe(first)
  })

  test('[E11] names in a decision are bounded, numbers are not', () => {
    const desk = createDesk()
    for (let number = 0; number < 25; number += 1) desk.operator(`op${number}`, { status: 'AWAY' })
    const [away] = route(desk.state, wantedOf(desk), desk.nowMs).passedOver
    expect(away).toMatchObject({ verdict: 'OFFLINE', count: 25 })
    expect(away!.operatorIds).toHaveLength(20)
  })

  test('[E11] the decision stands in the log with the session that it gave or did not give', () => {
    const desk = createDesk()
    desk.operator('anna', { capacity: 1 })
    for (const name of ['ivan', 'petr']) desk.client(name).says('Hello')
    const decisions = desk.log.flatMap(({ fact }) => (fact.type === 'session' && fact.decision) || [])
    expect(decisions.map(({ rule }) => rule)).toEqual(['LEAST_LOADED', 'NOBODY'])
    expect(decisions[1]!.passedOver).toEqual([
      { verdict: 'AT_CAPACITY', count: 1, operatorIds: [desk.id('anna')] },
    ])
  })
})

/** Ivan, Petr and Olga wait, a second apart. */
function queueOfThree(): Desk {
  const desk = createDesk()
  for (const name of ['ivan', 'petr', 'olga']) {
    desk.client(name).says('Hello')
    desk.tick(1_000)
  }
  return desk
}

describe('[E12] Help', () => {
  test('[E12] is given out by priority and then by age, no more than capacity', () => {
    const desk = queueOfThree()
    desk.does('boss', 'setPriority', { sessionId: desk.clients.get('olga')!.sessionId, priority: 1 })
    desk.operator('anna', { capacity: 2 })
    expect(desk.hands('anna')).toEqual(['ivan', 'olga'])
    expect(helpInOrder(desk.state).map(({ card }) => card.chatId)).toEqual([desk.clients.get('petr')!.chatId])
  })

  test('[E12] the next comes as soon as a hand is free', () => {
    const desk = queueOfThree()
    desk.operator('anna', { capacity: 1 })
    expect(desk.hands('anna')).toEqual(['ivan'])
    desk.does('anna', 'closeSession', { sessionId: desk.clients.get('ivan')!.sessionId })
    expect(desk.hands('anna')).toEqual(['petr'])
    desk.does('boss', 'updateOperator', { operatorId: desk.id('anna'), capacity: 2 })
    expect(desk.hands('anna')).toEqual(['petr', 'olga'])
  })

  test('[E12] one whom nobody may have does not hold up the rest', () => {
    const desk = queueOfThree()
    desk.operator('anna', { status: 'AWAY' })
    const ivan = desk.clients.get('ivan')!
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('help') })
    desk.does('boss', 'setPriority', { sessionId: ivan.sessionId, priority: 9 })
    desk.does('anna', 'setStatus', { status: 'ONLINE' })
    expect(desk.hands('anna')).toEqual(['petr', 'olga'])
    expect(ivan.card.botStatus).toBe('HELP')
  })

  test('[E12] a session that goes back into Help keeps its place by when it came there', () => {
    const desk = queueOfThree()
    desk.operator('anna', { status: 'AWAY' })
    const ivan = desk.clients.get('ivan')!
    desk.does('anna', 'takeSession', { sessionId: ivan.sessionId })
    desk.does('anna', 'transferSession', { sessionId: ivan.sessionId, groupId: desk.groupId('help') })
    expect(helpInOrder(desk.state).at(-1)!.card.id).toBe(ivan.sessionId)
  })
})
