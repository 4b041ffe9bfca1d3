import type { Scenario } from '../scenario.ts'
import { cannedReplyScenarios } from './settings-canned-replies.ts'
import { channelScenarios } from './settings-channels.ts'
import { groupScenarios } from './settings-groups.ts'
import { operatorScenarios } from './settings-operators.ts'

/** What an admin sets, and who is told. */
export const settingScenarios: readonly Scenario[] = [
  ...groupScenarios,
  ...operatorScenarios,
  ...channelScenarios,
  ...cannedReplyScenarios,
]
