import type { Channel, ChannelId, Group, GroupId, OperatorCommandData } from '@pult/protocol'
import { accept, refuse, type Decision, type Given, type OperatorActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { Workspace } from './state.ts'

type GroupFields = Omit<OperatorCommandData['updateGroup'], 'groupId'>

/** A limit that is null is lifted; one that is not named stays. */
function withFields(group: Group, fields: GroupFields): Group {
  const entries = Object.entries({ ...group, ...fields }).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  return Object.fromEntries(entries) as Group
}

export function createGroup(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['createGroup'],
): Decision {
  const id = draft.id('grp') as GroupId
  const group = withFields({ id, name: data.name, rev: draft.nextSeq() }, data)
  draft.add({ type: 'group', group: { group }, tell: [{ as: 'groupUpdated', to: { everyone: true } }] })
  return accept({ groupId: id }, draft.facts)
}

/** New limits of answers hold for sessions that start or come into the group after; those of reassignment and closing at a session's next change. */
export function updateGroup(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['updateGroup'],
): Decision {
  const known = draft.state.groups.get(data.groupId)
  if (known === undefined) return refuse('group_not_found', { field: 'data.groupId' })
  const { groupId, ...fields } = data
  const given = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as GroupFields
  const group = { ...withFields(known.group, given), rev: draft.nextSeq() }
  draft.add({ type: 'group', group: { group }, tell: [{ as: 'groupUpdated', to: { everyone: true } }] })
  return accept({ groupId }, draft.facts)
}

export function createChannel(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['createChannel'],
  given: Given,
): Decision {
  if (!draft.state.groups.has(data.groupId)) return refuse('group_not_found', { field: 'data.groupId' })
  const wrongBot = whyNotBot(draft.state, data.bot)
  if (wrongBot !== undefined) return wrongBot
  const id = draft.id('chn') as ChannelId
  const channelKey = given.channelKey ?? ''
  const secret = given.channelSecret ?? ''
  draft.add({
    type: 'channel',
    channel: {
      channel: {
        id,
        name: data.name,
        messengerType: data.messengerType,
        groupId: data.groupId,
        bot: data.bot,
        origins: data.origins ?? [],
        channelKey,
        rev: draft.nextSeq(),
      },
      bot: data.bot.kind,
      secret,
    },
    tell: [{ as: 'channelUpdated', to: { everyone: true } }],
  })
  return accept({ channelId: id, channelKey, channelSecret: secret }, draft.facts)
}

/** A bot that a channel names must be there, be of that kind and have something to work by. */
function whyNotBot(state: Readonly<Workspace>, { kind, botId }: Channel['bot']): Decision | undefined {
  if (botId === undefined) return undefined
  const field = 'data.bot.botId'
  const bot = state.bots.get(botId)?.bot
  if (bot?.kind !== kind) return refuse('bot_not_found', { field })
  return bot.settings === null ? refuse('bot_not_published', { field }) : undefined
}

export function updateChannel(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['updateChannel'],
  given: Given,
): Decision {
  const known = draft.state.channels.get(data.channelId)
  if (known === undefined) return refuse('channel_not_found', { field: 'data.channelId' })
  if (data.groupId !== undefined && !draft.state.groups.has(data.groupId))
    return refuse('group_not_found', { field: 'data.groupId' })
  const wrongBot = data.bot === undefined ? undefined : whyNotBot(draft.state, data.bot)
  if (wrongBot !== undefined) return wrongBot
  const secret = data.rotateSecret === true ? (given.channelSecret ?? '') : known.secret
  const channel = {
    ...known.channel,
    name: data.name ?? known.channel.name,
    groupId: data.groupId ?? known.channel.groupId,
    bot: data.bot ?? known.channel.bot,
    origins: data.origins ?? known.channel.origins,
    rev: draft.nextSeq(),
  }
  draft.add({
    type: 'channel',
    channel: { channel, bot: channel.bot.kind, secret },
    tell: [{ as: 'channelUpdated', to: { everyone: true } }],
  })
  const { channelKey } = channel
  return accept(
    {
      channelId: data.channelId,
      channelKey,
      ...(data.rotateSecret === true ? { channelSecret: secret } : {}),
    },
    draft.facts,
  )
}
