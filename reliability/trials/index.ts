import type { Trial } from '../trial.ts'
import { disk } from './disk.ts'

/** Every trial, in the order in which they begin: the long ones first, so that both cores are done at about the same time. */
export const TRIALS: readonly Trial[] = [disk]
