export { answerFault } from './read-answer.ts'
export { webhookBot, type WebhookBot, type WebhookPorts, type WebhookSettings } from './webhook-bot.ts'
