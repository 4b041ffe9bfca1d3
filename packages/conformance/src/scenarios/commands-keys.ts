import { KEY_CHARS_MAX } from '@pult/protocol'
import { equal, isTrue, notEqual } from '../expect.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation } from './commands-conversation.ts'

/** [S6] A key makes a command safe to repeat. */
export const keyScenarios: readonly Scenario[] = [
  scenario(
    'S6',
    'an operator’s message that is repeated under its key happens once and is answered alike',
    async (pult) => {
      const { anna, client, sessionId } = await conversation(pult)
      const key = pult.unique('key')
      const send = (): Promise<unknown> =>
        anna.stream.ask('sendMessage', { sessionId, body: 'Once' }, { key })
      const [one, two] = [await send(), await send()]
      equal('the second answer', two, one)
      const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'End' })
      await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
      equal(
        'told to the client',
        client.stream.all('chatMessageCreated', ({ body }) => body === 'Once').length,
        1,
      )
    },
  ),

  scenario(
    'S6',
    'a client’s message that is repeated under its key happens once, even where it starts the session',
    async (pult) => {
      const { groupId } = await pult.group()
      const client = await pult.clientStream(await pult.channel({ groupId }))
      const key = pult.unique('key')
      const ids = Array.from({ length: 5 }, () => client.post('sendMessage', { body: 'Hello' }, { key }))
      const answers = await Promise.all(ids.map((id) => client.frame('reply', (frame) => frame.id === id)))
      for (const { data } of answers) equal('an answer', data, answers[0]?.data)
      const { messageId } = await client.ask('sendMessage', { body: 'End' })
      await client.next('chatMessageCreated', ({ id }) => id === messageId)
      equal('sessions', client.all('chatSessionStarted').length, 1)
      equal('messages', client.all('chatMessageCreated', ({ body }) => body === 'Hello').length, 1)
    },
  ),

  scenario('S6', 'a key holds over the socket and over HTTP alike', async (pult) => {
    const { anna, client, http, sessionId } = await conversation(pult)
    const key = pult.unique('key')
    const bySocket = await anna.stream.ask('sendMessage', { sessionId, body: 'Once' }, { key })
    equal('the answer over HTTP', await http.ask('sendMessage', { sessionId, body: 'Once' }, key), bySocket)
    const other = pult.unique('key')
    const speaker = pult.as('CLIENT', client.client.clientToken)
    const overHttp = await speaker.ask('sendMessage', { body: 'Once too' }, other)
    equal(
      'the answer by socket',
      await client.stream.ask('sendMessage', { body: 'Once too' }, { key: other }),
      overHttp,
    )
  }),

  scenario('S6', 'a key holds over the loss of the connection', async (pult) => {
    const { client } = await conversation(pult)
    const key = pult.unique('key')
    const first = await client.stream.ask('sendMessage', { body: 'Once' }, { key })
    client.stream.drop()
    const back = await pult.clientStream(client.client)
    equal('the answer after it', await back.ask('sendMessage', { body: 'Once' }, { key }), first)
  }),

  scenario('S6', 'the same key with another body is refused with key_reused', async (pult) => {
    const { anna, http, client, sessionId } = await conversation(pult)
    const key = pult.unique('key')
    await anna.stream.ask('sendMessage', { sessionId, body: 'One thing' }, { key })
    const other = { sessionId, body: 'Another thing' }
    equal('field', (await anna.stream.refused('sendMessage', other, 'key_reused', { key })).field, 'key')
    await http.refused('sendMessage', other, 'key_reused', key)
    await client.stream.ask('sendMessage', { body: 'One thing' }, { key })
    await client.stream.refused('sendMessage', { body: 'Another thing' }, 'key_reused', { key })
  }),

  scenario('S6', 'the same key for another command is refused with key_reused', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    const key = pult.unique('key')
    await anna.stream.ask('addNote', { sessionId, body: 'A note' }, { key })
    await anna.stream.refused('sendMessage', { sessionId, body: 'A note' }, 'key_reused', { key })
    await anna.stream.refused('setTags', { sessionId, tags: ['a'] }, 'key_reused', { key })
  }),

  scenario('S6', 'other commands are repeated under a key as safely as messages', async (pult) => {
    const { anna, http, sessionId } = await conversation(pult)
    const key = pult.unique('key')
    const noted = await anna.stream.ask('addNote', { sessionId, body: 'Once' }, { key })
    equal('the second answer', await anna.stream.ask('addNote', { sessionId, body: 'Once' }, { key }), noted)
    const { body } = await http.get(`/api/v1/sessions/${sessionId}/notes`)
    equal('notes', (body as { items: unknown[] }).items.length, 1)
    const group = { name: pult.unique('conformance') }
    const made = await pult.admin.ask('createGroup', group, key)
    equal('the same group', await pult.admin.ask('createGroup', group, key), made)
  }),

  scenario(
    'S6',
    'a settled command stays settled: its repetition is answered even after the session has closed',
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      const key = pult.unique('key')
      const sent = await anna.stream.ask('sendMessage', { sessionId, body: 'Good-bye' }, { key })
      await anna.stream.ask('closeSession', { sessionId })
      equal(
        'the answer after the end',
        await anna.stream.ask('sendMessage', { sessionId, body: 'Good-bye' }, { key }),
        sent,
      )
    },
  ),

  scenario('S6', 'the key of one author is nothing to another', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const key = pult.unique('key')
    const one = await anna.stream.ask('sendMessage', { sessionId, body: 'Hi' }, { key })
    const two = await client.stream.ask('sendMessage', { body: 'Hi' }, { key })
    notEqual('the client’s message', two.messageId, one.messageId)
  }),

  scenario('S6', 'a key is told to its author alone', async (pult) => {
    const { anna, client, http, sessionId, chatId } = await conversation(pult)
    const key = pult.unique('key')
    const { messageId } = await client.stream.ask('sendMessage', { body: 'With a key' }, { key })
    const own = await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('the key on the author’s stream', own.data.key, key)
    const seen = await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('the key on the operator’s stream', seen.data.key, undefined)
    for (const path of [
      `/sessions/${sessionId}`,
      `/sessions/${sessionId}/messages`,
      `/chats/${chatId}/messages`,
    ])
      isTrue(`${path} does not tell it`, !(await http.get(`/api/v1${path}`)).text.includes(key))
  }),

  scenario('C3', 'a key is a text of 1 to 128 characters', async (pult) => {
    const { anna, http, sessionId } = await conversation(pult)
    const data = { sessionId, body: 'Hello' }
    for (const key of ['', 'x'.repeat(KEY_CHARS_MAX + 1)]) {
      equal('field', (await http.refused('sendMessage', data, 'validation_failed', key)).field, 'key')
      await anna.stream.refused('sendMessage', data, 'validation_failed', { key })
    }
    const { messageId } = await anna.stream.ask('sendMessage', data, { key: 'x'.repeat(KEY_CHARS_MAX) })
    isTrue('the longest key is taken', messageId.length > 0)
  }),
]
