import type { Bot, BotVersion } from '@pult/protocol'
import { equal, isPresent, isTrue, notEqual } from '../expect.ts'
import { botDesk, CONNECTS } from '../kit/bots.ts'
import type { Deployment } from '../kit/deployment.ts'
import { desk, person, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { oneWord } from './bots-flow.ts'
import { found } from './settings-list.ts'

const NO_BOT = 'bot_conformance-nothing'

async function versionsOf(pult: Deployment, botId: string, query = ''): Promise<BotVersion[]> {
  const { body } = await pult.admin.get(`/api/v1/bots/${botId}/versions${query}`)
  return (body as { items: BotVersion[] }).items
}

const making: readonly Scenario[] = [
  scenario('Bots', 'createBot answers with the secret, which nothing tells again', async (pult) => {
    const made = await pult.bot(CONNECTS)
    isTrue('the secret is long', made.botSecret.length >= 32)
    const bot = await found<Bot>(pult.admin, '/bots', made.botId)
    isPresent('the bot on the list', bot)
    const { name, kind, settings, draft, version } = bot
    equal(
      'the bot',
      { name, kind, settings, draft, version },
      { name: made.name, kind: 'WEBHOOK', settings: CONNECTS.settings, draft: null, version: 1 },
    )
    const { text } = await pult.admin.get('/api/v1/bots?limit=200')
    isTrue('the list does not tell the secret', !text.includes(made.botSecret))
  }),

  scenario('Bots', 'a bot without settings is a draft that no channel takes', async (pult) => {
    const { botId } = await pult.bot({ kind: 'FLOW' })
    const { groupId } = await pult.group()
    const channel = { messengerType: 'WIDGET', name: 'x', groupId, bot: { kind: 'FLOW', botId } }
    const error = await pult.admin.refused('createChannel', channel, 'bot_not_published')
    equal('the field', error.field, 'data.bot.botId')
    equal('publishing nothing', (await pult.admin.ask('publishBot', { botId })).version, 0)
    const other = { ...channel, bot: { kind: 'MODEL', botId } }
    await pult.admin.refused('createChannel', other, 'bot_not_found')
  }),

  scenario('C3', 'settings that no bot can work by are refused by their field', async (pult) => {
    const wrong: readonly [kind: Bot['kind'], settings: Record<string, unknown>, field: string][] = [
      ['WEBHOOK', { url: 'somewhere' }, 'data.settings.url'],
      ['WEBHOOK', { connects: false }, 'data.settings.connects'],
      ['WEBHOOK', { url: 'https://bot.example', password: 'x' }, 'data.settings.password'],
      ['MODEL', { endpoint: 'https://model.example/v1' }, 'data.settings.model'],
      ['FLOW', { flow: { version: 1, start: 'a', nodes: {} } }, 'data.settings.flow.start'],
    ]
    for (const [kind, settings, field] of wrong) {
      const data = { kind, name: 'x', settings }
      equal('field', (await pult.admin.refused('createBot', data, 'validation_failed')).field, field)
    }
    await pult.admin.refused('createBot', { kind: 'BUILTIN', name: 'x' }, 'validation_failed')
  }),

  scenario('Bots', 'a bot that a channel has is not deleted; afterwards it is gone', async (pult) => {
    const { bot, channel } = await botDesk(pult, CONNECTS)
    const { botId } = bot
    equal('the field', (await pult.admin.refused('deleteBot', { botId }, 'bot_in_use')).field, 'data.botId')
    await pult.admin.ask('updateChannel', { channelId: channel.channelId, bot: { kind: 'NONE' } })
    await pult.admin.ask('deleteBot', { botId })
    equal('on the list', await found<Bot>(pult.admin, '/bots', botId), undefined)
    for (const command of ['updateBot', 'publishBot', 'deleteBot'])
      await pult.admin.refused(command, { botId }, 'bot_not_found')
  }),

  scenario('Commands', 'bots are made, changed and read by admins alone', async (pult) => {
    const { botId } = await pult.bot(CONNECTS)
    const { channel, people } = await desk(pult, {
      people: [{ role: 'supervisor', status: 'OFFLINE' }, { status: 'OFFLINE' }],
    })
    const { clientToken } = await pult.client(channel)
    const callers = people.map(({ token }) => pult.as('OPERATOR', token))
    for (const caller of callers) {
      await caller.refused('createBot', { kind: 'FLOW', name: 'x' }, 'not_allowed')
      await caller.refused('updateBot', { botId, name: 'x' }, 'not_allowed')
      for (const command of ['publishBot', 'deleteBot'])
        await caller.refused(command, { botId }, 'not_allowed')
    }
    for (const caller of [...callers, pult.as('CLIENT', clientToken)]) {
      for (const path of ['/bots', `/bots/${botId}/versions`])
        equal(`the status of ${path}`, (await caller.get(`/api/v1${path}`)).status, 403)
    }
  }),
]

const versions: readonly Scenario[] = [
  scenario(
    'Bots',
    'versions: each publication, newest first, with its time and who published it',
    async (pult) => {
      const { botId } = await pult.bot({ kind: 'FLOW', settings: oneWord('one') })
      await pult.admin.ask('updateBot', { botId, settings: oneWord('two') })
      await pult.admin.ask('publishBot', { botId })
      const [second, first, ...more] = await versionsOf(pult, botId)
      equal('how many', [second?.version, first?.version, more.length], [2, 1, 0])
      equal('settings', [second?.settings, first?.settings], [oneWord('two'), oneWord('one')])
      isTrue('in their order', String(first?.publishedAt) <= String(second?.publishedAt))
      const { body } = await pult.admin.get('/api/v1/me')
      const { operator } = body as { operator: { id: string; name: string } }
      equal('by whom', second?.publishedBy, { id: operator.id, name: operator.name })
      equal(
        'page by page',
        (await versionsOf(pult, botId, '?limit=1&after=2')).map(({ version }) => version),
        [1],
      )
    },
  ),

  scenario(
    'Bots',
    'versions: an older one is a draft again, and the newest once it is published',
    async (pult) => {
      const { botId } = await pult.bot({ kind: 'FLOW', settings: oneWord('one') })
      await pult.admin.ask('updateBot', { botId, settings: oneWord('two') })
      await pult.admin.ask('publishBot', { botId })
      const before = await versionsOf(pult, botId)
      await pult.admin.ask('updateBot', { botId, settings: before[1]!.settings })
      equal('a draft is no version', await versionsOf(pult, botId), before)
      await pult.admin.ask('publishBot', { botId })
      const [newest, ...older] = await versionsOf(pult, botId)
      equal('the newest', [newest?.version, newest?.settings], [3, oneWord('one')])
      equal('those before', older, before)
    },
  ),

  scenario('Bots', 'versions: what only the server may know is in none of them', async (pult) => {
    const key = 'sk-conformance-hush'
    const model = { endpoint: 'https://model.example/v1', model: 'small', key }
    const flow = { ...oneWord('one'), secrets: { token: key } }
    for (const fields of [
      { kind: 'MODEL', settings: model },
      { kind: 'FLOW', settings: flow },
    ] as const) {
      const { botId, botSecret } = await pult.bot(fields)
      const { text } = await pult.admin.get(`/api/v1/bots/${botId}/versions`)
      isTrue('there is one', text.includes('"version":1'))
      isTrue('no key and no secret', !text.includes(key) && !text.includes(botSecret))
    }
  }),

  scenario('C2', 'two admins at one bot: who saves over what they have not seen is told so', async (pult) => {
    const made = await pult.bot({ kind: 'FLOW', settings: oneWord('one') })
    const { botId } = made
    const other = pult.as('OPERATOR', (await person(pult, { role: 'admin', status: 'OFFLINE' })).token)
    const { rev } = await other.ask('updateBot', { botId, rev: made.rev, settings: oneWord('theirs') })
    notEqual('rev', rev, made.rev)
    const mine = { botId, rev: made.rev, settings: oneWord('mine') }
    equal('the field', (await pult.admin.refused('updateBot', mine, 'bot_changed')).field, 'data.rev')
    await pult.admin.refused('publishBot', { botId, rev: made.rev }, 'bot_changed')
    const bot = await found<Bot>(pult.admin, '/bots', botId)
    equal('nothing changed', [bot?.rev, bot?.draft, bot?.version], [rev, oneWord('theirs'), 1])
    await pult.admin.ask('updateBot', { ...mine, rev })
  }),

  scenario('Bots', 'a bot that is not there has no versions and no activity', async (pult) => {
    for (const read of ['versions', 'activity']) {
      const { status, error } = await pult.admin.get(`/api/v1/bots/${NO_BOT}/${read}`)
      equal(read, [status, error?.code], [404, 'bot_not_found'])
    }
  }),

  scenario('Commands', 'a channel that loses its bot gives its next session to people', async (pult) => {
    const { channel } = await botDesk(pult, { kind: 'FLOW', settings: oneWord('one') })
    await pult.admin.ask('updateChannel', { channelId: channel.channelId, bot: { kind: 'NONE' } })
    const client = await talk(pult, channel)
    await client.stream.next('chatSessionStarted', ({ botStatus }) => botStatus === 'HELP')
  }),
]

export const botSettingScenarios: readonly Scenario[] = [...making, ...versions]
