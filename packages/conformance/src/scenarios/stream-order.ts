import type { ChatSession, Message } from '@pult/protocol'
import { equal, isOneOf, isPresent, isTrue, notEqual } from '../expect.ts'
import { clientFence, desk, of, talk } from '../kit/desk.ts'
import { openStalledReader } from '../kit/stalled-reader.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

/** S4 and S5: one order, and nothing before it is kept. That `seq` and `prev` make a chain is checked with every frame. */
const order: readonly Scenario[] = [
  scenario(
    'S4',
    'two people are told the same events under the same numbers, in the same order',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }, { status: 'AWAY' }] })
      const talks = await Promise.all([1, 2, 3].map(() => talk(pult, channel)))
      await Promise.all(
        talks.flatMap(({ stream }) =>
          ['a', 'b', 'c', 'd'].map((body) => stream.ask('sendMessage', { body })),
        ),
      )
      await pult.fence(...people.map(({ stream }) => stream))
      const ours = new Set<string>(talks.map(({ sessionId }) => sessionId))
      const [one, other] = people.map(({ stream }) =>
        stream
          .all('chatMessageCreated', ({ sessionId }) => ours.has(sessionId))
          .map(({ seq, data }) => [seq, data.id]),
      )
      equal('how many messages', one?.length, 15)
      equal('what the other was told', other, one)
    },
  ),
  scenario('S4', 'client and operator are told a message under the same number and time', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { stream, messageId } = await talk(pult, channel)
    const here = await stream.next('chatMessageCreated', ({ id }) => id === messageId)
    const there = await people[0].stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('the number and the time', [there.seq, there.at], [here.seq, here.at])
  }),
  scenario('S4', 'the reply’s seq is where the command’s last event stands', async (pult) => {
    const { channel } = await desk(pult)
    const { stream } = await talk(pult, channel)
    const reply = await stream.send('sendMessage', { body: 'Where am I?' })
    const { messageId } = reply.data as { messageId: string }
    const { seq } = await stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('the reply’s seq', reply.seq, seq)
  }),
  scenario('S4', 'signals move nothing: the next event follows the one before them', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const anna = people[0].stream
    const { sessionId, stream } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    await stream.ask('typing', { text: 'Hm' })
    const signal = await anna.next('typing', of(sessionId))
    equal('the signal’s numbers', [signal.seq, signal.prev, signal.at], [undefined, undefined, undefined])
    const { messageId } = await stream.ask('sendMessage', { body: 'Hm!' })
    const said = await anna.next('chatMessageCreated', ({ id }) => id === messageId)
    const before = anna.frames.slice(0, said.index).findLast(({ seq }) => seq !== undefined)
    equal('prev of the event after it', said.prev, before?.seq)
  }),
  scenario('S4', 'signals are not replayed', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const anna = people[0].stream
    const { sessionId, stream } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    const { cursor } = anna
    await stream.ask('typing', { text: 'Hm' })
    await anna.next('typing', of(sessionId))
    await anna.follow(cursor)
    await pult.fence(anna)
    anna.never('typing', of(sessionId))
  }),
  scenario(
    'S4',
    'who has missed something asks for follow from its cursor and gets the same events again',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream } = await talk(pult, channel)
      const { cursor } = stream
      for (const body of ['one', 'two', 'three']) await stream.ask('sendMessage', { body })
      await stream.next('chatMessageCreated', ({ body }) => body === 'three')
      const before = stream.all('chatMessageCreated').slice(-3)
      const { index } = await stream.send('follow', { cursor })
      await stream.frame('live', (frame) => frame.index > index)
      const again = stream.all('chatMessageCreated').filter((one) => one.index > index)
      equal(
        'the numbers again',
        again.slice(-3).map(({ seq }) => seq),
        before.map(({ seq }) => seq),
      )
    },
  ),
  slowScenario(
    'S4',
    'a heartbeat moves the cursor over what was for others, and a resume from it works',
    async (pult) => {
      const { channel } = await desk(pult)
      // A client is told nothing of the rest of the workspace, so whatever happens there is for others.
      const stream = await pult.clientStream(channel)
      const before = stream.cursor
      const { seq: happened } = await (
        await talk(pult, channel)
      ).stream.send('sendMessage', { body: 'Not for you' })
      const beat = await stream.frame('heartbeat', ({ seq }) => (seq ?? 0) >= (happened ?? 0), 60_000)
      isTrue('it moved', (beat.seq ?? 0) > Number(before.split(':')[1]))
      const { mode } = await stream.follow(`${before.split(':')[0]}:${beat.seq}`)
      equal('the mode', mode, 'resumed')
    },
  ),
  scenario('S5', 'what was acknowledged is there for every read that is asked after', async (pult) => {
    const { channel } = await desk(pult)
    const { stream, sessionId } = await talk(pult, channel)
    for (let number = 1; number <= 5; number += 1) {
      const { messageId } = await stream.ask('sendMessage', { body: `line ${number}` })
      const [card, page] = await Promise.all([
        pult.admin.get(`/api/v1/sessions/${sessionId}`),
        pult.admin.get(`/api/v1/sessions/${sessionId}/messages`),
      ])
      equal('lastMessage', (card.body as ChatSession).lastMessage?.id, messageId)
      isTrue(
        'the message is listed',
        (page.body as { items: Message[] }).items.some(({ id }) => id === messageId),
      )
    }
  }),
  scenario('S5', 'whoever hears of an event can read it', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    stream.post('sendMessage', { body: 'Read at once' })
    const { data, seq } = await anna.stream.next('chatMessageCreated', ({ body }) => body === 'Read at once')
    const { body, headers } = await pult
      .as('OPERATOR', anna.token)
      .get(`/api/v1/sessions/${sessionId}/messages`)
    isTrue(
      'the message is listed',
      (body as { items: Message[] }).items.some(({ id }) => id === data.id),
    )
    isTrue('Pult-Cursor is not before it', Number(headers.get('pult-cursor')?.split(':')[1]) >= (seq ?? 0))
  }),
  scenario('S5', 'a refused command leaves nothing behind', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
    const anna = people[0].stream
    const { sessionId } = await talk(pult, channel)
    await anna.next('operatorNotFound', of(sessionId))
    await anna.refused('sendMessage', { sessionId, body: 'Not mine' }, 'session_not_yours')
    await pult.fence(anna)
    anna.never('chatMessageCreated', ({ body }) => body === 'Not mine')
    const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}/messages`)
    equal('how many messages', (body as { items: Message[] }).items.length, 1)
  }),
]

/** S6: keys. */
const keys: readonly Scenario[] = [
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

/** S7: silence. */
const silence: readonly Scenario[] = [
  scenario('S7', 'a heartbeat of the client is answered, with a cursor and without', async (pult) => {
    const { channel } = await desk(pult)
    const stream = await pult.clientStream(channel)
    equal('the answer', (await stream.send('heartbeat', { cursor: stream.cursor })).data, {})
    equal('the answer', (await stream.send('heartbeat', {})).data, {})
    equal('the answer', (await stream.send('heartbeat')).data, {})
  }),
  slowScenario('S7', 'the server’s heartbeat comes every 20 s', async (pult) => {
    const { channel } = await desk(pult)
    const stream = await pult.clientStream(channel)
    const startedMs = performance.now()
    await stream.frame('heartbeat', () => true, 40_000)
    const firstMs = performance.now() - startedMs
    await stream.frame('heartbeat', () => true, 40_000)
    const secondMs = performance.now() - startedMs - firstMs
    isTrue(`the first came within 20 s (${Math.round(firstMs)} ms)`, firstMs < 26_000)
    isTrue(`the second 20 s later (${Math.round(secondMs)} ms)`, secondMs > 17_000 && secondMs < 26_000)
  }),
  slowScenario(
    'S7',
    'a connection that says nothing for 35 s is closed with 4007, one that answers heartbeats is not',
    async (pult) => {
      const { channel } = await desk(pult)
      const silent = await pult.clientStream(channel, { heartbeats: false })
      const talking = await pult.clientStream(channel)
      const startedMs = performance.now()
      equal('the close code', await silent.closed, 4007)
      const afterMs = performance.now() - startedMs
      isTrue(
        `it lasted 35 s and not much more (${Math.round(afterMs)} ms)`,
        afterMs > 33_000 && afterMs < 50_000,
      )
      equal('the answer of the other', (await talking.send('heartbeat', {})).data, {})
      isPresent(
        'the heartbeat of the other',
        talking.frames.find(({ action }) => action === 'heartbeat'),
      )
    },
  ),
]

/** More than the buffers of two kernels on the way hold, so that the server meets a reader who does not read. */
const FLOOD_MESSAGES = 400
const FLOOD_BODY = '語'.repeat(15_000)

/** S8: who does not read. */
const slowness: readonly Scenario[] = [
  slowScenario(
    'S8',
    'a reader who takes nothing is closed, hurts nobody, and resumes from its cursor without a loss',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream, client } = await talk(pult, channel)
      await clientFence(pult, { stream, client })
      const { cursor } = stream
      const connect = {
        command: 'connect',
        id: '1',
        data: { token: client.clientToken, instance: 'stalled' },
      }
      const stalled = await openStalledReader(pult.url, JSON.stringify(connect))
      try {
        const ids: string[] = []
        for (let sent = 0; sent < FLOOD_MESSAGES; sent += 1)
          ids.push((await stream.ask('sendMessage', { body: FLOOD_BODY })).messageId)
        // The other window of the same client has been told everything meanwhile.
        await stream.next('chatMessageCreated', ({ id }) => id === ids.at(-1))
        await new Promise((resolve) => setTimeout(resolve, STALLED_MS))
        isOneOf('the close code, or none where the connection was cut', await stalled.readToEnd(), [
          4008,
          undefined,
        ])
        const back = await pult.clientStream(client, { cursor })
        const told = new Set<string>(back.all('chatMessageCreated').map(({ data }) => data.id))
        equal('how many messages the resume brought', ids.filter((id) => told.has(id)).length, FLOOD_MESSAGES)
      } finally {
        stalled.destroy()
      }
    },
  ),
]
/** Longer than anybody is borne who reads nothing (15 s), and short enough that the close may still be waiting for the reader. */
const STALLED_MS = 17_000

export const streamOrderScenarios: readonly Scenario[] = [...order, ...keys, ...silence, ...slowness]
