import type { ConnectReply } from '@pult/protocol'
import { equal, isOneOf, notEqual } from '../expect.ts'
import { clientFence, desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** S3: cursors. */
export const cursorScenarios: readonly Scenario[] = [
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
