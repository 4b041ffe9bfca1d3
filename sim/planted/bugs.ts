import { CLIENT_BUGS } from './client-bugs.ts'
import { EDGE_BUGS } from './edge-bugs.ts'
import { ENGINE_BUGS } from './engine-bugs.ts'
import type { PlantedBug } from './plant.ts'

/** Every planted bug, those that a hunt of the small size is sent after first. */
export const PLANTED: readonly PlantedBug[] = [...ENGINE_BUGS, ...EDGE_BUGS, ...CLIENT_BUGS]

/** @throws where there is none of that name */
export function bugNamed(name: string): PlantedBug {
  const found = PLANTED.find((bug) => bug.name === name)
  if (found === undefined)
    throw new Error(`There is no planted bug ${name}. npm run sim -- --help lists them.`)
  return found
}
