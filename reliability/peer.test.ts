import { afterEach, expect, test } from 'bun:test'
import { openPeer, type Peer } from './peer.ts'

let server: Bun.Server<undefined> | undefined
afterEach(() => server?.stop(true))

/** A reader of a server that answers `connect` at 10 and then says these frames. */
async function readerOf(frames: readonly object[]): Promise<Peer & { readonly events: number[] }> {
  server = Bun.serve({
    port: 0,
    fetch: (request, own) => (own.upgrade(request) ? undefined : new Response('no', { status: 400 })),
    websocket: {
      message(ws, text) {
        const { id, command } = JSON.parse(String(text)) as { id: string; command: string }
        if (command !== 'connect') {
          ws.close(4001)
          return
        }
        const data = { mode: 'resumed', epoch: 'e', cursor: 'e:10' }
        ws.send(JSON.stringify({ action: 'reply', id, data }))
        ws.send(JSON.stringify({ action: 'live', data: { cursor: 'e:10' } }))
        for (const frame of frames) ws.send(JSON.stringify(frame))
      },
    },
  })
  const events: number[] = []
  const peer = await openPeer({
    url: `http://127.0.0.1:${server.port}`,
    flavour: 'operator',
    token: 't',
    instance: 'i',
    onEvent: ({ seq }) => events.push(seq),
  })
  return { ...peer, events }
}

const event = (prev: number, seq: number) => ({ action: 'x', prev, seq, at: '', data: {} })

test('[RT11] a stream in which each follows the one before has no break, and moves the cursor', async () => {
  const peer = await readerOf([event(10, 12), event(12, 13), { action: 'typing', data: {} }])
  while (peer.events.length < 2) await Bun.sleep(1)
  expect(peer.breaks).toEqual([])
  expect(peer.cursor()).toBe('e:13')
})

test.each([
  ['a hole', [event(10, 12), event(13, 14)], 'x 14 follows 13, the reader is at 12'],
  ['one twice', [event(10, 12), event(10, 12)], 'x 12 was told at 12'],
  ['an older one', [event(10, 12), event(12, 11)], 'x 11 was told at 12'],
])('[RT11] %s is noticed', async (_, frames, words) => {
  const peer = await readerOf(frames)
  while (peer.events.length < 2) await Bun.sleep(1)
  expect(peer.breaks).toContain(words)
})

test('[RT10] what the line was lost before is unanswered, now and later', async () => {
  const peer = await readerOf([])
  expect(await peer.ask('sendMessage', {}, 'k')).toEqual({ kind: 'unanswered' })
  expect(await peer.closed).toBe(4001)
  expect(await peer.ask('sendMessage', {}, 'k')).toEqual({ kind: 'unanswered' })
})
