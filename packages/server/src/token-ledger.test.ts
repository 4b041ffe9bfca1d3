import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../testing/program.ts'
import { openTokenLedger } from './token-ledger.ts'

const NOON = Date.parse('2026-11-22T12:00:00.000Z')
const DAY_MS = 24 * 3_600_000

test('[MB8] a day’s tokens outlive the program, and end with the day', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'spent.json')
  let nowMs = NOON
  const errors: unknown[] = []
  const open = () =>
    openTokenLedger(
      path,
      () => nowMs,
      (error) => void errors.push(error),
    )
  const first = open()
  first('bot_1').add(100)
  first('bot_1').add(20)
  first('bot_2').add(5)
  const second = open()
  expect(['bot_1', 'bot_2', 'bot_3'].map((id) => second(id).spent())).toEqual([120, 5, 0])
  nowMs += DAY_MS
  expect(second('bot_1').spent()).toBe(0)
  second('bot_2').add(7)
  expect([open()('bot_1').spent(), open()('bot_2').spent()]).toEqual([0, 7])
  writeFileSync(path, '{"day": 5')
  expect(open()('bot_2').spent()).toBe(0)
  expect(errors).toEqual([])
})

test('[MB8] where it cannot be written it is counted all the same', () => {
  using folder = temporaryFolder()
  const errors: unknown[] = []
  const ledger = openTokenLedger(
    join(folder.path, 'no', 'such', 'folder.json'),
    () => NOON,
    (error) => void errors.push(error),
  )
  ledger('bot_1').add(3)
  expect(ledger('bot_1').spent()).toBe(3)
  expect(errors).toHaveLength(1)
})
