export { readAnswer, type ReadAnswer } from './read-answer.ts'
export { webhookKeyOf, webhookSecretOf } from './sign.ts'
export type { Tally, WebhookFailure, WebhookFaultCode } from './tally.ts'
export {
  webhookBot,
  WebhookError,
  type WebhookBot,
  type WebhookPorts,
  type WebhookSettings,
  type WebhookState,
} from './webhook-bot.ts'
