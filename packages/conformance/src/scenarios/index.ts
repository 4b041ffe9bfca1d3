import type { Scenario } from '../scenario.ts'
import { timerScenarios } from './timers.ts'
import { valueScenarios } from './values.ts'

/** Everything that a deployment is asked. */
export const scenarios: readonly Scenario[] = [...valueScenarios, ...timerScenarios]
