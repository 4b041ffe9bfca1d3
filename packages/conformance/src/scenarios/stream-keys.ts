import type { Message } from '@pult/protocol'
import { equal, notEqual } from '../expect.ts'
import { clientFence, desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** S6: keys. */
export const keyScenarios: readonly Scenario[] = [
  scenario('S6', 'a client’s message with the same key is said once and answered alike', async (pult) => {
    const { channel } = await desk(pult)
    const { stream, client } = await talk(pult, channel)
    const key = pult.unique('key')
    const first = await stream.send('sendMessage', { body: 'Once' }, { key })
    const again = await stream.send('sendMessage', { body: 'Once' }, { key })
    equal('the second answer', [again.data, again.seq], [first.data, first.seq])
    await clientFence(pult, { stream, client })
    equal('how often it was told', stream.all('chatMessageCreated', ({ body }) => body === 'Once').length, 1)
  }),
  scenario('S6', 'an operator’s message with the same key is said once', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const anna = people[0].stream
    const { sessionId } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    const key = pult.unique('key')
    const first = await anna.ask('sendMessage', { sessionId, body: 'Once' }, { key })
    equal('the second answer', await anna.ask('sendMessage', { sessionId, body: 'Once' }, { key }), first)
    await pult.fence(anna)
    equal('how often it was told', anna.all('chatMessageCreated', ({ body }) => body === 'Once').length, 1)
  }),
  scenario(
    'S6',
    'the same key many times at once, on several connections and by HTTP, happens once',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream, client, sessionId } = await talk(pult, channel)
      const other = await pult.clientStream(client)
      const caller = pult.as('CLIENT', client.clientToken)
      const key = pult.unique('key')
      const data = { body: 'Once only' }
      const answers = await Promise.all([
        ...[1, 2, 3].map(() => stream.ask('sendMessage', data, { key })),
        ...[1, 2, 3].map(() => other.ask('sendMessage', data, { key })),
        ...[1, 2, 3].map(() => caller.ask('sendMessage', data, key)),
      ])
      equal('the different answers', new Set(answers.map(({ messageId }) => messageId)).size, 1)
      const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}/messages`)
      equal(
        'how often it stands there',
        (body as { items: Message[] }).items.filter((one) => one.body === data.body).length,
        1,
      )
    },
  ),
  scenario('S6', 'a key that was acknowledged holds on the next connection', async (pult) => {
    const { channel } = await desk(pult)
    const { stream, client } = await talk(pult, channel)
    const key = pult.unique('key')
    const first = await stream.ask('sendMessage', { body: 'Did you get that?' }, { key })
    stream.drop()
    const again = await pult.clientStream(client)
    equal('the answer', await again.ask('sendMessage', { body: 'Did you get that?' }, { key }), first)
  }),
  scenario('S6', 'a first message with the same key starts one session', async (pult) => {
    const { channel } = await desk(pult)
    const client = await pult.client(channel)
    const caller = pult.as('CLIENT', client.clientToken)
    const key = pult.unique('key')
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => caller.ask('sendMessage', { body: 'Hello' }, key)),
    )
    equal('the sessions', new Set(answers.map(({ sessionId }) => sessionId)).size, 1)
    equal('the messages', new Set(answers.map(({ messageId }) => messageId)).size, 1)
  }),
  scenario(
    'S6',
    'the same key with another body is refused with key_reused, and the first stands',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream, client } = await talk(pult, channel)
      const key = pult.unique('key')
      await stream.ask('sendMessage', { body: 'First' }, { key })
      await stream.refused('sendMessage', { body: 'Second' }, 'key_reused', { key })
      await clientFence(pult, { stream, client })
      stream.never('chatMessageCreated', ({ body }) => body === 'Second')
    },
  ),
  scenario('S6', 'a key of one author is free for another', async (pult) => {
    const { channel } = await desk(pult)
    const one = await talk(pult, channel)
    const other = await talk(pult, channel)
    const key = pult.unique('key')
    const first = await one.stream.ask('sendMessage', { body: 'Mine' }, { key })
    const second = await other.stream.ask('sendMessage', { body: 'Mine too' }, { key })
    notEqual('the other’s message', second.messageId, first.messageId)
  }),
  scenario('S6', 'without a key the same words are said twice', async (pult) => {
    const { channel } = await desk(pult)
    const { stream } = await talk(pult, channel)
    const first = await stream.ask('sendMessage', { body: 'Echo' })
    const second = await stream.ask('sendMessage', { body: 'Echo' })
    notEqual('the second message', second.messageId, first.messageId)
  }),
  scenario('S6', 'other commands keep their keys too: a note, a group', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const anna = people[0].stream
    const { sessionId } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    const key = pult.unique('key')
    const note = await anna.ask('addNote', { sessionId, body: 'Once' }, { key })
    equal('the note again', await anna.ask('addNote', { sessionId, body: 'Once' }, { key }), note)
    await pult.fence(anna)
    equal('how often it was told', anna.all('chatNoteCreated', of(sessionId)).length, 1)
    const name = pult.unique('conformance')
    const group = await pult.admin.ask('createGroup', { name }, key)
    equal('the group again', await pult.admin.ask('createGroup', { name }, key), group)
  }),
  scenario('S6', 'a key of another command is refused with key_reused', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const anna = people[0].stream
    const { sessionId } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    const key = pult.unique('key')
    await anna.ask('addNote', { sessionId, body: 'A note' }, { key })
    await anna.refused('closeSession', { sessionId }, 'key_reused', { key })
  }),
  scenario('S6', 'a refusal is not kept: the same key may succeed later', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
    const anna = people[0].stream
    const { sessionId } = await talk(pult, channel)
    await anna.next('operatorNotFound', of(sessionId))
    const key = pult.unique('key')
    await anna.refused('sendMessage', { sessionId, body: 'At last' }, 'session_not_yours', { key })
    await anna.ask('takeSession', { sessionId })
    await anna.ask('sendMessage', { sessionId, body: 'At last' }, { key })
  }),
]
