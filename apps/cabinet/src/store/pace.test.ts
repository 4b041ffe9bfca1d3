import { expect, test } from 'bun:test'
import { createHandClock } from '../testing/hand-clock.ts'
import { createPace } from './pace.ts'

function paced(answers: boolean[] = []) {
  const clock = createHandClock(10_000)
  const ranAt: number[] = []
  const pace = createPace(clock, 100, () => {
    ranAt.push(clock.nowMs() - 10_000)
    return answers.shift() ?? true
  })
  return { clock, ranAt, pace }
}

test('the first is done at once, and however many follow are done together when the gap is over', () => {
  const { clock, ranAt, pace } = paced()
  pace.ask()
  for (let at = 0; at < 9; at += 1) {
    clock.pass(10)
    pace.ask()
  }
  expect(ranAt).toEqual([0])
  clock.pass(500)
  expect(ranAt).toEqual([0, 100])
  pace.ask()
  expect(ranAt).toEqual([0, 100, 590])
})

test('what came to nothing makes nobody wait', () => {
  const { ranAt, pace } = paced([false])
  pace.ask()
  pace.ask()
  expect(ranAt).toEqual([0, 0])
})

test('stopped, nothing is done any more', () => {
  const { clock, ranAt, pace } = paced()
  pace.ask()
  pace.ask()
  pace.stop()
  clock.pass(1_000)
  expect([ranAt, clock.waiting]).toEqual([[0], 0])
})
