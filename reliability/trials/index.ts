import type { Trial } from '../trial.ts'
import { disk } from './disk.ts'
import { kill } from './kill.ts'
import { stop } from './stop.ts'
import { storm } from './storm.ts'

/** Every trial, in the order in which they begin: the long ones first, so that both cores are done at about the same time. */
export const TRIALS: readonly Trial[] = [kill, storm, stop, disk]
