import type { Scenario } from '../scenario.ts'
import { editScenarios, readMarkScenarios } from './messages-change.ts'
import { quoteScenarios, sendScenarios } from './messages-send.ts'
import { staleScenarios } from './messages-stale.ts'

/** What is said, mended, taken back, quoted and read. */
export const messageScenarios: readonly Scenario[] = [
  ...sendScenarios,
  ...quoteScenarios,
  ...editScenarios,
  ...readMarkScenarios,
  ...staleScenarios,
]
