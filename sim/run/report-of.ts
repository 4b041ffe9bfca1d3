import type { Outcome, PromiseName } from '../types.ts'
import type { Order, Report } from './messages.ts'
import type { Simulation } from './simulation.ts'

/** How much of an error's way through the code is told with it. */
const STACK_LINES = 6

/** Runs a world, twice where that is asked. Never throws: a world that stumbles is a bug of somebody's, and has its seed. */
export function reportOf(simulation: Simulation, { seed, isTwice }: Order): Report {
  const startedMs = cpuMs()
  try {
    const { steps, hash, marks, broken } = runSeed(simulation, seed)
    const ms = cpuMs() - startedMs
    const report = { seed, steps, hash, marks, broken, ms, runs: 1 }
    if (!isTwice) return report
    const again = runSeed(simulation, seed).hash
    if (again === hash) return { ...report, runs: 2 }
    return { ...report, runs: 2, broken: broken ?? bug(`not the same twice: ${hash}, then ${again}`) }
  } catch (error) {
    const ms = cpuMs() - startedMs
    const runs = isTwice ? 2 : 1
    return { seed, steps: 0, hash: '', marks: [], broken: bug(stumbled(error)), ms, runs }
  }
}

/** What this process has taken of a core, its helpers included: on a busy machine the clock on the wall says nothing. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

function runSeed({ makePlan, runWorld }: Simulation, seed: number): Outcome {
  return runWorld(makePlan(seed))
}

export function bug(sentence: string): { promise: PromiseName; sentence: string; atMs: number } {
  return { promise: 'BUG', sentence, atMs: 0 }
}

export function stumbled(error: unknown): string {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `the world stumbled: ${words.split('\n').slice(0, STACK_LINES).join('\n')}`
}
