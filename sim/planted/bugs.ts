import { CLIENT_BUGS } from './client-bugs.ts'
import { CLUSTER_BUGS } from './cluster-bugs.ts'
import { EDGE_BUGS } from './edge-bugs.ts'
import { ENGINE_BUGS } from './engine-bugs.ts'
import type { PlantedBug } from './plant.ts'

/** What a small hunt is sent after: of every room, and each caught within a few worlds. */
const FIRST: readonly string[] = [
  'tell-before-durable',
  'no-dedupe',
  'dedupe-in-memory-only',
  'stale-baton',
  'capacity-off-by-one',
  'help-not-given-out-when-free',
  'deadline-fires-again',
  'loser-not-told',
  'note-told-to-client',
  'replay-one-late',
  'heartbeat-ahead',
  'no-gap-check',
  'new-key-after-a-loss',
  'deleted-session-stays',
]

const ALL: readonly PlantedBug[] = [...ENGINE_BUGS, ...EDGE_BUGS, ...CLIENT_BUGS, ...CLUSTER_BUGS]

/** Every planted bug, the quick ones first. */
export const PLANTED: readonly PlantedBug[] = [
  ...FIRST.map((name) => bugNamed(name)),
  ...ALL.filter(({ name }) => !FIRST.includes(name)),
]

/** @throws where there is none of that name */
export function bugNamed(name: string): PlantedBug {
  const found = ALL.find((bug) => bug.name === name)
  if (found === undefined)
    throw new Error(`There is no planted bug ${name}. npm run sim -- --help lists them.`)
  return found
}
