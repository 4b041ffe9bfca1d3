import type { Channel } from '@pult/protocol'
import { equal, isPresent, isTrue, notEqual } from '../expect.ts'
import { desk, of, person, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { nobodys } from './commands-conversation.ts'
import { found } from './settings-list.ts'

/** Channels and their secrets. */
export const channelScenarios: readonly Scenario[] = [
  scenario(
    'Commands',
    'createChannel is told to every operator without its secret, which only its maker gets',
    async (pult) => {
      const anna = await person(pult, { status: 'OFFLINE' })
      const { groupId } = await pult.group()
      const settings = {
        messengerType: 'WIDGET',
        name: pult.unique('conformance'),
        groupId,
        bot: { kind: 'NONE' },
      } as const
      const made = await pult.admin.ask('createChannel', settings)
      isTrue('the secret is long', made.channelSecret.length >= 32)
      const { data } = await anna.stream.next('channelUpdated', ({ id }) => id === made.channelId)
      equal('the channel', data, {
        id: made.channelId,
        ...settings,
        origins: [],
        channelKey: made.channelKey,
        rev: data.rev,
      })
      equal('on the list', await found<Channel>(pult.admin, '/channels', made.channelId), data)
      const lists = await pult.admin.get('/api/v1/channels?limit=200')
      isTrue('the list does not tell the secret', !lists.text.includes(made.channelSecret))
      isTrue('no stream tells it', !JSON.stringify(anna.stream.frames).includes(made.channelSecret))
    },
  ),

  scenario('Commands', 'updateChannel changes what is named; its secret stays untold', async (pult) => {
    const anna = await person(pult, { status: 'OFFLINE' })
    const { channelId, channelKey } = await pult.channel(await pult.group())
    const reply = await pult.admin.ask('updateChannel', {
      channelId,
      name: 'Renamed',
      origins: ['https://shop.example'],
    })
    equal('the reply', reply, { channelId, channelKey })
    const { data } = await anna.stream.next(
      'channelUpdated',
      ({ id, name }) => id === channelId && name === 'Renamed',
    )
    equal('origins', data.origins, ['https://shop.example'])
  }),

  scenario('Commands', 'rotateSecret makes a new secret', async (pult) => {
    const { channelId, channelKey, channelSecret } = await pult.channel(await pult.group())
    const reply = await pult.admin.ask('updateChannel', { channelId, rotateSecret: true })
    isPresent('the new secret', reply.channelSecret)
    notEqual('the new secret', reply.channelSecret, channelSecret)
    equal('the key', reply.channelKey, channelKey)
  }),

  scenario('Commands', 'a channel that gets a bot starts its next session with it', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { channelId } = channel
    await pult.admin.ask('updateChannel', { channelId, bot: { kind: 'BUILTIN' } })
    const { stream, sessionId } = await talk(pult, channel)
    await stream.next('chatSessionStarted', ({ botStatus }) => botStatus === 'BOT')
    await pult.fence(people[0].stream)
    people[0].stream.never('chatSessionAdded', of(sessionId))
  }),

  scenario(
    'Commands',
    'a channel needs a group that exists, and one’s own channel must be there',
    async (pult) => {
      const settings = { messengerType: 'WIDGET', name: 'x', bot: { kind: 'NONE' } }
      const nowhere = { ...settings, groupId: nobodys('grp') }
      equal(
        'field',
        (await pult.admin.refused('createChannel', nowhere, 'group_not_found')).field,
        'data.groupId',
      )
      await pult.admin.refused('updateChannel', { channelId: nobodys('chn'), name: 'x' }, 'channel_not_found')
      const { channelId } = await pult.channel(await pult.group())
      await pult.admin.refused('updateChannel', { channelId, groupId: nobodys('grp') }, 'group_not_found')
    },
  ),

  scenario('C3', 'a channel’s messenger, bot and origins are of the protocol', async (pult) => {
    const { groupId } = await pult.group()
    const fine = { messengerType: 'WIDGET', name: 'x', groupId, bot: { kind: 'NONE' } }
    const wrong: readonly [Record<string, unknown>, string][] = [
      [{ ...fine, messengerType: 'FAX' }, 'data.messengerType'],
      [{ ...fine, bot: { kind: 'CLEVER' } }, 'data.bot.kind'],
      [{ ...fine, bot: 'NONE' }, 'data.bot'],
      [{ ...fine, origins: ['shop.example'] }, 'data.origins.0'],
      [{ ...fine, origins: ['https://shop.example/path'] }, 'data.origins.0'],
    ]
    for (const [data, field] of wrong)
      equal('field', (await pult.admin.refused('createChannel', data, 'validation_failed')).field, field)
  }),

  scenario('A8', 'a client is told nothing of settings', async (pult) => {
    const { channel } = await desk(pult)
    const { stream } = await talk(pult, channel)
    const { channelId, groupId } = channel
    await pult.admin.ask('updateChannel', { channelId, name: 'Renamed' })
    await pult.admin.ask('updateGroup', { groupId, name: pult.unique('renamed') })
    await pult.operator()
    const { messageId } = await stream.ask('sendMessage', { body: 'Still here' })
    await stream.next('chatMessageCreated', ({ id }) => id === messageId)
    const known = [
      'reply',
      'snapshot',
      'live',
      'heartbeat',
      'chatSessionStarted',
      'chatSessionUpdated',
      'chatMessageCreated',
    ]
    equal(
      'what else was told',
      stream.frames.filter(({ action }) => !known.includes(action)),
      [],
    )
  }),
]
