import type { SessionId } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import {
  admit,
  CLOSED,
  FAILING_MS_MIN,
  onAnswered,
  onFailed,
  onProbeLeft,
  REST_MS_MAX,
  REST_MS_MIN,
  type Breaker,
} from './breaker.ts'

const late = (): number => 1
function fail(
  breaker: Breaker,
  session: number,
  nowMs: number,
  more: { isProbe?: boolean; isGone?: boolean; startedMs?: number } = {},
): Breaker {
  const { isProbe = false, isGone = false, startedMs = nowMs } = more
  return onFailed(
    breaker,
    { sessionId: `ses_${session}` as SessionId, startedMs, isProbe, isGone },
    nowMs,
    late,
  )
}
/** Failed by three sessions for long enough. */
const dead = [0, 1, 2, 0, 1].reduce(
  (breaker, session, index) => fail(breaker, session, (index * FAILING_MS_MIN) / 4),
  CLOSED,
)
const UNTIL_MS = FAILING_MS_MIN + REST_MS_MIN

describe('an endpoint', () => {
  test('[WH6] that fails many sessions for a while rests; until its time is over nobody is let through', () => {
    expect(dead).toEqual({ name: 'resting', untilMs: UNTIL_MS, rests: 1 })
    expect(admit(dead, UNTIL_MS - 1)).toEqual({ pass: 'refused', breaker: dead })
  })

  test('[WH6] is not given up for a new version that starts, for one session’s message, or for few tries', () => {
    const short = [0, 1, 2, 3, 4, 5].reduce(
      (state, session) => fail(state, session, FAILING_MS_MIN - 1),
      CLOSED,
    )
    expect(short.name).toBe('doubted')
    const oneSession = Array.from({ length: 50 }, (_, index) => index * 1_000).reduce(
      (state, nowMs) => fail(state, 7, nowMs),
      CLOSED,
    )
    expect(admit(oneSession, 60_000).pass).toBe('free')
    const few = [0, 1, 2, 3].reduce((state, session) => fail(state, session, session * 10_000), CLOSED)
    expect(admit(few, 40_000).pass).toBe('free')
    const answeredBetween = fail(
      onAnswered([0, 1, 2, 3].reduce((s, n) => fail(s, n, n * 2_000), CLOSED)),
      4,
      9_000,
    )
    expect(admit(answeredBetween, 9_000).pass).toBe('free')
  })

  test('[WH6] that fails several sessions is doubted: one at a time asks while the others wait, and an answer frees all', () => {
    const doubted = [0, 1, 2, 0, 1].reduce((state, session) => fail(state, session, 0), CLOSED)
    expect(admit(doubted, 249).pass).toBe('wait')
    const asking = admit(doubted, 250)
    expect([asking.pass, admit(asking.breaker, 9_999).pass]).toEqual(['probe', 'wait'])
    // One that began before says nothing about the one that is let through.
    expect(admit(fail(asking.breaker, 3, 300), 9_999).pass).toBe('wait')
    const once = fail(asking.breaker, 3, 300, { isProbe: true })
    expect([admit(once, 549).pass, admit(once, 550).pass]).toEqual(['wait', 'probe'])
    expect(admit(onProbeLeft(asking.breaker, 300), 300).pass).toBe('probe')
    expect(onAnswered(asking.breaker)).toBe(CLOSED)
    expect(fail(asking.breaker, 3, FAILING_MS_MIN, { isProbe: true }).name).toBe('resting')
  })

  test('[WH6] counts from the start of the first try that failed, however the others end', () => {
    const state = [3, 2, 1, 0, 1].reduce(
      (breaker, session) =>
        fail(breaker, session, 3_000 + session, { startedMs: session === 0 ? -FAILING_MS_MIN : 0 }),
      CLOSED,
    )
    expect(state.name).toBe('resting')
  })

  test('[WH6] that rested is asked by one at a time, and rests twice as long, up to a minute, until it answers', () => {
    let state: Breaker = dead
    let nowMs = UNTIL_MS
    const rests: number[] = []
    for (let round = 0; round < 6; round += 1) {
      const { pass, breaker } = admit(state, nowMs)
      expect([pass, admit(breaker, nowMs).pass]).toEqual(['probe', 'refused'])
      state = fail(breaker, round, nowMs, { isProbe: true })
      if (state.name !== 'resting') throw new Error('it did not rest')
      rests.push(state.untilMs - nowMs)
      nowMs = state.untilMs
    }
    expect(rests).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, REST_MS_MAX])
    expect(onAnswered(admit(state, nowMs).breaker)).toBe(CLOSED)
  })

  test('[WH6] tries of before a rest do not prolong it or end a probe; an answer ends everything', () => {
    expect(fail(dead, 9, 6_000)).toBe(dead)
    const probing = admit(dead, UNTIL_MS).breaker
    expect(fail(probing, 9, UNTIL_MS)).toBe(probing)
    expect(onAnswered(probing)).toBe(CLOSED)
    expect(onAnswered(dead)).toBe(CLOSED)
    expect(onAnswered(CLOSED)).toBe(CLOSED)
  })

  test('[WH6] a probe whose session was taken away lets the next one probe', () => {
    const left = onProbeLeft(admit(dead, UNTIL_MS).breaker, UNTIL_MS + 1)
    expect(admit(left, UNTIL_MS + 1).pass).toBe('probe')
    expect(onProbeLeft(CLOSED, 0)).toBe(CLOSED)
  })

  test('[WH6] that says it is gone is believed at once', () => {
    expect(fail(CLOSED, 0, 0, { isGone: true }).name).toBe('resting')
  })
})
