import type { Scenario } from '../scenario.ts'
import { commandScenarios } from './commands.ts'
import { messageScenarios } from './messages.ts'
import { timerScenarios } from './timers.ts'
import { valueScenarios } from './values.ts'

/** Everything that a deployment is asked. */
export const scenarios: readonly Scenario[] = [
  ...valueScenarios,
  ...timerScenarios,
  ...commandScenarios,
  ...messageScenarios,
]
