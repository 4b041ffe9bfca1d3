import type { ClientSnapshot, ConnectReply, OperatorSnapshot } from '@pult/protocol'
import { equal, isOneOf, isTrue, notEqual } from '../expect.ts'
import type { Deployment } from '../kit/deployment.ts'
import { clientFence, desk, of, talk } from '../kit/desk.ts'
import type { Stream } from '../kit/stream.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

/** The parts of a snapshot together. */
function snapshotOf<T>(stream: Stream, list: string): T[] {
  return stream.frames
    .filter(({ action }) => action === 'snapshot')
    .flatMap(({ data }) => (data as Record<string, T[]>)[list] ?? [])
}

/** What a socket is answered and closed with that says this first. */
async function turnedAway(
  stream: Stream,
  connect: unknown,
): Promise<{ code: string | undefined; closed: number }> {
  await stream.opened
  const { error } = await stream.send('connect', connect)
  return { code: error?.code, closed: await stream.closed }
}

/** S1: how one says who one is. */
const greetings: readonly Scenario[] = [
  scenario('S1', 'the server takes up the subprotocol pult.v1', async (pult) => {
    for (const flavour of ['OPERATOR', 'CLIENT'] as const) {
      const stream = pult.openStream(flavour)
      await stream.opened
      equal('the subprotocol', stream.protocol, 'pult.v1')
    }
  }),
  scenario('S1', 'a subprotocol that is not ours is closed with 4406', async (pult) => {
    const stream = pult.openStream('OPERATOR', { protocols: ['pult.v999'] })
    equal('the close code', await stream.closed, 4406)
  }),
  scenario('S1', 'a command before connect is refused with not_connected', async (pult) => {
    const stream = pult.openStream('OPERATOR')
    await stream.opened
    const error = await stream.refused('setStatus', { status: 'ONLINE' }, 'not_connected')
    equal('the field', error.field, 'command')
    await stream.refused('follow', {}, 'not_connected')
  }),
  scenario('S1', 'a second connect on a connection is refused with already_connected', async (pult) => {
    const { channel } = await desk(pult)
    const client = await pult.client(channel)
    const stream = await pult.clientStream(client)
    await stream.refused('connect', { token: client.clientToken, instance: 'again' }, 'already_connected')
    await clientFence(pult, { client, stream })
  }),
  scenario('S1', 'a token that nobody was given is refused with not_authenticated and 4401', async (pult) => {
    for (const flavour of ['OPERATOR', 'CLIENT'] as const) {
      const away = await turnedAway(pult.openStream(flavour), {
        token: 'pult_main_nonsense',
        instance: 'one',
      })
      equal('the end', away, { code: 'not_authenticated', closed: 4401 })
    }
  }),
  scenario('S1', 'no token and no cookie are refused with not_authenticated and 4401', async (pult) => {
    const away = await turnedAway(pult.openStream('OPERATOR'), { instance: 'one' })
    equal('the end', away, { code: 'not_authenticated', closed: 4401 })
  }),
  scenario('S1', 'a client’s token opens no operator’s stream, an operator’s no client’s', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const { clientToken } = await pult.client(channel)
    const asOperator = await turnedAway(pult.openStream('OPERATOR'), { token: clientToken, instance: 'one' })
    equal('the client’s end', asOperator, { code: 'not_authenticated', closed: 4401 })
    const asClient = await turnedAway(pult.openStream('CLIENT'), { token: people[0].token, instance: 'one' })
    equal('the operator’s end', asClient, { code: 'not_authenticated', closed: 4401 })
  }),
  scenario('S1', 'a token that was changed by one letter opens nothing', async (pult) => {
    const { channel } = await desk(pult)
    const { clientToken } = await pult.client(channel)
    const middle = Math.floor(clientToken.length / 2)
    const other = clientToken[middle] === 'A' ? 'B' : 'A'
    const forged = clientToken.slice(0, middle) + other + clientToken.slice(middle + 1)
    const away = await turnedAway(pult.openStream('CLIENT'), { token: forged, instance: 'one' })
    equal('the end', away, { code: 'not_authenticated', closed: 4401 })
  }),
  scenario(
    'S1',
    'connect without an instance is refused by the field, and may be said again',
    async (pult) => {
      const { channel } = await desk(pult)
      const { clientToken } = await pult.client(channel)
      const stream = pult.openStream('CLIENT')
      await stream.opened
      const error = await stream.refused('connect', { token: clientToken }, 'validation_failed')
      equal('the field', error.field, 'data.instance')
      await stream.connect({ token: clientToken, instance: 'one' })
    },
  ),
  scenario('S1', 'a field of connect that is not known is refused by name', async (pult) => {
    const stream = pult.openStream('CLIENT')
    await stream.opened
    const error = await stream.refused('connect', { instance: 'one', password: 'x' }, 'validation_failed')
    equal('the field', error.field, 'data.password')
  }),
  scenario('S1', 'the login cookie opens a stream from the deployment’s own pages', async (pult) => {
    const account = await pult.operator()
    const cookie = await loginCookie(pult, account)
    const stream = pult.openStream('OPERATOR', { headers: { cookie, origin: pult.url } })
    const welcome = await stream.connect({ instance: 'browser' })
    equal('who one is', welcome.operator?.id, account.operatorId)
  }),
  scenario('S1', 'the login cookie opens nothing from another site', async (pult) => {
    const account = await pult.operator()
    const cookie = await loginCookie(pult, account)
    for (const origin of ['https://evil.example', 'null']) {
      const stream = pult.openStream('OPERATOR', { headers: { cookie, origin } })
      const isOpen = await stream.opened.then(
        () => true,
        () => false,
      )
      if (!isOpen) continue
      const away = await turnedAway(stream, { instance: 'browser' })
      equal(`the close code from ${origin}`, away.closed, 4401)
    }
  }),
  scenario('S1', 'a token in the address is no token', async (pult) => {
    const { people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const { status } = await pult.http.get(`/api/v1/me?token=${people[0].token}`)
    equal('the status', status, 401)
  }),
  slowScenario('S1', 'a socket that says nothing for 10 s is closed with 4007', async (pult) => {
    const stream = pult.openStream('CLIENT')
    await stream.opened
    const startedMs = performance.now()
    equal('the close code', await stream.closed, 4007)
    const afterMs = performance.now() - startedMs
    isTrue(
      `it lasted 10 s and not much more (${Math.round(afterMs)} ms)`,
      afterMs > 8_500 && afterMs < 20_000,
    )
  }),
]

async function loginCookie(pult: Deployment, account: { email: string; password: string }): Promise<string> {
  const { email, password } = account
  const { headers } = await pult.http.post('/api/v1/login', { email, password })
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** S2: what one is told first. */
const beginnings: readonly Scenario[] = [
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
      const writing = write(stream, 60)
      const readers: Stream<'CLIENT'>[] = []
      for (let number = 0; number < 6; number += 1) readers.push(await pult.clientStream(client))
      const sent = await writing
      await Promise.all(
        readers.map((reader) => reader.next('chatMessageCreated', ({ body }) => body === 'the end')),
      )
      for (const reader of readers) {
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
      const writing = write(stream, 60)
      const readers: Stream<'OPERATOR'>[] = []
      for (let number = 0; number < 6; number += 1)
        readers.push(await pult.operatorStream(anna.token, { cursor }))
      const sent = await writing
      for (const reader of readers) {
        await reader.next('chatMessageCreated', ({ body }) => body === 'the end')
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

/** Writes lines as fast as they are acknowledged; the last one is "the end". Returns the ids. */
async function write(stream: Stream<'CLIENT'>, lines: number): Promise<string[]> {
  const sent: string[] = []
  for (let line = 1; line <= lines; line += 1)
    sent.push(
      (await stream.ask('sendMessage', { body: line === lines ? 'the end' : `line ${line}` })).messageId,
    )
  return sent
}

/** S3: cursors. */
const cursors: readonly Scenario[] = [
  scenario('S3', 'a cursor at the head resumes with nothing', async (pult) => {
    const { channel } = await desk(pult)
    const { stream, client } = await talk(pult, channel)
    await clientFence(pult, { stream, client })
    const welcome = await stream.follow(stream.cursor)
    equal('the mode', welcome.mode, 'resumed')
    const live = stream.frames.at(-1)
    equal('the last frame', live?.action, 'live')
    equal('where it is live', live?.data, { cursor: welcome.cursor })
  }),
  scenario(
    'S3',
    'a cursor that is built of the epoch and any event’s seq resumes after exactly that event',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream, client, sessionId } = await talk(pult, channel)
      for (const body of ['two', 'three', 'four']) await stream.ask('sendMessage', { body })
      await stream.next('chatMessageCreated', ({ body }) => body === 'four')
      const said = stream.all('chatMessageCreated', of(sessionId))
      const [, second] = said
      const epoch = stream.cursor.split(':')[0] ?? ''
      const again = pult.openStream('CLIENT')
      const welcome = await again.connect({
        token: client.clientToken,
        instance: 'b',
        cursor: `${epoch}:${second?.seq}`,
      })
      equal('the mode', welcome.mode, 'resumed')
      const followed = again.all('chatMessageCreated').map(({ data }) => data.id)
      equal(
        'what followed',
        followed,
        said.slice(2).map(({ data }) => data.id),
      )
    },
  ),
  ...(
    [
      ['of an epoch that is not ours', () => 'nowhere:1'],
      ['from the future', (epoch: string) => `${epoch}:9007199254740991`],
      ['that is no cursor', () => 'nonsense'],
      ['with a negative number', (epoch: string) => `${epoch}:-1`],
      ['that is empty', () => ''],
    ] as const
  ).flatMap(([what, make]) => [
    scenario('S3', `an operator’s cursor ${what} brings a snapshot on the same connection`, async (pult) => {
      const { people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
      const { stream } = people[0]
      const { mode } = await stream.follow(make(stream.cursor.split(':')[0] ?? ''))
      equal('the mode', mode, 'snapshot')
      await pult.fence(stream)
    }),
    scenario('S3', `a client’s cursor ${what} brings a snapshot on the same connection`, async (pult) => {
      const { channel } = await desk(pult)
      const client = await pult.client(channel)
      const first = await pult.clientStream(client)
      const cursor = make(first.cursor.split(':')[0] ?? '')
      const stream = pult.openStream('CLIENT')
      const { mode } = await stream.connect({ token: client.clientToken, instance: 'b', cursor })
      equal('the mode', mode, 'snapshot')
      await clientFence(pult, { stream, client })
    }),
  ]),
  scenario(
    'S3',
    'the very first number is answered by a replay or a snapshot, never by an error',
    async (pult) => {
      const { people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
      const { stream } = people[0]
      const { mode } = await stream.follow(`${stream.cursor.split(':')[0]}:0`)
      isOneOf('the mode', mode, ['resumed', 'snapshot'])
      await pult.fence(stream)
    },
  ),
  scenario(
    'S3',
    'a cursor works on another connection, and for the next socket of the same person',
    async (pult) => {
      const { channel } = await desk(pult)
      const { stream, client } = await talk(pult, channel)
      await clientFence(pult, { stream, client })
      const { cursor } = stream
      stream.drop()
      const welcome: ConnectReply = await pult
        .openStream('CLIENT')
        .connect({ token: client.clientToken, instance: 'next', cursor })
      equal('the mode', welcome.mode, 'resumed')
      notEqual('the cursor', welcome.cursor, '')
    },
  ),
]

export const streamBeginScenarios: readonly Scenario[] = [...greetings, ...beginnings, ...cursors]
