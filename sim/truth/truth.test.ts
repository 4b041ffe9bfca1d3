import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { LogRecord } from '@pult/engine'
import { sample } from 'fast-check'
import { afternoons, createBusyDesk, type Moment } from '../../packages/engine/src/testing/happenings.ts'
import type { Desk } from '../../packages/engine/src/testing/desk.ts'
import { createTruth, isFreeToClient, type Step, type Truth } from './truth.ts'
import { dueTimes } from './session-now.ts'

/** Whole worlds: seconds on a quiet machine. */
setDefaultTimeout(60_000)

/** Afternoons at a desk of the real engine; the same each time. */
const AFTERNOONS = { numRuns: 200, seed: 7 } as const
const TURNS_MAX = 60

/** Lives through an afternoon with a truth beside it; `after` is called between turns. */
function live(
  moments: readonly Moment[],
  seen: (step: Step) => void,
  after: (truth: Truth, desk: Desk) => void = () => undefined,
): void {
  const desk = createBusyDesk()
  const truth = createTruth(() => desk.nowMs)
  truth.watch(seen)
  let told = 0
  const tell = (): void => {
    const batch: LogRecord[] = desk.log.slice(told)
    told = desk.log.length
    truth.told(batch)
    after(truth, desk)
  }
  tell()
  for (const { afterMs, happenings } of moments) {
    const untilMs = desk.nowMs + afterMs
    for (let atMs = desk.state.deadlines.nextAtMs() ?? Infinity; atMs <= untilMs;) {
      desk.nowMs = Math.max(desk.nowMs, atMs)
      desk.turn([])
      tell()
      atMs = desk.state.deadlines.nextAtMs() ?? Infinity
    }
    desk.nowMs = untilMs
    desk.turn(happenings.flatMap((happening) => happening(desk)))
    tell()
  }
}

describe('the truth, held against the engine on any afternoon', () => {
  const days = sample(afternoons(TURNS_MAX), AFTERNOONS)

  test('[A1] [A4] [A6] [A9] whom a fact names is whom the protocol names', () => {
    for (const moments of days) {
      live(moments, ({ record, due, named }) => {
        const differing = [...new Set([...due.keys(), ...named.keys()])].filter(
          (person) => due.get(person) !== named.get(person) && !isFreeToClient(named.get(person) ?? ''),
        )
        const { fact, seq } = record
        const what = fact.type === 'session' ? `session ${fact.why}` : fact.type
        expect(
          differing.map(
            (person) => `${seq} ${what}: ${person} is told ${named.get(person)}, not ${due.get(person)}`,
          ),
        ).toEqual([])
      })
    }
  })

  test('[V3] what a session waits for is what its clocks say', () => {
    for (const moments of days) {
      live(
        moments,
        () => undefined,
        (truth, desk) => {
          for (const now of truth.sessions.values()) {
            const { card } = now.session
            const engines = desk.state.sessions.get(card.id)!.deadlines
            const due = dueTimes(now)
            expect(Object.fromEntries(due)).toEqual({ ...engines })
          }
        },
      )
    }
  })
})
