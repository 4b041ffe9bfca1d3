import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { operatorEvents } from '@pult/protocol'
import { property, sample, assert as check } from 'fast-check'
import { apply } from './apply.ts'
import { sees } from './audience.ts'
import { assertSession } from './invariants.ts'
import type { LogRecord } from './facts.ts'
import { MembershipAsTold } from './membership.ts'
import { createWorkspace, loadOf, type Workspace } from './state.ts'
import type { Desk } from './testing/desk.ts'
import { afternoons, createBusyDesk, type Moment } from './testing/happenings.ts'
import { foldRecord, type View } from './testing/view.ts'

// A hundred and fifty afternoons, on machines that do other things as well.
setDefaultTimeout(30_000)

/** Whole afternoons of people who do anything at any time. A failure names its seed; `size` is turns. */
const RUNS = { numRuns: 150, includeErrorInReport: true } as const
const TURNS_MAX = 60

/** Signals, the settings, which these afternoons leave alone, and a login that is displaced, for which one browser is not enough. */
const NOT_TOLD_BY_FACTS = new Set(['typing', 'groupUpdated', 'channelUpdated', 'chatUserExists'])

/** Runs an afternoon; `after` sees each turn: the time alone, then what came in together. */
function live(desk: Desk, moments: readonly Moment[], after: () => void): void {
  for (const { afterMs, happenings } of moments) {
    const untilMs = desk.nowMs + afterMs
    for (let atMs = desk.state.deadlines.nextAtMs() ?? Infinity; atMs <= untilMs;) {
      desk.nowMs = Math.max(desk.nowMs, atMs)
      desk.turn([])
      after()
      atMs = desk.state.deadlines.nextAtMs() ?? Infinity
    }
    desk.nowMs = untilMs
    desk.turn(happenings.flatMap((happening) => happening(desk)))
    after()
  }
}

/** Everything that the log decides; not who is connected, and not what only serves deciding fast. */
function entities(state: Workspace): Record<string, unknown> {
  const {
    id: _id,
    tag: _tag,
    presence: _presence,
    deadlines: _deadlines,
    helpIsDue: _due,
    ...decided
  } = state
  return { ...decided, messages: [...state.messages], keys: [...state.keys] }
}

/** What such afternoons must come to, or they prove nothing. */
const MARKS: readonly string[] = [
  Object.keys(operatorEvents).filter((name) => !NOT_TOLD_BY_FACTS.has(name)),
  'started switched assigned queued released givenToBot closed rated read timer presence details watch'.split(
    ' ',
  ),
  'PREVIOUS_OPERATOR LEAST_LOADED NOBODY COMMAND CONNECTION_LOST RECONNECTED'.split(' '),
  ['closed by OPERATOR', 'closed by CLIENT', 'closed by TIMER'],
].flat()

function marksOf(record: LogRecord): string[] {
  const { fact } = record
  const marks: string[] = fact.tell.map(({ as }) => as)
  if (fact.type === 'operatorStatus') marks.push(fact.cause)
  if (fact.type !== 'session') return marks
  marks.push(fact.why)
  if (fact.decision !== undefined) marks.push(fact.decision.rule)
  if (fact.why === 'closed') marks.push(`closed by ${fact.session.closing!.by}`)
  return marks
}

describe('any afternoon', () => {
  test('[E14] an afternoon comes to everything that can happen', () => {
    const reached = new Set<string>()
    for (const moments of sample(afternoons(TURNS_MAX), { numRuns: 300, seed: 2026 })) {
      const desk = createBusyDesk()
      const before = desk.log.length
      live(desk, moments, () => undefined)
      for (const record of desk.log.slice(before)) for (const mark of marksOf(record)) reached.add(mark)
    }
    expect(MARKS.filter((mark) => !reached.has(mark))).toEqual([])
  })

  test('[E7] the routing never gives anybody more than they can hold', () => {
    check(
      property(afternoons(TURNS_MAX), (moments) => {
        const desk = createBusyDesk()
        live(desk, moments, () => undefined)
        const replayed = createWorkspace(desk.state.id)
        for (const record of desk.log) {
          apply(replayed, record)
          const { fact } = record
          if (fact.type !== 'session' || fact.decision === undefined) continue
          const { chosen, rule } = fact.decision
          if (chosen === null || rule === 'COMMAND') continue
          const { capacity } = replayed.operators.get(chosen)!.operator
          expect(loadOf(replayed, chosen)).toBeLessThanOrEqual(capacity)
        }
      }),
      RUNS,
    )
  })

  test('[V1] nobody is an orphan, and every session is where the state says it is', () => {
    check(
      property(afternoons(TURNS_MAX), (moments) => {
        const desk = createBusyDesk()
        live(desk, moments, () => {
          for (const session of desk.state.sessions.values()) assertSession(desk.state, session)
        })
        const inHand = [...desk.state.held.values()].reduce((sum, set) => sum + set.size, 0)
        const withBot = [...desk.state.open].filter(
          (id) => desk.state.sessions.get(id)!.card.botStatus === 'BOT',
        )
        expect(inHand + desk.state.help.size + withBot.length).toBe(desk.state.open.size)
      }),
      RUNS,
    )
  })

  test('[E14] the log alone makes the same state, and applying it again changes nothing', () => {
    check(
      property(afternoons(TURNS_MAX), (moments) => {
        const desk = createBusyDesk()
        live(desk, moments, () => undefined)
        const replayed = createWorkspace(desk.state.id)
        for (const record of desk.log) apply(replayed, record)
        expect(entities(replayed)).toEqual(entities(desk.state))
        for (const record of desk.log) apply(replayed, record)
        expect(entities(replayed)).toEqual(entities(desk.state))
      }),
      RUNS,
    )
  })

  test('[A9] [S2] what an operator was told makes the screen that a fresh snapshot would show', () => {
    check(
      property(afternoons(TURNS_MAX), (moments) => {
        const desk = createBusyDesk()
        const views = new Map<string, View>([...desk.people.keys()].map((name) => [name, new Map()]))
        let taken = desk.log.length
        const membership = new MembershipAsTold(desk.state)
        live(desk, moments, () => {
          const news = desk.log.slice(taken)
          taken = desk.log.length
          for (const record of news) {
            membership.take(record)
            for (const [name, view] of views) foldRecord(view, desk.people.get(name)!, membership, record)
          }
          for (const [name, view] of views) {
            const me = desk.people.get(name)!
            const snapshot = [...desk.state.open]
              .map((id) => desk.state.sessions.get(id)!)
              .filter((session) => sees(desk.state, session, me.operatorId))
              .map(({ card }) => card)
            expect({ name, cards: inOrder([...view.values()]) }).toEqual({ name, cards: inOrder(snapshot) })
          }
        })
      }),
      RUNS,
    )
  })
})

function inOrder<T extends { readonly id: string }>(cards: readonly T[]): readonly T[] {
  return cards.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}
