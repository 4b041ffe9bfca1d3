import { CURSOR_HEADER } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import { person } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, nobodys } from './commands-conversation.ts'

type Asked = readonly [command: string, data: unknown]

/** [C1] The two doors are one. */
export const parityScenarios: readonly Scenario[] = [
  scenario('C1', 'an operator’s refusals are the same over HTTP and over the socket', async (pult) => {
    const { anna, http, group, messageId, sessionId } = await conversation(pult)
    const asked: readonly Asked[] = [
      ['sendMessage', { sessionId: nobodys('ses'), body: 'x' }],
      ['sendMessage', { sessionId, body: '' }],
      ['sendMessage', { sessionId }],
      ['sendMessage', { sessionId, body: 'x', colour: 'red' }],
      ['sendMessage', { sessionId, body: 'x', attachments: [nobodys('att')] }],
      ['sendMessage', []],
      ['sendMessage', 'x'],
      ['editMessage', { messageId, body: 'x' }],
      ['deleteMessage', { messageId: nobodys('msg') }],
      ['markRead', { sessionId, messageId: nobodys('msg') }],
      ['transferSession', { sessionId }],
      ['transferSession', { sessionId, operatorId: nobodys('opr') }],
      ['returnToBot', { sessionId }],
      ['banClient', { clientId: nobodys('cli'), banned: true }],
      ['setTags', { sessionId, tags: 'one' }],
      ['setStatus', {}],
      ['createGroup', { name: 'x' }],
      ['assignSession', { sessionId, operatorId: anna.id }],
      ['callOperator', {}],
      ['nothingOfTheKind', { groupId: group.groupId }],
    ]
    for (const [command, data] of asked) {
      const [bySocket, overHttp] = [await anna.stream.send(command, data), await http.send(command, data)]
      isPresent(`the refusal of ${command} ${JSON.stringify(data)}`, bySocket.error)
      equal(`${command} over HTTP`, overHttp.error, bySocket.error)
    }
  }),

  scenario('C1', 'a client’s refusals are the same over HTTP and over the socket', async (pult) => {
    const { client, messageId } = await conversation(pult)
    const http = pult.as('CLIENT', client.client.clientToken)
    const asked: readonly Asked[] = [
      ['sendMessage', { body: '' }],
      ['sendMessage', { body: 7 }],
      ['sendMessage', { body: 'x', type: 'TERMINAL' }],
      ['sendMessage', { body: 'x', sessionId: 'mine' }],
      ['sendMessage', { body: 'x', replyTo: nobodys('msg') }],
      ['editMessage', { messageId, body: '' }],
      ['markRead', {}],
      ['rateSession', { sessionId: nobodys('ses'), score: 5 }],
      ['closeSession', { reason: 'x' }],
      ['setPage', { url: 'x' }],
      ['takeSession', { sessionId: nobodys('ses') }],
      ['nothingOfTheKind', {}],
    ]
    for (const [command, data] of asked) {
      const [bySocket, overHttp] = [await client.stream.send(command, data), await http.send(command, data)]
      isPresent(`the refusal of ${command} ${JSON.stringify(data)}`, bySocket.error)
      equal(`${command} over HTTP`, overHttp.error, bySocket.error)
    }
  }),

  scenario('C1', 'a whole conversation can be had over HTTP, and the streams tell of it', async (pult) => {
    const { anna, client, http, sessionId } = await conversation(pult)
    const { messageId } = await http.ask('sendMessage', { sessionId, body: 'By post' })
    await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    const visitor = pult.as('CLIENT', client.client.clientToken)
    const answer = await visitor.ask('sendMessage', { body: 'By post as well', replyTo: messageId })
    await anna.stream.next('chatMessageCreated', ({ id }) => id === answer.messageId)
    await visitor.ask('markRead', { messageId })
    await anna.stream.next('chatMessageRead')
    equal('closing', await http.ask('closeSession', { sessionId }), { sessionId })
    await client.stream.next('chatSessionClosed')
  }),

  scenario(
    'C1',
    'the answer over HTTP says where its event stands, as the reply frame does',
    async (pult) => {
      const { anna, http, sessionId } = await conversation(pult)
      const answer = await http.send('sendMessage', { sessionId, body: 'By post' })
      const { data, seq } = answer.body as { data: { messageId: string }; seq: number }
      const told = await anna.stream.next('chatMessageCreated', ({ id }) => id === data.messageId)
      isTrue(`the event ${told.seq} is not after ${seq}`, told.seq !== undefined && told.seq <= seq)
      const cursor = answer.headers.get(CURSOR_HEADER)
      isPresent('Pult-Cursor', cursor)
      const { body } = await http.get(`/api/v1/events?waitMs=0&after=${encodeURIComponent(cursor)}`)
      equal('what follows the cursor', (body as { mode: string }).mode, 'resumed')
      const bySocket = await anna.stream.send('sendMessage', { sessionId, body: 'By socket' })
      isPresent('seq of the reply', bySocket.seq)
    },
  ),

  scenario('C1', 'data may be left out where a command needs none', async (pult) => {
    const { client, sessionId } = await conversation(pult)
    const http = pult.as('CLIENT', client.client.clientToken)
    const { body } = await http.post('/api/v1/commands/callOperator', {})
    equal('the answer', (body as { data: unknown }).data, { sessionId })
    const { body: empty } = await http.request('POST', '/api/v1/commands/callOperator')
    equal('the answer to an empty body', (empty as { data: unknown }).data, { sessionId })
    equal('the reply', (await client.stream.send('callOperator')).data, { sessionId })
  }),

  scenario('C1', 'without a token nothing is done: not_authenticated', async (pult) => {
    const { sessionId } = await conversation(pult)
    await pult.http.refused('sendMessage', { sessionId, body: 'x' }, 'not_authenticated')
    for (const token of ['nonsense', 'pult_x_y', 'pultc_x.y', ''])
      await pult.as('OPERATOR', token).refused('setStatus', { status: 'ONLINE' }, 'not_authenticated')
  }),

  scenario('C3', 'a refusal names the field by its path, wherever it is', async (pult) => {
    const anna = await person(pult, { status: 'OFFLINE' })
    const wrong: readonly [string, unknown, string][] = [
      ['setStatus', { status: 'ONLINE', more: 1 }, 'data.more'],
      ['sendMessage', { body: 'x' }, 'data.sessionId'],
      ['sendMessage', { sessionId: 's', body: 'x', attachments: ['a', 7] }, 'data.attachments.1'],
      ['banClient', { clientId: 'c', banned: 'yes' }, 'data.banned'],
      ['updateClient', { clientId: 'c', email: 'not an address' }, 'data.email'],
      ['setTags', { sessionId: 's', tags: ['fine', 1] }, 'data.tags.1'],
      ['setTags', { sessionId: '', tags: [] }, 'data.sessionId'],
      ['watchSession', { sessionId: 's', watch: 1 }, 'data.watch'],
      ['setStatus', null, 'data'],
    ]
    for (const [command, data, field] of wrong) {
      const { error } = await anna.stream.send(command, data)
      // `null` is as good as nothing: then it is the first field that is missing.
      const isNothing = data === null && error?.field === 'data.status'
      equal(`${command}: the code`, error?.code, 'validation_failed')
      if (!isNothing) equal(`${command}: the field`, error?.field, field)
      isTrue('the message is a sentence', error?.message.endsWith('.') === true)
    }
  }),

  scenario('C3', 'names of JavaScript’s own are fields like others: unknown', async (pult) => {
    const anna = await person(pult, { status: 'OFFLINE' })
    const bodies = ['{"status":"ONLINE","__proto__":{"a":1}}', '{"status":"ONLINE","constructor":1}']
    for (const data of bodies) {
      const { status, error } = await pult
        .as('OPERATOR', anna.token)
        .request('POST', '/api/v1/commands/setStatus', {
          body: `{"data":${data}}`,
          headers: { 'content-type': 'application/json' },
        })
      equal('the refusal', [status, error?.code], [422, 'validation_failed'])
    }
  }),
]
