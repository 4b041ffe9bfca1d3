import { expect, test } from 'bun:test'
import { NODE_STATES, NODES_FROM } from '../node-worlds.ts'
import type { Report } from './messages.ts'
import { counted, emptyTally, missedMarks, summaryOf, worldsPerSecond } from './tally.ts'

const kept: Report = { seed: 1, steps: 10, hash: 'a', marks: ['a rare thing'], broken: null, ms: 20, runs: 1 }
const tallyOf = (reports: readonly Report[]) =>
  reports.reduce(counted, emptyTally(['a rare thing', 'a rarer thing']))

test('[SIM12] worlds, steps, marks and failures are counted', () => {
  const broken = {
    ...kept,
    seed: 2,
    marks: [],
    runs: 2,
    broken: { promise: 'G4', sentence: 'a gap', atMs: 5 } as const,
  }
  const tally = tallyOf([kept, broken, kept])
  expect(tally).toEqual({
    worlds: 3,
    nodeWorlds: 0,
    steps: 30,
    ms: 60,
    twice: 1,
    failures: [{ seed: 2, promise: 'G4', sentence: 'a gap' }],
    marks: { 'a rare thing': 2, 'a rarer thing': 0 },
  })
  expect(worldsPerSecond(tally)).toBe(50)
  expect(summaryOf(tally)).toContain('G4 was broken in 1 worlds: 2\n  a gap')
  expect(summaryOf(tally)).toMatch(/a rarer thing +not reached/)
})

test('[SIM13] a mark that a thousand worlds have not reached is missed; fewer say nothing', () => {
  const worlds = Array.from({ length: 1_000 }, () => kept)
  expect(missedMarks(tallyOf(worlds))).toEqual(['a rarer thing'])
  expect(missedMarks(tallyOf(worlds.slice(1)))).toEqual([])
})

test('[SIM13] a mark of several nodes is asked of worlds that have them', () => {
  const [mark] = NODE_STATES
  const tally = (seed: number) =>
    Array.from({ length: 1_000 }, () => ({ ...kept, seed })).reduce(counted, emptyTally([mark]))
  expect(missedMarks(tally(NODES_FROM - 1))).toEqual([])
  expect(missedMarks(tally(NODES_FROM))).toEqual([mark])
})
