import type { BotFacts, HelpDesk } from '@pult/gateway'
import { createBotHost, TURNED_OFF, type Bot, type BotHost } from '@pult/bots'
import type { BotRecord, Engine, ReadModels, SessionRecord } from '@pult/engine'
import { helpKindSchema, type BotId, type ChannelId, type HelpKind, type Message } from '@pult/protocol'
import { stepsOfBot, worksAlike, type BotRoom, type OwnBot, type OwnBots } from './own-bots.ts'

export interface WorkspaceBots extends Pick<BotHost, 'tell' | 'leaveAll'>, BotFacts {
  /** [B9] Tells the bots again what they have not answered. Once, after a start. */
  readonly remindAll: () => Promise<void>
}

/** A client who has written more than this without an answer is told about from here on; the rest the bot has heard. */
const REMINDED_MAX = 50

/** What a model is told of a session, at most: more would not fit into what it reads. */
const TOLD_MAX = 60

/** The bots of one workspace: who answers in which channel, and how answers reach the engine. */
export function openBots({
  engine,
  store,
  builtin,
  ownBots,
  onError,
}: {
  readonly engine: Engine
  readonly store: Pick<ReadModels, 'messages'>
  readonly builtin: Bot
  readonly ownBots: OwnBots | undefined
  readonly onError: (error: unknown) => void
}): WorkspaceBots {
  const room: BotRoom = {
    newest: (record) => engine.state.bots.get(record.bot.id) ?? record,
    articles: () => [...engine.state.articles.values()],
    messagesOf: async (sessionId) => (await store.messages({ sessionId, limit: TOLD_MAX })).items,
  }
  /** By its newest record: a bot that works by something else now is made anew, sessions go on with what they remember. */
  const made = new Map<BotId, { readonly record: BotRecord; readonly own: OwnBot | undefined }>()

  function ownOf(botId: BotId): OwnBot | undefined {
    const record = engine.state.bots.get(botId)
    if (record === undefined) return undefined
    const known = made.get(botId)
    if (known?.record === record) return known.own
    const own = known !== undefined && worksAlike(known.record, record) ? known.own : make(record)
    made.set(botId, { record, own })
    return own
  }

  /** One that cannot be made is as one that is silent: people are asked when its limit has passed. */
  function make(record: BotRecord): OwnBot | undefined {
    try {
      return ownBots?.make(record, room)
    } catch (error) {
      onError(error)
      return undefined
    }
  }

  function botOf(channelId: ChannelId): Bot | undefined {
    const settings = engine.state.channels.get(channelId)?.channel.bot
    if (settings?.botId !== undefined) return ownOf(settings.botId)?.bot
    return settings?.kind === 'BUILTIN' ? builtin : undefined
  }

  /** Everybody reads the built-in bot's name in their own language. */
  function nameOf(channelId: ChannelId): string | null {
    const botId = engine.state.channels.get(channelId)?.channel.bot.botId
    return botId === undefined ? null : (engine.state.bots.get(botId)?.bot.name ?? null)
  }

  const host = createBotHost({
    botOf,
    session: (id) => engine.state.sessions.get(id),
    client: (id) => engine.state.clients.get(id)?.client,
    onError,
    send: (channelId, order, done) => {
      const actor = { type: 'BOT', channelId, name: nameOf(channelId) } as const
      engine.dispatch({ actor, ...order }, done)
    },
  })

  async function unansweredOf({ card }: SessionRecord): Promise<Message[]> {
    const { items } = await store.messages({ sessionId: card.id, limit: REMINDED_MAX })
    const answered = items.findIndex(({ authorType }) => authorType === 'BOT' || authorType === 'OPERATOR')
    const since = answered === -1 ? items : items.slice(0, answered)
    return since.filter(({ authorType }) => authorType === 'CLIENT').toReversed()
  }

  /** The oldest published model that does it, as the settings of now say. */
  function helpOf(kind: HelpKind): HelpDesk | undefined {
    for (const { bot } of engine.state.bots.values()) {
      const desk = bot.kind === 'MODEL' ? ownOf(bot.id)?.help : undefined
      if (desk?.kinds().includes(kind) === true) return desk
    }
    return undefined
  }

  return {
    tell: host.tell,
    leaveAll: host.leaveAll,
    help: {
      kinds: () => helpKindSchema.options.filter((kind) => helpOf(kind) !== undefined),
      give(request, messages, signal) {
        const desk = helpOf(request.kind)
        return desk?.give(request, messages, signal) ?? Promise.resolve(TURNED_OFF)
      },
    },
    endpointOf: (botId) => ownOf(botId)?.endpoint?.() ?? null,
    linesOf: (botId) => ownOf(botId)?.lines ?? null,
    stepsOf: stepsOfBot,
    ...(ownBots === undefined ? {} : { tryModel: (trial, signal) => ownBots.tryModel(trial, room, signal) }),
    async remindAll() {
      const owed = [...engine.state.open]
        .map((id) => engine.state.sessions.get(id)!)
        .filter(({ card, botOwesSinceMs }) => card.botStatus === 'BOT' && botOwesSinceMs !== null)
      for (const session of owed) host.remind(session, await unansweredOf(session))
    },
  }
}
