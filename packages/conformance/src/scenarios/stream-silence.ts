import { equal, isOneOf, isPresent, isTrue } from '../expect.ts'
import { clientFence, desk, talk } from '../kit/desk.ts'
import { openStalledReader } from '../kit/stalled-reader.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

/** More than the buffers of two kernels on the way hold, so that the server meets a reader who does not read. */
const FLOOD_MESSAGES = 400
const FLOOD_BODY = '語'.repeat(15_000)
/** Longer than anybody is borne who reads nothing (15 s), and short enough that the close may still be waiting for the reader. */
const STALLED_MS = 17_000

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

export const silenceScenarios: readonly Scenario[] = [...silence, ...slowness]
