import { equal, isOneOf, isPresent, isTrue } from '../expect.ts'
import { clientFence, desk, of, talk, visitor } from '../kit/desk.ts'
import type { Received, Stream } from '../kit/stream.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** The last event before a close, replies left out. */
function lastEvent(stream: Stream): Received | undefined {
  return stream.frames.findLast(({ action }) => action !== 'reply' && action !== 'heartbeat')
}

/** S9: a terminal reason is told by its event, then by the code. */
const reasons: readonly Scenario[] = [
  scenario('S9', 'operatorBlocked is the last that a blocked operator is told, then 4403', async (pult) => {
    const { people } = await desk(pult, { people: [{}] })
    await pult.admin.ask('blockOperator', { operatorId: people[0].id, blocked: true })
    equal('the close code', await people[0].stream.closed, 4403)
    equal('the last event', lastEvent(people[0].stream)?.action, 'operatorBlocked')
  }),
  scenario('S9', 'chatUserExists is the last that a displaced login is told, then 4409', async (pult) => {
    const { people } = await desk(pult, { people: [{}] })
    await pult.signIn(people[0].account)
    equal('the close code', await people[0].stream.closed, 4409)
    equal('the last event', lastEvent(people[0].stream)?.action, 'chatUserExists')
  }),
  scenario(
    'S9',
    'operatorLoggedOut is the last that a login is told that has ended, then 4410',
    async (pult) => {
      const { people } = await desk(pult, { people: [{}] })
      await pult.as('OPERATOR', people[0].token).post('/api/v1/logout')
      equal('the close code', await people[0].stream.closed, 4410)
      equal('the last event', lastEvent(people[0].stream)?.action, 'operatorLoggedOut')
    },
  ),
]

/** A live client's stream to which something senseless is said. */
function senseless(
  title: string,
  say: (stream: Stream<'CLIENT'>) => void,
  expected: { readonly code: string; readonly field: string; readonly id?: string },
): Scenario {
  return scenario('S10', title, async (pult) => {
    const { channel } = await desk(pult)
    const one = await visitor(pult, channel)
    say(one.stream)
    const { error, id } = await one.stream.frame('reply', ({ error }) => error !== undefined)
    equal('the code', error?.code, expected.code)
    equal('the field', error?.field, expected.field)
    equal('the id', id, expected.id ?? null)
    // One mistake ends nothing.
    await clientFence(pult, one)
  })
}

/** A command of an operator whose data is wrong in one field. */
function wrongField(title: string, command: string, data: unknown, field: string): Scenario {
  return scenario('S10', title, async (pult) => {
    const { people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const { stream } = people[0]
    const error = await stream.refused(command, data, 'validation_failed')
    equal('the field', error.field, field)
    isTrue('the sentence is for people', error.message.length > 10 && error.message.endsWith('.'))
    await pult.fence(stream)
  })
}

/** S10: what makes no sense. */
const nonsense: readonly Scenario[] = [
  senseless(
    'a frame that is not JSON is answered with invalid_frame',
    (stream) => stream.text('{"command":'),
    { code: 'invalid_frame', field: 'frame' },
  ),
  senseless('a frame that is a list is answered with invalid_frame', (stream) => stream.text('[1,2,3]'), {
    code: 'invalid_frame',
    field: 'frame',
  }),
  senseless('a frame that is a number is answered with invalid_frame', (stream) => stream.text('17'), {
    code: 'invalid_frame',
    field: 'frame',
  }),
  senseless('a frame that is null is answered with invalid_frame', (stream) => stream.text('null'), {
    code: 'invalid_frame',
    field: 'frame',
  }),
  senseless('an empty frame is answered with invalid_frame', (stream) => stream.text(''), {
    code: 'invalid_frame',
    field: 'frame',
  }),
  senseless(
    'bytes that are no text are answered with invalid_frame',
    (stream) => stream.text(new Uint8Array([0xff, 0xfe, 0x00, 0x80])),
    { code: 'invalid_frame', field: 'frame' },
  ),
  senseless(
    'a frame without a command is answered by the field',
    (stream) => stream.text('{"id":"x"}', 'x'),
    {
      code: 'invalid_frame',
      field: 'command',
      id: 'x',
    },
  ),
  senseless(
    'a frame without an id is answered by the field',
    (stream) => stream.text('{"command":"typing","data":{}}'),
    { code: 'invalid_frame', field: 'id' },
  ),
  senseless(
    'an id that is a number is answered by the field',
    (stream) => stream.text('{"command":"typing","id":7,"data":{}}'),
    { code: 'invalid_frame', field: 'id' },
  ),
  senseless(
    'a field of the frame that is not known is answered by its name',
    (stream) => stream.text('{"command":"typing","id":"7","sender":"me"}', '7'),
    { code: 'invalid_frame', field: 'sender', id: '7' },
  ),
  senseless(
    'a nest a thousand levels deep is answered like any other',
    (stream) => stream.text(`{"command":${'['.repeat(1000)}${']'.repeat(1000)},"id":"deep"}`, 'deep'),
    { code: 'invalid_frame', field: 'command', id: 'deep' },
  ),
  scenario('S10', 'an unknown command is answered with unknown_command', async (pult) => {
    const { channel } = await desk(pult)
    const { stream } = await visitor(pult, channel)
    const error = await stream.refused('dance', {}, 'unknown_command')
    equal('the field', error.field, 'command')
  }),
  scenario('S10', 'the names that every object has are no commands', async (pult) => {
    const { people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      await people[0].stream.refused(name, {}, 'unknown_command')
  }),
  scenario('S10', 'a command of operators is not a client’s, and the other way round', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const { stream } = await visitor(pult, channel)
    await stream.refused('takeSession', { sessionId: 'ses' }, 'not_allowed')
    await people[0].stream.refused('callOperator', {}, 'not_allowed')
  }),
  wrongField('a field that is missing is named', 'sendMessage', { body: 'Hello' }, 'data.sessionId'),
  wrongField(
    'a field of the wrong kind is named',
    'markSpam',
    { sessionId: 'ses', spam: 'yes' },
    'data.spam',
  ),
  wrongField(
    'a field that is not known is named',
    'takeSession',
    { sessionId: 'ses', force: true },
    'data.force',
  ),
  wrongField(
    'a value that is none of the allowed is named',
    'setStatus',
    { status: 'ASLEEP' },
    'data.status',
  ),
  wrongField(
    'a field within a list is named by its path',
    'sendMessage',
    { sessionId: 'ses', body: 'Hello', actions: [{ id: 'a', label: 'A' }, { id: 'b' }] },
    'data.actions.1.label',
  ),
  wrongField(
    'a link that runs a script is refused by its path',
    'sendMessage',
    { sessionId: 'ses', body: 'Hello', actions: [{ id: 'a', label: 'A', url: 'javascript:alert(1)' }] },
    'data.actions.0.url',
  ),
  wrongField(
    'a body over 16,000 characters is named',
    'sendMessage',
    { sessionId: 'ses', body: 'x'.repeat(16_001) },
    'data.body',
  ),
  wrongField(
    '__proto__ in the data is a field like another',
    'takeSession',
    JSON.parse('{"sessionId":"ses","__proto__":{"role":"admin"}}'),
    'data.__proto__',
  ),
  scenario('S10', 'data that is no object is refused', async (pult) => {
    const { people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    for (const data of ['text', 7, [], true])
      isOneOf('the field', (await people[0].stream.refused('takeSession', data, 'validation_failed')).field, [
        'data',
        'data.sessionId',
      ])
  }),
  scenario('S10', 'a blank message is refused by its body', async (pult) => {
    const { channel } = await desk(pult)
    const { stream } = await visitor(pult, channel)
    equal(
      'the field',
      (await stream.refused('sendMessage', { body: ' \n\t ' }, 'validation_failed')).field,
      'data.body',
    )
  }),
  scenario('S10', 'the longest body in a script of three bytes a letter still fits', async (pult) => {
    const { channel } = await desk(pult)
    const body = '語'.repeat(16_000)
    const { stream, messageId } = await talk(pult, channel, body)
    const { data } = await stream.next('chatMessageCreated', ({ id }) => id === messageId)
    isTrue('the body came back whole', data.body === body)
  }),
  scenario(
    'S10',
    'a frame over 64 KiB is answered with frame_too_large and closed with 4413',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream } = await visitor(pult, channel)
      stream.post('sendMessage', { body: 'x'.repeat(70_000) }, { id: 'large' })
      const { error } = await stream.frame('reply', ({ error }) => error !== undefined)
      equal('the code', error?.code, 'frame_too_large')
      equal('the close code', await stream.closed, 4413)
    },
  ),
  scenario(
    'S10',
    'whoever says nothing but nonsense is told when to come back, and closed with 4300',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream } = await visitor(pult, channel)
      for (let number = 0; number < 40; number += 1) stream.text('nonsense')
      equal('the close code', await stream.closed, 4300)
      const last = stream.frames.findLast(({ action }) => action === 'reply')
      equal('the last answer', last?.error?.code, 'rate_limited')
      isPresent('retryMs', last?.error?.retryMs)
    },
  ),
  scenario('S10', 'one person’s nonsense is not felt by another', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const bad = await visitor(pult, channel)
    for (let number = 0; number < 40; number += 1) bad.stream.text('nonsense')
    await bad.stream.closed
    const { sessionId } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
  }),
  scenario(
    'S10',
    'commands are answered once each, under their ids, however many are sent at once',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream } = await talk(pult, channel)
      const replies = await Promise.all(
        Array.from({ length: 30 }, (_, number) => stream.send('sendMessage', { body: `line ${number}` })),
      )
      equal('the ids', new Set(replies.map(({ id }) => id)).size, 30)
      equal(
        'the messages',
        new Set(replies.map(({ data }) => (data as { messageId: string }).messageId)).size,
        30,
      )
      await stream.next('chatMessageCreated', ({ body }) => body === 'line 29')
      const bodies = stream.all('chatMessageCreated').map(({ data }) => data.body)
      equal(
        'their order',
        bodies.slice(-30),
        Array.from({ length: 30 }, (_, number) => `line ${number}`),
      )
    },
  ),
]

export const streamEndScenarios: readonly Scenario[] = [...reasons, ...nonsense]
