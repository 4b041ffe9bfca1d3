import { hasNodes, NODE_STATES } from '../node-worlds.ts'
import type { PromiseName } from '../types.ts'
import type { Report } from './messages.ts'

/** What came of many worlds. */
export interface Tally {
  readonly worlds: number
  /** Those of them that have several nodes. */
  readonly nodeWorlds: number
  readonly steps: number
  /** What the worlds took of cores, in milliseconds. */
  readonly ms: number
  /** Worlds that were run twice to compare. */
  readonly twice: number
  readonly failures: readonly Failure[]
  /** In how many worlds each mark was reached; those never reached stand at 0. */
  readonly marks: Readonly<Record<string, number>>
}

export interface Failure {
  readonly seed: number
  readonly promise: PromiseName
  readonly sentence: string
}

export function emptyTally(marks: readonly string[] = []): Tally {
  return {
    worlds: 0,
    nodeWorlds: 0,
    steps: 0,
    ms: 0,
    twice: 0,
    failures: [],
    marks: Object.fromEntries(marks.map((name) => [name, 0])),
  }
}

export function counted(tally: Tally, report: Report): Tally {
  const { seed, broken } = report
  const marks = { ...tally.marks }
  for (const name of report.marks) marks[name] = (marks[name] ?? 0) + 1
  return {
    worlds: tally.worlds + 1,
    nodeWorlds: tally.nodeWorlds + (hasNodes(seed) ? 1 : 0),
    steps: tally.steps + report.steps,
    ms: tally.ms + report.ms,
    twice: tally.twice + (report.runs > 1 ? 1 : 0),
    failures:
      broken === null
        ? tally.failures
        : [...tally.failures, { seed, promise: broken.promise, sentence: broken.sentence }],
    marks,
  }
}

/** How many worlds a core runs in a second. */
export function worldsPerSecond({ worlds, ms }: Tally): number {
  return ms === 0 ? 0 : (worlds * 1000) / ms
}

/** After so many worlds every mark must have been reached. */
const MARKS_FROM = 1_000

/** Marks that so many worlds should have reached and did not: the worlds have become tame, or a name is wrong. Those of several nodes are asked of worlds that have them. */
export function missedMarks({ worlds, nodeWorlds, marks }: Tally): readonly string[] {
  const due = (name: string): number => (ofNodes.has(name) ? nodeWorlds : worlds - nodeWorlds)
  return Object.keys(marks).filter((name) => marks[name] === 0 && due(name) >= MARKS_FROM)
}

const ofNodes: ReadonlySet<string> = new Set(NODE_STATES)

/** For people: what was run, what broke, what was reached. */
export function summaryOf(tally: Tally): string {
  const { worlds, steps, twice, failures, marks } = tally
  const byPromise = Map.groupBy(failures, ({ promise }) => promise)
  const per1000 = (count: number): string => ((count * 1000) / Math.max(1, worlds)).toFixed(1)
  const width = Math.max(0, ...Object.keys(marks).map((name) => name.length))
  return [
    `${worlds} worlds, ${steps} steps, ${worldsPerSecond(tally).toFixed(1)} worlds a second and core, ${twice} compared with themselves`,
    '',
    'marks, in worlds of a thousand:',
    ...Object.entries(marks).map(
      ([name, count]) =>
        `  ${name.padEnd(width)}  ${count === 0 ? 'not reached' : per1000(count).padStart(7)}`,
    ),
    '',
    ...(failures.length === 0
      ? ['no promise was broken']
      : [
          ...[...byPromise].map(
            ([promise, broken]) =>
              `${promise} was broken in ${broken.length} worlds: ${listed(broken.map(({ seed }) => seed))}\n  ${broken[0]!.sentence}`,
          ),
          `npm run sim -- --seed ${failures[0]!.seed} tells the story, --shrink ${failures[0]!.seed} the short one`,
        ]),
    '',
  ].join('\n')
}

const LISTED_MAX = 20

function listed(seeds: readonly number[]): string {
  const more = seeds.length - LISTED_MAX
  return seeds.slice(0, LISTED_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
