import type { Scenario } from '../scenario.ts'
import { botScenarios } from './commands-bot.ts'
import { cardScenarios, strangerScenarios, watchScenarios } from './commands-card.ts'
import { clientScenarios } from './commands-clients.ts'
import { closeScenarios, pageScenarios, rateScenarios } from './commands-close.ts'
import { keyScenarios } from './commands-keys.ts'
import { parityScenarios } from './commands-parity.ts'
import { doorScenarios, statusScenarios } from './commands-people.ts'
import { flavourScenarios, roleScenarios } from './commands-roles.ts'
import { assignScenarios, takeScenarios } from './commands-take.ts'
import { transferScenarios } from './commands-transfer.ts'

/** Every command but those of messages and settings: what it does, whom it tells, what it refuses. */
export const commandScenarios: readonly Scenario[] = [
  ...takeScenarios,
  ...assignScenarios,
  ...transferScenarios,
  ...botScenarios,
  ...closeScenarios,
  ...rateScenarios,
  ...pageScenarios,
  ...cardScenarios,
  ...watchScenarios,
  ...strangerScenarios,
  ...clientScenarios,
  ...statusScenarios,
  ...doorScenarios,
  ...roleScenarios,
  ...flavourScenarios,
  ...keyScenarios,
  ...parityScenarios,
]
