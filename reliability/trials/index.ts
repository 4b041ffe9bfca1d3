import type { Trial } from '../trial.ts'
import { clock } from './clock.ts'
import { corruption } from './corruption.ts'
import { disk } from './disk.ts'
import { fullDisk } from './full-disk.ts'
import { kill } from './kill.ts'
import { malformed } from './malformed.ts'
import { nodes } from './nodes.ts'
import { planted } from './planted.ts'
import { simulation } from './simulation.ts'
import { slow } from './slow.ts'
import { soak } from './soak.ts'
import { stop } from './stop.ts'
import { storm } from './storm.ts'

/** Every trial; those that take turns in the order in which they begin: the long ones first, so that both cores are done at about the same time. */
export const TRIALS: readonly Trial[] = [
  storm,
  soak,
  nodes,
  slow,
  simulation,
  planted,
  kill,
  malformed,
  disk,
  clock,
  stop,
  fullDisk,
  corruption,
]
