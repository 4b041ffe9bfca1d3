import type { Scenario } from '../scenario.ts'
import { activityScenarios } from './activities.ts'
import { articleScenarios } from './articles.ts'
import { attachmentScenarios } from './attachments.ts'
import { botActivityScenarios } from './bots-activity.ts'
import { botAnswerScenarios } from './bots-answers.ts'
import { botFlowScenarios } from './bots-flow.ts'
import { botSettingScenarios } from './bots-settings.ts'
import { botStreamScenarios } from './bots-stream.ts'
import { httpScenarios, headerScenarios } from './http.ts'
import { documentScenarios } from './documents.ts'
import { longPollScenarios } from './long-poll.ts'
import { rightScenarios } from './reads-rights.ts'
import { readScenarios } from './reads.ts'
import { commandScenarios } from './commands.ts'
import { messageScenarios } from './messages.ts'
import { settingScenarios } from './settings.ts'
import { signInScenarios, originScenarios } from './sign-in.ts'
import { helloScenarios, identityScenarios } from './hello.ts'
import { limitScenarios } from './limits.ts'
import { audienceScenarios } from './audience.ts'
import { revocationScenarios } from './revocations.ts'
import { secretScenarios } from './secrets.ts'
import { greetingScenarios } from './stream-greeting.ts'
import { cursorScenarios } from './stream-cursors.ts'
import { eventScenarios } from './events.ts'
import { announcementScenarios } from './announcements.ts'
import { handOverScenarios } from './hand-overs.ts'
import { loginScenarios } from './login.ts'
import { blockingScenarios } from './login-blocking.ts'
import { absenceScenarios } from './login-absence.ts'
import { pushScenarios } from './push.ts'
import { streamBeginScenarios } from './stream-begin.ts'
import { streamEndScenarios } from './stream-ends.ts'
import { keyScenarios } from './stream-keys.ts'
import { streamOrderScenarios } from './stream-order.ts'
import { silenceScenarios } from './stream-silence.ts'
import { timerScenarios } from './timers.ts'
import { valueScenarios } from './values.ts'
import { meaningScenarios } from './values-meanings.ts'

/** Everything that a deployment is asked. */
export const scenarios: readonly Scenario[] = [
  ...valueScenarios,
  ...meaningScenarios,
  ...timerScenarios,
  ...eventScenarios,
  ...announcementScenarios,
  ...handOverScenarios,
  ...activityScenarios,
  ...audienceScenarios,
  ...secretScenarios,
  ...revocationScenarios,
  ...greetingScenarios,
  ...streamBeginScenarios,
  ...cursorScenarios,
  ...streamOrderScenarios,
  ...keyScenarios,
  ...silenceScenarios,
  ...streamEndScenarios,
  ...loginScenarios,
  ...blockingScenarios,
  ...absenceScenarios,
  ...commandScenarios,
  ...messageScenarios,
  ...settingScenarios,
  ...botSettingScenarios,
  ...botFlowScenarios,
  ...botStreamScenarios,
  ...botAnswerScenarios,
  ...botActivityScenarios,
  ...articleScenarios,
  ...pushScenarios,
  ...signInScenarios,
  ...originScenarios,
  ...helloScenarios,
  ...identityScenarios,
  ...limitScenarios,
  ...readScenarios,
  ...rightScenarios,
  ...longPollScenarios,
  ...documentScenarios,
  ...httpScenarios,
  ...headerScenarios,
  ...attachmentScenarios,
]
