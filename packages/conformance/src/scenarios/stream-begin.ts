import type { ClientSnapshot, OperatorSnapshot } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import type { Flavour } from '../kit/flavour.ts'
import type { Stream } from '../kit/stream.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** The parts of a snapshot together. */
function snapshotOf<T>(stream: Stream, list: string): T[] {
  return stream.frames
    .filter(({ action }) => action === 'snapshot')
    .flatMap(({ data }) => (data as Record<string, T[]>)[list] ?? [])
}

/** S2: what one is told first. */
export const streamBeginScenarios: readonly Scenario[] = [
  scenario(
    'S2',
    'the answer to connect says mode, epoch, cursor, who one is and the limits',
    async (pult) => {
      const account = await pult.operator()
      const stream = pult.openStream('OPERATOR')
      const welcome = await stream.connect({ token: await pult.signIn(account), instance: 'one' })
      equal('the mode', welcome.mode, 'snapshot')
      equal('who one is', [welcome.operator?.id, welcome.operator?.name], [account.operatorId, account.name])
      equal('the heartbeat and the silence', [welcome.heartbeatMs, welcome.silenceMs], [20_000, 35_000])
      equal('the largest frame', welcome.limits.frameBytes, 65_536)
    },
  ),
  scenario('S2', 'a client is told who it is', async (pult) => {
    const { channel } = await desk(pult)
    const client = await pult.client(channel)
    const stream = pult.openStream('CLIENT')
    const welcome = await stream.connect({ token: client.clientToken, instance: 'one' })
    equal('who one is', [welcome.client?.id, welcome.client?.chatId], [client.clientId, client.chatId])
    equal('whether an operator is named', welcome.operator, undefined)
  }),
  scenario(
    'S2',
    'a snapshot holds the operator’s sessions, the Help of their groups and what they watch',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }, { status: 'AWAY' }] })
      const elsewhere = await desk(pult)
      const [anna, boris] = people
      const mine = await talk(pult, channel)
      const waits = await talk(pult, channel)
      const seen = await talk(pult, channel)
      const hidden = await talk(pult, elsewhere.channel)
      await anna.stream.ask('takeSession', { sessionId: mine.sessionId })
      await boris.stream.ask('takeSession', { sessionId: seen.sessionId })
      await anna.stream.ask('watchSession', { sessionId: seen.sessionId, watch: true })
      const again = await pult.operatorStream(anna.token)
      const ids = (list: keyof OperatorSnapshot): string[] =>
        snapshotOf<{ id: string }>(again, list).map(({ id }) => id)
      equal('sessions', ids('sessions'), [mine.sessionId])
      equal('help', ids('help'), [waits.sessionId])
      equal('watched', ids('watched'), [seen.sessionId])
      isTrue(
        'the Help of another group is not there',
        !JSON.stringify(again.frames).includes(hidden.sessionId),
      )
    },
  ),
  scenario('S2', 'a snapshot names operators, groups and channels', async (pult) => {
    const { channel, group, people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const again = await pult.operatorStream(people[0].token)
    const ids = (list: keyof OperatorSnapshot): string[] =>
      snapshotOf<{ id: string }>(again, list).map(({ id }) => id)
    isTrue('the operator is there', ids('operators').includes(people[0].id))
    isTrue('the group is there', ids('groups').includes(group.groupId))
    isTrue('the channel is there', ids('channels').includes(channel.channelId))
  }),
  scenario('S2', 'a client’s snapshot holds its session and its messages, oldest first', async (pult) => {
    const { channel } = await desk(pult)
    const { sessionId, stream, client, messageId } = await talk(pult, channel)
    const second = await stream.ask('sendMessage', { body: 'two' })
    const again = await pult.clientStream(client)
    const { data } = await again.frame('snapshot')
    equal('the session', (data as ClientSnapshot).session?.id, sessionId)
    equal(
      'the messages',
      snapshotOf<{ id: string }>(again, 'messages').map(({ id }) => id),
      [messageId, second.messageId],
    )
  }),
  scenario('S2', 'a new visitor’s snapshot is empty', async (pult) => {
    const { channel } = await desk(pult)
    const stream = await pult.clientStream(channel)
    const { data } = await stream.frame('snapshot')
    const { session, messages, older, last } = data as ClientSnapshot
    equal(
      'the snapshot',
      { session, messages, older, last },
      { session: null, messages: [], older: null, last: true },
    )
  }),
  scenario(
    'S2',
    'resumed: every event after the cursor follows, in order and once, then live',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId, stream } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await pult.fence(anna.stream)
      const { cursor } = anna.stream
      anna.stream.drop()
      const sent: string[] = []
      for (let number = 1; number <= 20; number += 1)
        sent.push((await stream.ask('sendMessage', { body: `line ${number}` })).messageId)
      const again = pult.openStream('OPERATOR')
      const welcome = await again.connect({ token: anna.token, instance: 'back', cursor })
      equal('the mode and the cursor', [welcome.mode, welcome.cursor], ['resumed', cursor])
      equal(
        'what followed',
        again.all('chatMessageCreated', of(sessionId)).map(({ data }) => data.id),
        sent,
      )
      const live = again.frames.findIndex(({ action }) => action === 'live')
      isTrue(
        'all of it came before live',
        again.all('chatMessageCreated', of(sessionId)).every(({ index }) => index < live),
      )
    },
  ),
  scenario(
    'S2',
    'between a snapshot and the tail nothing is missing and nothing comes twice, while somebody writes',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream, client } = await talk(pult, channel, 'line 0')
      const { readers, sent } = await whileWriting(stream, () => pult.clientStream(client))
      for (const reader of readers) {
        await reader.next('chatMessageCreated', ({ body }) => body === THE_END)
        const before = snapshotOf<{ id: string }>(reader, 'messages').map(({ id }) => id)
        const after = reader.all('chatMessageCreated').map(({ data }) => data.id as string)
        // The snapshot holds the newest messages only; from its first one on everything has to be there.
        const all = sent.slice(sent.indexOf([...before, ...after].find((id) => sent.includes(id)) ?? ''))
        equal(
          'snapshot and tail together',
          [...before, ...after].filter((id) => sent.includes(id)),
          all,
        )
      }
    },
  ),
  scenario(
    'S2',
    'between a replay and the tail nothing is missing and nothing comes twice, while somebody writes',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId, stream } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await pult.fence(anna.stream)
      const { cursor } = anna.stream
      const { readers, sent } = await whileWriting(stream, () => pult.operatorStream(anna.token, { cursor }))
      for (const reader of readers) {
        await reader.next('chatMessageCreated', ({ body }) => body === THE_END)
        equal(
          'replay and tail together',
          reader.all('chatMessageCreated', of(sessionId)).map(({ data }) => data.id),
          sent,
        )
      }
    },
  ),
  scenario(
    'S2',
    'follow begins anew on the same connection: with its cursor resumed, without a snapshot',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const anna = people[0].stream
      const { cursor } = anna
      const { sessionId } = await talk(pult, channel)
      await anna.next('chatSessionAdded', of(sessionId))
      await pult.fence(anna)
      const before = anna.all('chatSessionAdded', of(sessionId))[0]
      const resumed = await anna.follow(cursor)
      equal('the mode', resumed.mode, 'resumed')
      const again = await anna.next('chatSessionAdded', of(sessionId))
      equal('the event again', [again.seq, again.at, again.data.id], [before?.seq, before?.at, sessionId])
      const fresh = await anna.follow()
      equal('the mode', fresh.mode, 'snapshot')
    },
  ),
  scenario(
    'S2',
    'a snapshot shows everything that was acknowledged before it was asked for',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream, client } = await talk(pult, channel)
      for (let number = 1; number <= 5; number += 1) {
        const { messageId } = await stream.ask('sendMessage', { body: `line ${number}` })
        const again = await pult.clientStream(client)
        equal('the newest message', snapshotOf<{ id: string }>(again, 'messages').at(-1)?.id, messageId)
      }
    },
  ),
]

const READERS = 6
const LINES_MIN = 60
const THE_END = 'the end'

/** Readers come in one after the other while lines are written as fast as they are acknowledged; the last is written when all are in. */
async function whileWriting<F extends Flavour>(
  stream: Stream<'CLIENT'>,
  comeIn: () => Promise<Stream<F>>,
): Promise<{ readonly readers: readonly Stream<F>[]; readonly sent: readonly string[] }> {
  const readers: Stream<F>[] = []
  const sent: string[] = []
  const say = async (body: string): Promise<void> => {
    sent.push((await stream.ask('sendMessage', { body })).messageId)
  }
  const writing = async (): Promise<void> => {
    while (sent.length < LINES_MIN || readers.length < READERS) await say(`line ${sent.length}`)
  }
  const coming = async (): Promise<void> => {
    while (readers.length < READERS) readers.push(await comeIn())
  }
  await Promise.all([writing(), coming()])
  await say(THE_END)
  return { readers, sent }
}
