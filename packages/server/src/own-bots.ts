import {
  createFlowBot,
  createLineHub,
  flowSettingsSchema,
  giveHelp,
  lineBot,
  modelBot,
  modelSettingsSchema,
  tryModel,
  programSettingsOf,
  webhookBot,
  type Bot,
  type DayLedger,
  type LineHub,
  type ModelSettings,
  type Outbound,
  type EndpointState,
} from '@pult/bots'
import { stepsOf, type Step } from '@pult/bots/flow'
import { secretsOf, type BotRecord, type SessionRecord } from '@pult/engine'
import { cardView, messageView, type HelpDesk, type SignAttachment } from '@pult/gateway'
import type {
  Article,
  BotEndpoint,
  BotId,
  BotTrial,
  BotTrialRequest,
  Message,
  SessionId,
} from '@pult/protocol'

export interface OwnBotPorts {
  readonly outbound: Outbound
  readonly sign: SignAttachment
  readonly nowMs: () => number
  readonly steadyMs: () => number
  readonly random: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
  /** What a bot has spent today, by its id. */
  readonly ledgerOf: (id: string) => DayLedger
}

/** What a bot may know of the workspace that it works in. */
export interface BotRoom {
  /** The bot as it is now: its secrets may be others than when it was made. */
  readonly newest: (record: BotRecord) => BotRecord
  readonly articles: () => readonly Article[]
  /** The newest messages of one session, newest first. */
  readonly messagesOf: (sessionId: SessionId) => Promise<readonly Message[]>
}

/** Bots of one's own: how they are made, by their kind and what was published of them, and how a model is tried. */
export interface OwnBots {
  readonly make: (record: BotRecord, room: BotRoom) => OwnBot | undefined
  readonly tryModel: (trial: BotTrialRequest, room: BotRoom, signal: AbortSignal) => Promise<BotTrial>
}

/** A bot at work, and what can be asked about it. */
export interface OwnBot {
  readonly bot: Bot
  /** Of what is asked over the network. */
  readonly endpoint?: () => BotEndpoint
  readonly help?: HelpDesk
  /** Where the programs join that connect by themselves. */
  readonly lines?: LineHub
}

/** Somebody waits before the screen; below the time-out of an idle connection. */
const TRIAL_MS_MAX = 45_000
/** Whose tokens a trial costs while there is no bot yet. */
const NOBODY = 'trials'

export function createOwnBots(ports: OwnBotPorts): OwnBots {
  const startedMs = ports.steadyMs()
  /** A bot that is made anew keeps the programs that are connected. */
  const hubs = new Map<BotId, LineHub>()

  function hubOf(id: BotId): LineHub {
    const hub = hubs.get(id) ?? createLineHub({ ...ports, startedMs })
    hubs.set(id, hub)
    return hub
  }

  function make(record: BotRecord, room: BotRoom): OwnBot | undefined {
    const { bot } = record
    if (bot.settings === null) return undefined
    switch (bot.kind) {
      case 'WEBHOOK': {
        const program = programSettingsOf(bot.settings)
        const views = {
          cardOf: (session: SessionRecord) => cardView(session, ports.sign),
          messageOf: (message: Message) => messageView(message, ports.sign, false),
        }
        if ('connects' in program) {
          const lines = hubOf(bot.id)
          const connecting = lineBot(bot.answerWithin * 1000, lines, { ...views, nowMs: ports.nowMs })
          return { bot: connecting, endpoint: () => endpointView(lines.state(), lines.state().lines), lines }
        }
        const { url } = program
        const secrets = (): readonly string[] => secretsOf(room.newest(record), ports.nowMs())
        const settings = { url, secrets, answerWithinMs: bot.answerWithin * 1000 }
        const webhook = webhookBot(settings, {
          ...ports,
          ...views,
        })
        return { bot: webhook.bot, endpoint: () => endpointView(webhook.state(), null) }
      }
      case 'FLOW': {
        const { flow, secrets = {} } = flowSettingsSchema.parse(bot.settings)
        return { bot: createFlowBot({ flow, revision: bot.version, secrets }, ports) }
      }
      case 'MODEL': {
        const settings = modelSettingsSchema.parse(bot.settings)
        const { messagesOf } = room
        const model = modelBot(
          { settings, answerWithinMs: bot.answerWithin * 1000 },
          { ...ports, messagesOf, articles: articlesFor(settings, room), ledger: ports.ledgerOf(bot.id) },
        )
        return {
          bot: model.bot,
          endpoint: () => endpointView(model.state(), null),
          help: {
            kinds: () => settings.help ?? [],
            give: (request, messages, signal) =>
              giveHelp(request, messages, model.model, { timeoutMs: TRIAL_MS_MAX, signal }),
          },
        }
      }
    }
  }

  return {
    make,
    tryModel({ settings: given, question, botId }, room, signal) {
      const settings = modelSettingsSchema.parse(given)
      const ledger = ports.ledgerOf(botId ?? NOBODY)
      return tryModel(
        settings,
        question,
        { ...ports, articles: articlesFor(settings, room), ledger },
        TRIAL_MS_MAX,
        signal,
      )
    },
  }
}

/** Articles with one of the tags that a bot is narrowed down to; without any, all. */
function articlesFor({ articleTags = [] }: ModelSettings, { articles }: BotRoom): () => readonly Article[] {
  if (articleTags.length === 0) return articles
  return () => articles().filter(({ tags }) => tags.some((tag) => articleTags.includes(tag)))
}

/** Whether a bot that was made of the one record works as one made of the other: then it goes on, with all that it knows of its program. */
export function worksAlike(one: BotRecord, other: BotRecord): boolean {
  return (
    one.bot.version === other.bot.version &&
    one.bot.settings === other.bot.settings &&
    one.bot.answerWithin === other.bot.answerWithin
  )
}

/** What a scenario consists of, for those who read its numbers. */
export function stepsOfBot({ kind, settings }: BotRecord['bot']): readonly Step[] {
  return kind === 'FLOW' && settings !== null ? stepsOf(flowSettingsSchema.parse(settings).flow) : []
}

function endpointView(
  { endpoint, lastAnswer, failures, ...counts }: EndpointState,
  lines: number | null,
): BotEndpoint {
  const { underWay, waiting, restsForMs, answered, later, failed, notAsked, left, tries, repeats } = counts
  const [newest] = failures
  return {
    state: endpoint,
    lines,
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
