import {
  BOT_SECRET_OVERLAP_MS,
  BOT_VERSIONS_MAX,
  BOTS_MAX,
  type Bot,
  type BotId,
  type OperatorCommandData,
} from '@pult/protocol'
import { accept, refuse, type Decision, type Given, type OperatorActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { BotRecord, PublishedVersion } from './entities.ts'
import { BOT_ANSWER_MS_MAX } from './session-timers.ts'

/** [E21] Settings that come with a new bot are published at once: they are its first version. */
export function createBot(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['createBot'],
  given: Given,
): Decision {
  if (draft.state.bots.size >= BOTS_MAX) return refuse('bots_full')
  const botSecret = given.botSecret ?? ''
  const bot: Bot = {
    id: draft.id('bot') as BotId,
    name: data.name,
    kind: data.kind,
    settings: data.settings ?? null,
    draft: null,
    version: data.settings === undefined ? 0 : 1,
    publishedAt: data.settings === undefined ? null : draft.at,
    answerWithin: data.answerWithin ?? BOT_ANSWER_MS_MAX / 1000,
    takesBack: data.takesBack ?? false,
    updatedAt: draft.at,
    rev: draft.nextSeq(),
  }
  const versions = data.settings === undefined ? [] : [publication(draft, actor, bot.version)]
  return put(draft, { bot, secret: botSecret, versions }, { botSecret })
}

/** [E21] New settings are a draft until they are published. A limit holds for sessions that come to the bot from now on. */
export function updateBot(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['updateBot'],
  given: Given,
): Decision {
  const known = draft.state.bots.get(data.botId)
  if (known === undefined) return notFound()
  if (isChanged(known, data.rev)) return refuse('bot_changed', { field: 'data.rev' })
  const bot: Bot = {
    ...known.bot,
    name: data.name ?? known.bot.name,
    draft: data.settings ?? known.bot.draft,
    answerWithin: data.answerWithin ?? known.bot.answerWithin,
    takesBack: data.takesBack ?? known.bot.takesBack,
  }
  const { record, reply } = withSecrets(draft, { ...known, bot }, data, given)
  return put(draft, record, reply)
}

/** The secrets by which a bot is known now, the newest first. */
export function secretsOf({ secret, formerSecret }: BotRecord, nowMs: number): readonly string[] {
  return formerSecret === undefined || formerSecret.untilMs <= nowMs
    ? [secret]
    : [secret, formerSecret.secret]
}

/** [E24] At most two secrets work: of a third the oldest ends. */
function withSecrets(
  draft: Draft,
  { formerSecret, ...known }: BotRecord,
  { rotateSecret, endFormerSecret }: OperatorCommandData['updateBot'],
  given: Given,
): { readonly record: BotRecord; readonly reply: object } {
  const botSecret = rotateSecret === true ? (given.botSecret ?? '') : undefined
  const secret = botSecret ?? known.secret
  const former =
    botSecret === undefined
      ? formerSecret
      : { secret: known.secret, untilMs: draft.nowMs + BOT_SECRET_OVERLAP_MS }
  const kept =
    endFormerSecret === true || former === undefined || former.untilMs <= draft.nowMs ? null : former
  const formerSecretUntil = kept === null ? null : new Date(kept.untilMs).toISOString()
  return {
    record: {
      ...known,
      bot: { ...known.bot, formerSecretUntil },
      secret,
      ...(kept === null ? {} : { formerSecret: kept }),
    },
    reply: botSecret === undefined ? {} : { botSecret },
  }
}

/** Without a draft nothing changes: a repeat is free. */
export function publishBot(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['publishBot'],
): Decision {
  const known = draft.state.bots.get(data.botId)
  if (known === undefined) return notFound()
  const { bot } = known
  if (bot.draft === null) return accept({ botId: bot.id, version: bot.version, rev: bot.rev })
  if (isChanged(known, data.rev)) return refuse('bot_changed', { field: 'data.rev' })
  const published = {
    ...bot,
    settings: bot.draft,
    draft: null,
    version: bot.version + 1,
    publishedAt: draft.at,
  }
  const versions = [publication(draft, actor, published.version), ...versionsOf(known)]
  return put(draft, { ...known, bot: published, versions: versions.slice(0, BOT_VERSIONS_MAX) })
}

/** [E22] The newest first. Of a bot that was published before versions were kept, the one in force is known: its last record has it. */
export function versionsOf({ bot, versions }: BotRecord): readonly PublishedVersion[] {
  if (versions !== undefined) return versions
  if (bot.publishedAt === null) return []
  return [{ version: bot.version, at: bot.publishedAt, by: null, seq: bot.rev }]
}

/** The version that the next fact puts in force. */
function publication(draft: Draft, { operatorId }: OperatorActor, version: number): PublishedVersion {
  return { version, at: draft.at, by: operatorId, seq: draft.nextSeq() }
}

/** [E22] Two admins at one bot: who saves over what they have not seen is told so first. */
function isChanged({ bot }: BotRecord, seenRev: number | undefined): boolean {
  return seenRev !== undefined && seenRev !== bot.rev
}

/** A bot that a channel has stays: its clients would be answered by nobody. */
export function deleteBot(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['deleteBot'],
): Decision {
  if (!draft.state.bots.has(data.botId)) return notFound()
  for (const { channel } of draft.state.channels.values()) {
    if (channel.bot.botId === data.botId) return refuse('bot_in_use', { field: 'data.botId' })
  }
  draft.add({ type: 'botDeleted', botId: data.botId, tell: [] })
  return accept({}, draft.facts)
}

function put(draft: Draft, record: BotRecord, reply: object = {}): Decision {
  const bot = { ...record.bot, updatedAt: draft.at, rev: draft.nextSeq() }
  draft.add({ type: 'bot', bot: { ...record, bot }, tell: [] })
  return accept({ botId: bot.id, version: bot.version, rev: bot.rev, ...reply }, draft.facts)
}

function notFound(): Decision {
  return refuse('bot_not_found', { field: 'data.botId' })
}
