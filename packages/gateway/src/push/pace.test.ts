import { expect, test } from 'bun:test'
import type { OperatorId, SessionId } from '@pult/protocol'
import { createPace, PUSH_EVERY_MS } from './pace.ts'

const [anna, boris] = ['opr_anna', 'opr_boris'] as OperatorId[] as [OperatorId, OperatorId]
const [one, other] = ['ses_1', 'ses_2'] as SessionId[] as [SessionId, SessionId]

test('[PU4] a session rings once in a while for each operator', () => {
  const may = createPace()
  expect([may(one, anna, 0), may(one, anna, 1), may(one, anna, PUSH_EVERY_MS - 1)]).toEqual([
    true,
    false,
    false,
  ])
  expect([may(other, anna, 1), may(one, boris, 1)]).toEqual([true, true])
  expect([may(one, anna, PUSH_EVERY_MS), may(one, anna, PUSH_EVERY_MS + 1)]).toEqual([true, false])
})

test('[PU4] a clock that was set back by a month holds nothing up for a month', () => {
  const may = createPace()
  expect([may(one, anna, 1_000_000), may(one, anna, 5)]).toEqual([true, true])
})

test('[PU4] what is remembered has an end', () => {
  const may = createPace()
  may(one, anna, 0)
  for (let index = 0; index < 10_000; index += 1) may(`ses_x${index}` as SessionId, anna, 1)
  expect(may(one, anna, 2)).toBe(true)
  expect(may('ses_x9999' as SessionId, anna, 2)).toBe(false)
})
