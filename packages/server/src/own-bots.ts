import {
  createFlowBot,
  flowSettingsSchema,
  webhookBot,
  webhookSettingsSchema,
  type Bot,
  type Outbound,
  type WebhookState,
} from '@pult/bots'
import { stepsOf, type Step } from '@pult/bots/flow'
import type { BotRecord } from '@pult/engine'
import { cardView, messageView, type SignAttachment } from '@pult/gateway'
import type { BotEndpoint } from '@pult/protocol'

export interface OwnBotPorts {
  readonly outbound: Outbound
  readonly sign: SignAttachment
  readonly nowMs: () => number
  readonly steadyMs: () => number
  readonly random: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
}

/** A bot at work, and what can be asked about it. */
export interface OwnBot {
  readonly bot: Bot
  /** Of a program behind a webhook. */
  readonly endpoint?: () => BotEndpoint
}

/** Makes the bots of one's own work, by their kind and what was published of them. */
export function createOwnBots(ports: OwnBotPorts): (record: BotRecord) => OwnBot | undefined {
  return ({ bot, secret }) => {
    if (bot.settings === null) return undefined
    switch (bot.kind) {
      case 'WEBHOOK': {
        const { url } = webhookSettingsSchema.parse(bot.settings)
        const settings = { url, secrets: [secret], answerWithinMs: bot.answerWithin * 1000 }
        const webhook = webhookBot(settings, {
          ...ports,
          cardOf: (session) => cardView(session, ports.sign),
          messageOf: (message) => messageView(message, ports.sign, false),
        })
        return { bot: webhook.bot, endpoint: () => endpointView(webhook.state()) }
      }
      case 'FLOW': {
        const { flow, secrets = {} } = flowSettingsSchema.parse(bot.settings)
        return { bot: createFlowBot({ flow, revision: bot.version, secrets }, ports) }
      }
    }
  }
}

/** Whether a bot that was made of the one record works as one made of the other: then it goes on, with all that it knows of its program. */
export function worksAlike(one: BotRecord, other: BotRecord): boolean {
  return (
    one.bot.version === other.bot.version &&
    one.bot.settings === other.bot.settings &&
    one.bot.answerWithin === other.bot.answerWithin &&
    one.secret === other.secret
  )
}

/** What a scenario consists of, for those who read its numbers. */
export function stepsOfBot({ kind, settings }: BotRecord['bot']): readonly Step[] {
  return kind === 'FLOW' && settings !== null ? stepsOf(flowSettingsSchema.parse(settings).flow) : []
}

function endpointView({ endpoint, lastAnswer, failures, ...counts }: WebhookState): BotEndpoint {
  const { underWay, waiting, restsForMs, answered, later, failed, notAsked, left, tries, repeats } = counts
  const [newest] = failures
  return {
    state: endpoint,
    restsForMs,
    underWay,
    waiting,
    answered,
    later,
    failed,
    notAsked,
    left,
    tries,
    repeats,
    lastAnswerAt: lastAnswer === null ? null : new Date(lastAnswer.atMs).toISOString(),
    lastAnswerMs: lastAnswer?.tookMs ?? null,
    lastFailure:
      newest === undefined
        ? null
        : {
            at: new Date(newest.atMs).toISOString(),
            sessionId: newest.sessionId,
            code: newest.code,
            sentence: newest.sentence,
          },
  }
}
