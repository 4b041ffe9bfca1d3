import {
  createFlowBot,
  flowSettingsSchema,
  webhookBot,
  webhookSettingsSchema,
  type Bot,
  type Outbound,
} from '@pult/bots'
import type { BotRecord } from '@pult/engine'
import { cardView, messageView, type SignAttachment } from '@pult/gateway'

export interface OwnBotPorts {
  readonly outbound: Outbound
  readonly sign: SignAttachment
  readonly nowMs: () => number
  readonly steadyMs: () => number
  readonly random: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
}

/** Makes the bots of one's own work, by their kind and what was published of them. */
export function createOwnBots(ports: OwnBotPorts): (record: BotRecord) => Bot | undefined {
  return ({ bot, secret }) => {
    if (bot.settings === null) return undefined
    switch (bot.kind) {
      case 'WEBHOOK': {
        const { url } = webhookSettingsSchema.parse(bot.settings)
        const settings = { url, secrets: [secret], answerWithinMs: bot.answerWithin * 1000 }
        return webhookBot(settings, {
          ...ports,
          cardOf: (session) => cardView(session, ports.sign),
          messageOf: (message) => messageView(message, ports.sign, false),
        }).bot
      }
      case 'FLOW': {
        const { flow, secrets = {} } = flowSettingsSchema.parse(bot.settings)
        return createFlowBot({ flow, revision: bot.version, secrets }, ports)
      }
    }
  }
}
