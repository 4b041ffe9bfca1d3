import type { BotReply, WebhookEvent } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import { botDesk, CONNECTS, firstWords, programOf, says, SILENT } from '../kit/bots.ts'
import type { Deployment } from '../kit/deployment.ts'
import { talk, type Talk } from '../kit/desk.ts'
import type { Answer } from '../kit/http.ts'
import { signatureBy, type Program } from '../kit/programs.ts'
import { calledScenario, scenario, type Scenario } from '../scenario.ts'

interface Owed {
  readonly client: Talk
  /** The bot's secret. */
  readonly secret: string
  /** The session and the baton that it was told. */
  readonly about: { readonly sessionId: string; readonly baton: number }
}

/** A client who waits for a bot that has said that it answers later. */
async function owed(pult: Deployment): Promise<Owed> {
  const { bot, channel } = await botDesk(pult, CONNECTS)
  const program = await programOf(pult, bot)
  const client = await talk(pult, channel)
  const { id: eventId, event } = await firstWords(program)
  await program.ask('answerEvent', { eventId, reply: null })
  const { baton } = event.data
  return { client, secret: bot.botSecret, about: { sessionId: client.sessionId, baton } }
}

function answers(pult: Deployment, token: string | null, body: unknown): Promise<Answer> {
  return pult.http.post('/api/v1/bot/answers', body, { token })
}

async function refused(pult: Deployment, token: string | null, body: unknown): Promise<unknown> {
  const { status, error } = await answers(pult, token, body)
  return [status, error?.code]
}

const later: readonly Scenario[] = [
  scenario('S6', 'what a bot answers later is said once for each key', async (pult) => {
    const { client, secret, about } = await owed(pult)
    const body = { ...about, ...says('It is on its way.'), key: 'one' }
    const first = await answers(pult, secret, body)
    equal('the status', first.status, 200)
    equal('again', (await answers(pult, secret, body)).body, first.body)
    await client.stream.next('chatMessageCreated', (one) => one.body === 'It is on its way.')
    await answers(pult, secret, { ...about, ...says('The end'), key: 'two' })
    await client.stream.next('chatMessageCreated', (one) => one.body === 'The end')
    client.stream.never('chatMessageCreated', ({ authorType }) => authorType === 'BOT')
    equal('another body', await refused(pult, secret, { ...body, ...says('Else') }), [409, 'key_reused'])
  }),

  scenario(
    'Bots',
    'a later answer under a baton that has gone on is refused with stale_baton',
    async (pult) => {
      const { client, secret, about } = await owed(pult)
      const old = { ...about, baton: about.baton - 1, ...says('Too old') }
      equal('an older baton', await refused(pult, secret, old), [409, 'stale_baton'])
      await client.stream.ask('callOperator', {})
      equal('people have it', await refused(pult, secret, { ...about, ...says('Too late') }), [
        409,
        'stale_baton',
      ])
      client.stream.never('chatMessageCreated', ({ authorType }) => authorType === 'BOT')
    },
  ),

  scenario('Bots', 'a later answer is heard by its bot’s secret alone', async (pult) => {
    const { secret, about } = await owed(pult)
    const body = { ...about, ...says('Hello') }
    for (const token of [null, 'whsec_nothing', pult.admin.token ?? ''])
      equal('a stranger', await refused(pult, token, body), [401, 'not_authenticated'])
    const other = await pult.bot(CONNECTS)
    equal('another bot', await refused(pult, other.botSecret, body), [404, 'session_not_found'])
    const nowhere = { ...body, sessionId: 'ses_conformance-nothing' }
    equal('no session', await refused(pult, secret, nowhere), [404, 'session_not_found'])
  }),

  scenario('C3', 'a later answer that cannot be taken is refused by its field', async (pult) => {
    const { client, secret, about } = await owed(pult)
    const wrong: readonly [body: Record<string, unknown>, field: string][] = [
      [{ ...about, answers: [{ name: 'sing' }] }, 'answers.0.name'],
      [{ ...about }, 'answers'],
      [{ ...about, answers: [], sender: 'x' }, 'sender'],
      [{ sessionId: about.sessionId, answers: [] }, 'baton'],
    ]
    for (const [body, field] of wrong) {
      const { error } = await answers(pult, secret, body)
      equal('the refusal', [error?.code, error?.field], ['validation_failed', field])
    }
    const much = { ...about, answers: [], memory: 'x'.repeat(3_000) }
    equal('too much to remember', await refused(pult, secret, much), [422, 'validation_failed'])
    await answers(pult, secret, { ...about, ...says('Still mine') })
    await client.stream.next('chatMessageCreated', ({ body }) => body === 'Still mine')
  }),
]

/** A bot at an address of ours, and a client who has written to it. */
async function called(
  pult: Deployment,
  answer: (words: string | null) => BotReply | null | number,
): Promise<{
  readonly program: Program
  readonly client: Talk
  readonly secret: string
  readonly botId: string
}> {
  const program = pult.program((event) =>
    answer(event.type === 'session.message' ? event.data.message.body : null),
  )
  const { bot, channel } = await botDesk(pult, { kind: 'WEBHOOK', settings: { url: program.url } })
  const client = await talk(pult, channel, 'Where is it?')
  return { program, client, secret: bot.botSecret, botId: bot.botId }
}

const isMessage = ({ type }: WebhookEvent): boolean => type === 'session.message'

const webhooks: readonly Scenario[] = [
  calledScenario(
    'Bots',
    'WEBHOOK: a program is sent signed letters, in order, and answers at once',
    async (pult) => {
      const { program, client, secret } = await called(pult, (words) =>
        words === null ? { ...SILENT, memory: 'greeted' } : says(`You said: ${words}`),
      )
      const received = await program.next()
      equal('the first letter', received.event.type, 'session.received')
      const message = await program.next()
      equal('the second letter', message.event.type, 'session.message')
      equal('what it remembers', message.event.data.memory, 'greeted')
      for (const letter of [received, message])
        equal('its signatures', letter.signatures, [signatureBy(secret, letter)])
      await client.stream.next('chatMessageCreated', ({ body }) => body === 'You said: Where is it?')
      await client.stream.ask('sendMessage', { body: 'And now?' })
      await client.stream.next('chatMessageCreated', ({ body }) => body === 'You said: And now?')
    },
  ),

  calledScenario('Bots', 'WEBHOOK: 204 answers later, under the baton of the letter', async (pult) => {
    const { program, client, secret } = await called(pult, (words) => (words === null ? SILENT : null))
    const { event } = await program.next(isMessage)
    const { session, baton } = event.data
    const later = { sessionId: session.id, baton, ...says('It is on its way.') }
    equal('the status', (await answers(pult, secret, later)).status, 200)
    await client.stream.next('chatMessageCreated', ({ body }) => body === 'It is on its way.')
  }),

  calledScenario(
    'Bots',
    'WEBHOOK: a failure of its server is tried again with the same id and words',
    async (pult) => {
      let tries = 0
      const { program, client } = await called(pult, (words) => {
        if (words === null) return SILENT
        tries += 1
        return tries === 1 ? 503 : says('Here I am.')
      })
      const first = await program.next(isMessage)
      const second = await program.next(isMessage)
      equal('the letter', [second.id, second.body], [first.id, first.body])
      await client.stream.next('chatMessageCreated', ({ body }) => body === 'Here I am.')
    },
  ),

  calledScenario(
    'Bots',
    'WEBHOOK: one that says that it is gone: people have the session at once',
    async (pult) => {
      const { client } = await called(pult, () => 410)
      await client.stream.next('chatSessionUpdated', ({ botStatus }) => botStatus === 'HELP')
      await client.stream.next('chatMessageCreated', ({ authorType }) => authorType === 'SYSTEM')
    },
  ),

  calledScenario('Bots', 'WEBHOOK: while a secret is replaced both sign', async (pult) => {
    const { program, client, secret, botId } = await called(pult, () => SILENT)
    await program.next(isMessage)
    const { botSecret } = await pult.admin.ask('updateBot', { botId, rotateSecret: true })
    isPresent('the new secret', botSecret)
    await client.stream.ask('sendMessage', { body: 'Again' })
    const both = await program.next(isMessage)
    const expected = [botSecret, secret].map((one) => signatureBy(one, both))
    equal('its signatures', both.signatures.toSorted(), expected.toSorted())
    await pult.admin.ask('updateBot', { botId, endFormerSecret: true })
    await client.stream.ask('sendMessage', { body: 'Once more' })
    const one = await program.next(isMessage)
    equal('its signatures', one.signatures, [signatureBy(botSecret, one)])
    isTrue('the former secret is nobody’s', (await answers(pult, secret, {})).status === 401)
  }),
]

export const botAnswerScenarios: readonly Scenario[] = [...later, ...webhooks]
