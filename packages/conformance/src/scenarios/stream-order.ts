import type { ChatSession, Message } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

/** S4 and S5: one order, and nothing before it is kept. That `seq` and `prev` make a chain is checked with every frame. */
export const streamOrderScenarios: readonly Scenario[] = [
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
