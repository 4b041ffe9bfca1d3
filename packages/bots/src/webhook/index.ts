export type { WebhookFailure, WebhookFaultCode } from './tally.ts'
export {
  webhookBot,
  WebhookError,
  type WebhookBot,
  type WebhookPorts,
  type WebhookSettings,
  type WebhookState,
} from './webhook-bot.ts'
