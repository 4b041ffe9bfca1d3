import { expect, test } from 'bun:test'
import { existsSync, rmSync } from 'node:fs'
import { inTime, runTrial, wholeOrNot } from './run-trial.ts'
import { summarise } from './summary.ts'
import type { Trial } from './trial.ts'

const unknown: Trial = {
  name: 'no-such-trial',
  sentence: 'Nothing is done.',
  unit: 'things',
  sizes: { ci: 1, release: 1 },
  missing: () => null,
  run: () => Promise.reject(new Error('it runs in another process')),
}

test('[RT1] a process that ends without a result is a failure, and its folder is left', async () => {
  const notes: string[] = []
  const listener = { progress: () => undefined, note: (line: string) => void notes.push(line) }
  const report = await runTrial(unknown, { size: 1, seed: 1, isToolRequired: false }, listener)
  expect(report.outcome).toBe('failed')
  expect(report.result.failures).toEqual(['its process ended with 1 and without a result'])
  const folder = notes[0]!.replace('what is left of it: ', '')
  expect(existsSync(folder)).toBe(true)
  rmSync(folder, { recursive: true })
  expect(summarise([report])).toContain('BROKEN')
})

test('[RT8] a trial that did fewer units than were asked for and found nothing wrong has failed', () => {
  const kept = { done: 3, failures: [], figures: {} }
  expect(wholeOrNot(kept, unknown, 3)).toBe(kept)
  expect(wholeOrNot(kept, unknown, 4).failures).toEqual(['only 3 of 4 things were done'])
  const broken = { ...kept, failures: ['the third was lost'] }
  expect(wholeOrNot(broken, unknown, 4)).toBe(broken)
})

test.each([
  ['in time', [{}], { failures: [], figures: {} }],
  ['late once', [{ late: ['slow'] }, {}], { failures: [], figures: { tries: 2 } }],
  [
    'late always',
    [{ late: ['1'] }, { late: ['2'] }, { late: ['3'] }],
    { failures: ['3'], figures: { tries: 3 } },
  ],
  ['late and broken', [{ late: ['slow'], failures: ['lost'] }], { failures: ['lost', 'slow'], figures: {} }],
  [
    'broken when tried again',
    [{ late: ['slow'] }, { failures: ['lost'] }],
    { failures: ['lost'], figures: { tries: 2 } },
  ],
] as const)('[RT9] only a missed time is tried again: %s', async (_, attempts, wanted) => {
  const notes: string[] = []
  const left = [...attempts]
  const result = await inTime({ note: (line) => void notes.push(line) }, () =>
    Promise.resolve({ done: 1, failures: [], figures: {}, ...left.shift()! }),
  )
  expect(result).toEqual({ done: 1, failures: [...wanted.failures], figures: wanted.figures })
  expect(left).toEqual([])
  expect(notes).toHaveLength(attempts.length - 1)
})

test.each([
  [false, 'skipped', 'NOT RUN', 0],
  [true, 'failed', 'BROKEN', 1],
] as const)(
  '[RT4] a missing tool where it is required (%p): %s',
  async (isToolRequired, outcome, word, failures) => {
    const trial = { ...unknown, missing: () => 'Install the tool: apt-get install tool.' }
    const notes: string[] = []
    const report = await runTrial(
      trial,
      { size: 1, seed: 1, isToolRequired },
      { progress: () => undefined, note: (line) => void notes.push(line) },
    )
    expect(report.outcome).toBe(outcome)
    expect(report.result.failures).toHaveLength(failures)
    expect(notes).toEqual(['NOT RUN: Install the tool: apt-get install tool.'])
    expect(summarise([report])).toContain(word)
  },
)
