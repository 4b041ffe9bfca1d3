import { FRAME_BYTES_MAX, type Note } from '@pult/protocol'
import { equal, isPresent, isTrue, notEqual } from '../expect.ts'
import { botDesk, CONNECTS, firstWords, programOf, says, SILENT, told } from '../kit/bots.ts'
import { of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf } from './commands-conversation.ts'
import { oneWord } from './bots-flow.ts'
import { turnedAway } from './stream-greeting.ts'

/** How a program says which bot it is. */
const joining: readonly Scenario[] = [
  scenario('Bots', 'the stream of a program begins with an empty cut that stands still', async (pult) => {
    const bot = await pult.bot(CONNECTS)
    const program = pult.openStream('BOT')
    const welcome = await program.connect({ token: bot.botSecret, instance: 'one' })
    equal('the mode', welcome.mode, 'snapshot')
    const [cut, live] = program.frames.filter(({ action }) => action !== 'reply')
    equal('the cut', cut?.data, { cursor: welcome.cursor, part: 0, last: true })
    equal('live', live?.data, { cursor: welcome.cursor })
    equal('following says the same', (await program.follow()).cursor, welcome.cursor)
  }),

  scenario(
    'S1',
    'a secret that is none opens no stream of a program: not_authenticated and 4401',
    async (pult) => {
      for (const token of ['whsec_nothing', pult.admin.token ?? '', '']) {
        const away = await turnedAway(pult.openStream('BOT'), { token, instance: 'one' })
        equal('the end', away, { code: 'not_authenticated', closed: 4401 })
      }
    },
  ),

  scenario(
    'S1',
    'the secret of a bot that does not connect opens no stream: not_allowed and 4401',
    async (pult) => {
      const { botSecret } = await pult.bot({ kind: 'FLOW', settings: oneWord('one') })
      const away = await turnedAway(pult.openStream('BOT'), { token: botSecret, instance: 'one' })
      equal('the end', away, { code: 'not_allowed', closed: 4401 })
    },
  ),

  scenario(
    'S1',
    'a bot’s secret opens no stream of people, and asks for nothing as one of them',
    async (pult) => {
      const { botSecret } = await pult.bot(CONNECTS)
      for (const flavour of ['OPERATOR', 'CLIENT'] as const) {
        const away = await turnedAway(pult.openStream(flavour), { token: botSecret, instance: 'one' })
        equal('the end', away, { code: 'not_authenticated', closed: 4401 })
      }
      const caller = pult.as('OPERATOR', botSecret)
      equal('the status', (await caller.get('/api/v1/sessions')).status, 401)
    },
  ),

  scenario(
    'Bots',
    'a secret that does not work any more ends its program’s stream with 4401',
    async (pult) => {
      const bot = await pult.bot(CONNECTS)
      const { botId } = bot
      const program = await programOf(pult, bot)
      const { botSecret } = await pult.admin.ask('updateBot', { botId, rotateSecret: true })
      isPresent('the new secret', botSecret)
      // Both work until the former one is ended.
      await program.ask('answerEvent', { eventId: 'nothing', reply: SILENT })
      const second = await programOf(pult, { botSecret })
      await pult.admin.ask('updateBot', { botId, endFormerSecret: true })
      equal('the close code', await program.closed, 4401)
      await second.ask('answerEvent', { eventId: 'nothing', reply: SILENT })
    },
  ),
]

/** What a program is told, and what becomes of its answers. */
const telling: readonly Scenario[] = [
  scenario(
    'Bots',
    'a program is told of its session, then of each message, and answers with buttons',
    async (pult) => {
      const { bot, channel } = await botDesk(pult, CONNECTS)
      const program = await programOf(pult, bot)
      const client = await talk(pult, channel, 'Where is it?')
      const received = await told(program, 'session.received')
      equal('why it came', received.event.data.why, 'STARTED')
      equal('whose session', received.event.data.session.id, client.sessionId)
      equal('who writes', received.event.data.client?.id, client.client.clientId)
      equal('what it remembers', received.event.data.memory, null)
      equal('told before the answer', program.all('botEvent').length, 1)
      await program.ask('answerEvent', { eventId: received.id, reply: { answers: [], memory: { asked: 1 } } })
      const message = await told(program, 'session.message')
      notEqual('its id', message.id, received.id)
      equal('what the client said', message.event.data.message.body, 'Where is it?')
      equal('what it remembers', message.event.data.memory, { asked: 1 })
      const actions = [{ id: 'track', label: 'Track it', value: '17' }]
      const reply = { answers: [{ name: 'say' as const, body: 'Which order?', actions }] }
      await program.ask('answerEvent', { eventId: message.id, reply })
      const { data } = await client.stream.next('chatMessageCreated', (one) => one.authorType === 'BOT')
      equal(
        'what the client reads',
        [data.body, data.actions, data.authorName],
        ['Which order?', actions, bot.name],
      )
      await client.stream.ask('sendMessage', { body: 'Track it', actionId: 'track' })
      const press = await told(program, 'session.message')
      equal('the button', press.event.data.message.actionId, 'track')
    },
  ),

  scenario(
    'Bots',
    'what was told and not answered is told to the next program, with the same id',
    async (pult) => {
      const { bot, channel } = await botDesk(pult, CONNECTS)
      const first = await programOf(pult, bot)
      const client = await talk(pult, channel)
      const { id } = await told(first, 'session.received')
      const second = await programOf(pult, bot)
      first.drop()
      const again = await told(second, 'session.received')
      equal('its id', again.id, id)
      await second.ask('answerEvent', { eventId: id, reply: SILENT })
      const { id: eventId } = await told(second, 'session.message')
      await second.ask('answerEvent', { eventId, reply: says('I am the second.') })
      await client.stream.next('chatMessageCreated', ({ body }) => body === 'I am the second.')
    },
  ),

  scenario('Bots', 'an answer twice, or to nothing, is taken in vain', async (pult) => {
    const { bot, channel } = await botDesk(pult, CONNECTS)
    const program = await programOf(pult, bot)
    const client = await talk(pult, channel)
    const { id: eventId } = await firstWords(program)
    await program.ask('answerEvent', { eventId, reply: says('Once') })
    await program.ask('answerEvent', { eventId, reply: says('Twice') })
    await program.ask('answerEvent', { eventId: 'nothing', reply: says('To nothing') })
    await program.ask('failEvent', { eventId, reason: 'too late' })
    await client.stream.next('chatMessageCreated', ({ body }) => body === 'Once')
    await client.stream.ask('sendMessage', { body: 'And now?' })
    const { id: next } = await told(program, 'session.message')
    await program.ask('answerEvent', { eventId: next, reply: says('The end') })
    await client.stream.next('chatMessageCreated', ({ body }) => body === 'The end')
    client.stream.never('chatMessageCreated', ({ authorType }) => authorType === 'BOT')
  }),

  scenario(
    'A3',
    'a program hands over: told in order, with its note and the group that it wants',
    async (pult) => {
      const { bot, channel, people } = await botDesk(pult, CONNECTS, {})
      const [anna] = people
      const program = await programOf(pult, bot)
      const { sessionId, stream } = await talk(pult, channel)
      const { id: eventId } = await firstWords(program)
      const handOver = { name: 'handOver' as const, summary: 'Asks for a person', priority: 3 }
      const answers = [{ name: 'say' as const, body: 'I call somebody.' }, handOver]
      await program.ask('answerEvent', { eventId, reply: { answers } })
      await stream.next('chatMessageCreated', ({ body }) => body === 'I call somebody.')
      const switched = await anna.stream.next('chatSessionSwitchedFromBotToOperator', of(sessionId))
      const added = await anna.stream.next('chatSessionAdded', of(sessionId))
      isTrue('the switch is told first', switched.index < added.index)
      equal('its priority', added.data.priority, 3)
      const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}/notes`)
      equal(
        'the note',
        (body as { items: Note[] }).items.map((note) => note.body),
        ['Asks for a person'],
      )
    },
  ),

  scenario(
    'Bots',
    'a program that says that it cannot: people have the session, and its client is told',
    async (pult) => {
      const { bot, channel } = await botDesk(pult, CONNECTS)
      const program = await programOf(pult, bot)
      const { sessionId, stream } = await talk(pult, channel)
      const { id: eventId } = await told(program, 'session.received')
      await program.ask('failEvent', { eventId, reason: 'The shop is down.' })
      await stream.next('chatSessionUpdated', ({ botStatus }) => botStatus === 'HELP')
      const { data } = await stream.next('chatMessageCreated', ({ authorType }) => authorType === 'SYSTEM')
      isTrue('the reason is not for clients', !data.body.includes('The shop is down.'))
      equal('who has it', (await cardOf(pult.admin, sessionId)).botStatus, 'HELP')
    },
  ),

  scenario(
    'C3',
    'an answer that cannot be taken is refused by its field, and people have the session',
    async (pult) => {
      const { bot, channel } = await botDesk(pult, CONNECTS)
      const program = await programOf(pult, bot)
      const wrong: readonly [reply: unknown, field: string][] = [
        [{ answers: [{ name: 'sing' }] }, 'data.reply.answers.0.name'],
        [{ answers: [{ name: 'say', body: '' }] }, 'data.reply.answers.0.body'],
        [{ answers: [{ name: 'close' }, { name: 'say', body: 'x' }] }, 'data.reply.answers'],
        [{}, 'data.reply.answers'],
      ]
      for (const [reply, field] of wrong) {
        const { stream } = await talk(pult, channel)
        const { id: eventId } = await told(program, 'session.received')
        const error = await program.refused('answerEvent', { eventId, reply }, 'validation_failed')
        equal('the field', error.field, field)
        await stream.next('chatSessionUpdated', ({ botStatus }) => botStatus === 'HELP')
      }
    },
  ),

  scenario(
    'Bots',
    'a session that people have is told to no program; one that comes back is',
    async (pult) => {
      const { bot, channel, people } = await botDesk(pult, CONNECTS, {})
      const [anna] = people
      const program = await programOf(pult, bot)
      const { sessionId, stream } = await talk(pult, channel)
      const { id: eventId, event } = await firstWords(program)
      await program.ask('answerEvent', { eventId, reply: { answers: [{ name: 'handOver' }] } })
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await stream.ask('sendMessage', { body: 'For people only' })
      await anna.stream.ask('returnToBot', { sessionId })
      const back = await told(program, 'session.received')
      equal('why it came', back.event.data.why, 'RETURNED')
      isTrue('the baton rises', back.event.data.baton > event.data.baton)
      await program.ask('answerEvent', { eventId: back.id, reply: SILENT })
      await stream.ask('sendMessage', { body: 'For the bot' })
      equal('told next', (await told(program, 'session.message')).event.data.message.body, 'For the bot')
    },
  ),
]

const abuse: readonly Scenario[] = [
  scenario(
    'S10',
    'frames that make no sense are answered on a program’s stream, which lives on',
    async (pult) => {
      const program = await programOf(pult, await pult.bot(CONNECTS))
      program.text('{"command":')
      const { error, id } = await program.frame('reply')
      equal('the refusal', [error?.code, id], ['invalid_frame', null])
      await program.refused('sendMessage', { body: 'x' }, 'unknown_command')
      const wrong = await program.refused('answerEvent', { reply: null }, 'validation_failed')
      equal('the field', wrong.field, 'data.eventId')
      await program.refused('failEvent', { eventId: 'x', reason: 5 }, 'validation_failed')
      await program.refused('connect', { instance: 'again' }, 'already_connected')
      await program.ask('answerEvent', { eventId: 'nothing', reply: null })
    },
  ),

  scenario(
    'S1',
    'a program that says something before connect is refused with not_connected',
    async (pult) => {
      const program = pult.openStream('BOT')
      await program.opened
      await program.refused('answerEvent', { eventId: 'x', reply: null }, 'not_connected')
    },
  ),

  scenario('S10', 'a program’s frame over 64 KiB ends its stream with 4413', async (pult) => {
    const program = await programOf(pult, await pult.bot(CONNECTS))
    program.text(JSON.stringify({ command: 'answerEvent', id: '9', data: 'x'.repeat(FRAME_BYTES_MAX) }), '9')
    equal('the close code', await program.closed, 4413)
  }),

  scenario('S10', 'a program that goes on making no sense is closed with 4300', async (pult) => {
    const program = await programOf(pult, await pult.bot(CONNECTS))
    for (let count = 0; count < 60; count += 1) program.text('nonsense')
    equal('the close code', await program.closed, 4300)
  }),
]

export const botStreamScenarios: readonly Scenario[] = [...joining, ...telling, ...abuse]
