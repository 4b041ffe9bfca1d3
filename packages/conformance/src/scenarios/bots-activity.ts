import type { BotActivity, BotSummary, HelpOffer } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import { botDesk } from '../kit/bots.ts'
import type { Deployment } from '../kit/deployment.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** Asks a question; an order is handed over, everything else is closed. */
const CLERK = {
  kind: 'FLOW',
  settings: {
    flow: {
      version: 1,
      start: 'ask',
      nodes: {
        ask: {
          kind: 'ask',
          text: 'A person?',
          answer: {
            type: 'choice',
            options: [
              { label: 'Yes', to: 'people' },
              { label: 'No', to: 'bye' },
            ],
          },
        },
        people: { kind: 'handOver' },
        bye: { kind: 'close' },
      },
    },
  },
} as const

async function activityOf(pult: Deployment, botId: string): Promise<BotActivity> {
  const { body } = await pult.admin.get(`/api/v1/bots/${botId}/activity?days=1`)
  return body as BotActivity
}

const activity: readonly Scenario[] = [
  scenario(
    'Bots',
    'activity: what came, what was handed over, what was resolved, and at which step',
    async (pult) => {
      const { bot, channel, people } = await botDesk(pult, CLERK, {})
      const [anna] = people
      const [first, second] = [await talk(pult, channel), await talk(pult, channel)]
      await talk(pult, channel)
      await first.stream.ask('sendMessage', { body: 'yes' })
      await anna.stream.next('chatSessionAdded', of(first.sessionId))
      await second.stream.ask('sendMessage', { body: 'no' })
      await second.stream.next('chatSessionClosed', of(second.sessionId))
      const { versions, steps, failures, holds, webhook } = await activityOf(pult, bot.botId)
      const counted = versions.map(({ version, came, handedOver, resolved }) => [
        version,
        came,
        handedOver,
        resolved,
      ])
      equal('counted', counted, [[1, 3, 1, 1]])
      equal('in hand', [holds, failures, webhook], [1, [], null])
      const asked = steps.find(({ node }) => node === 'ask')
      equal('the step', [asked?.kind, asked?.text, asked?.came, asked?.holds], ['ask', 'A person?', 3, 1])
      const { body } = await pult.admin.get('/api/v1/bots/activity?days=1')
      const summary = (body as { items: BotSummary[] }).items.find(({ id }) => id === bot.botId)
      equal('of all bots', [summary?.name, summary?.kind, summary?.holds], [bot.name, 'FLOW', 1])
      // A run may go over midnight.
      const came = summary?.days.reduce((sum, day) => sum + day.came, 0)
      isTrue('of today', came === 3 || came === 0)
    },
  ),

  scenario('Commands', 'activity is for supervisors and admins', async (pult) => {
    const { bot, channel, people } = await botDesk(
      pult,
      CLERK,
      { role: 'supervisor', status: 'OFFLINE' },
      { status: 'OFFLINE' },
    )
    const [sofia, anna] = people
    const { clientToken } = await pult.client(channel)
    for (const path of ['/api/v1/bots/activity', `/api/v1/bots/${bot.botId}/activity`]) {
      equal('a supervisor', (await pult.as('OPERATOR', sofia.token).get(path)).status, 200)
      equal('an operator', (await pult.as('OPERATOR', anna.token).get(path)).status, 403)
      equal('a client', (await pult.as('CLIENT', clientToken).get(path)).status, 403)
    }
    for (const query of ['days=0', 'days=31', 'utcOffset=900', 'day=1']) {
      const { error } = await pult.admin.get(`/api/v1/bots/activity?${query}`)
      equal(query, [error?.code, error?.field], ['validation_failed', query.split('=')[0]])
    }
  }),
]

/** A model's help. Whether somebody has turned it on is the deployment's own affair: what is offered is given, and what is not is not there. */
const help: readonly Scenario[] = [
  scenario(
    'Help',
    'what a model does for operators is offered to them; what is not offered is not there',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      const caller = pult.as('OPERATOR', anna.token)
      const { kinds } = (await caller.get('/api/v1/help')).body as HelpOffer
      const requests = [
        { kind: 'SUGGEST' },
        { kind: 'SUMMARY', language: 'en' },
        { kind: 'TRANSLATE', text: 'Hello' },
        { kind: 'REWRITE', text: 'Hello', tone: 'FORMAL' },
      ] as const
      for (const request of requests.filter(({ kind }) => !kinds.includes(kind))) {
        const { status, error } = await caller.post(`/api/v1/sessions/${sessionId}/help`, request)
        equal(request.kind, [status, error?.code], [404, 'not_found'])
      }
      const wrong = await caller.post(`/api/v1/sessions/${sessionId}/help`, { kind: 'SING' })
      equal('no kind', [wrong.error?.code, wrong.error?.field], ['validation_failed', 'kind'])
    },
  ),

  scenario('Help', 'nobody is helped with a session that they may not read', async (pult) => {
    const { channel } = await desk(pult)
    const other = await desk(pult, { people: [{}] })
    const { sessionId, client } = await talk(pult, channel)
    const path = `/api/v1/sessions/${sessionId}/help`
    const stranger = await pult.as('OPERATOR', other.people[0].token).post(path, { kind: 'SUGGEST' })
    equal('a stranger', [stranger.status, stranger.error?.code], [404, 'session_not_found'])
    const caller = pult.as('CLIENT', client.clientToken)
    const own = await caller.post(path, { kind: 'SUGGEST' })
    equal('the client', [own.status, own.error?.code], [404, 'session_not_found'])
    equal('the offer', (await caller.get('/api/v1/help')).status, 403)
  }),
]

const trials: readonly Scenario[] = [
  scenario('Bots', 'a model is tried by admins alone, and by settings that can work', async (pult) => {
    const { people } = await desk(pult, { people: [{ role: 'supervisor', status: 'OFFLINE' }] })
    const trial = { kind: 'MODEL', settings: { endpoint: 'https://model.example/v1' }, question: 'Hello?' }
    const { status } = await pult.as('OPERATOR', people[0].token).post('/api/v1/bot/trials', trial)
    equal('a supervisor', status, 403)
    const wrong = await pult.admin.post('/api/v1/bot/trials', trial)
    isPresent('the refusal', wrong.error)
    equal('the field', [wrong.error.code, wrong.error.field], ['validation_failed', 'settings.model'])
  }),
]

export const botActivityScenarios: readonly Scenario[] = [...activity, ...help, ...trials]
