import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { closeCodes, FRAME_BYTES_MAX } from '@pult/protocol'
import { Desk } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'
import type { TestStream } from '../testing/test-stream.ts'

let desk: Desk
let anna: Person & { stream: TestStream }
let client: TestStream
let sessionId: string
beforeAll(async () => {
  desk = await Desk.open()
  anna = await desk.atWork('anna')
  ;({ stream: client, sessionId } = await desk.inChat())
})
afterEach(() => desk.expectWell())
afterAll(() => desk.close())

const keyOf = async (stream: TestStream, body: string): Promise<unknown> =>
  (await stream.find(({ data }) => data?.body === body, body)).data.key

describe('frames that make no sense', () => {
  const frames: [string, string, string, string | null][] = [
    ['no JSON', '{bad', 'frame', null],
    ['a list', '[]', 'frame', null],
    ['a list of frames', '[{"command":"heartbeat","id":"1"}]', 'frame', null],
    ['a number', '7', 'frame', null],
    ['null', 'null', 'frame', null],
    ['nothing', '""', 'frame', null],
    ['no command', '{"id":"a"}', 'command', 'a'],
    ['a command that is no text', '{"command":5,"id":"b"}', 'command', 'b'],
    ['no id', '{"command":"heartbeat"}', 'id', null],
    ['an empty id', '{"command":"heartbeat","id":""}', 'id', null],
    ['an id that is a number', '{"command":"heartbeat","id":1}', 'id', null],
    ['an id too long', `{"command":"heartbeat","id":"${'x'.repeat(65)}"}`, 'id', null],
    ['a field that we do not know', '{"command":"heartbeat","id":"c","colour":1}', 'colour', 'c'],
    ['the prototype', '{"command":"heartbeat","id":"f","__proto__":{"a":1}}', '__proto__', 'f'],
    ['deep nesting', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, 'frame', null],
  ]
  for (const [what, text, field, id] of frames) {
    test(`[S10] ${what}: the error names ${field}, and the connection goes on`, async () => {
      const stream = await desk.operatorStream(anna, { instance: what })
      stream.raw(text)
      const { error } = await stream.find((frame) => frame.action === 'reply' && frame.id === id, 'the error')
      expect(error).toMatchObject({ code: 'invalid_frame', field, temporary: false })
      expect(error.message).toMatch(/\.$/)
      await stream.does('heartbeat', {})
      await stream.close()
    })
  }

  test('[C1] [S6] a key that is none is refused in the same words as over HTTP', async () => {
    const stream = await desk.operatorStream(anna, { instance: 'keys' })
    for (const [index, key] of [{}, '', 'x'.repeat(129)].entries()) {
      const data = { status: 'AWAY' }
      const overHttp = await desk.post('/commands/setStatus', { key, data }, anna.token)
      stream.raw(JSON.stringify({ command: 'setStatus', id: `k${index}`, key, data }))
      const { error } = await stream.reply(`k${index}`)
      expect(error).toMatchObject({ code: 'validation_failed', field: 'key' })
      expect(overHttp.json.error).toEqual(error)
    }
    await stream.close()
  })

  test('[S10] a frame over 64 KiB: an error, then 4413', async () => {
    const stream = await desk.operatorStream(anna, { instance: 'large' })
    stream.raw(
      JSON.stringify({ command: 'heartbeat', id: '1', data: { cursor: 'x'.repeat(FRAME_BYTES_MAX) } }),
    )
    expect(await stream.ended()).toBe(closeCodes.frameTooLarge)
    expect(stream.frames.at(-1)!.error).toMatchObject({ code: 'frame_too_large', field: 'frame' })
  })

  test('[S10] the largest frame is taken', async () => {
    const stream = await desk.operatorStream(anna, { instance: 'full' })
    const empty = JSON.stringify({ command: 'nonsense', id: 'x', data: '' })
    stream.raw(
      JSON.stringify({ command: 'nonsense', id: 'x', data: 'x'.repeat(FRAME_BYTES_MAX - empty.length) }),
    )
    expect((await stream.reply('x')).error.code).toBe('unknown_command')
    await stream.close()
  })

  test('[S10] [GS10] twenty of them: the last answer says when to come back, then 4300', async () => {
    const stream = await desk.operatorStream(anna, { instance: 'abuse' })
    for (let count = 0; count < 25; count += 1) stream.raw('{bad')
    expect(await stream.ended()).toBe(closeCodes.rateLimited)
    const errors = stream.frames.filter(({ error }) => error !== undefined)
    expect(errors).toHaveLength(20)
    expect(errors[18]!.error.code).toBe('invalid_frame')
    expect(errors[19]!.error).toMatchObject({ code: 'rate_limited', retryMs: 5_000, field: 'frame' })
  })

  test('[S10] [GS10] one now and then is a mistake, not abuse', async () => {
    const stream = await desk.operatorStream(anna, { instance: 'clumsy' })
    for (let count = 0; count < 40; count += 1) {
      await stream.ask('nonsense', {})
      await desk.clock.advance(6_000)
      for (const other of [stream, client, anna.stream]) await other.ask('heartbeat', {})
    }
    expect(stream.closed).toBeUndefined()
    await stream.close()
  })
})

describe('commands that make no sense', () => {
  const asked: [string, unknown, string, string][] = [
    ['nonsense', {}, 'unknown_command', 'command'],
    ['', {}, 'unknown_command', 'command'],
    ['toString', {}, 'unknown_command', 'command'],
    ['__proto__', {}, 'unknown_command', 'command'],
    ['constructor', {}, 'unknown_command', 'command'],
    ['openLogin', {}, 'unknown_command', 'command'],
    ['tick', {}, 'unknown_command', 'command'],
    ['botAnswer', {}, 'unknown_command', 'command'],
    ['callOperator', {}, 'not_allowed', 'command'],
    ['setPage', { url: 'https://a.test', title: '' }, 'not_allowed', 'command'],
    ['blockOperator', { operatorId: 'x', blocked: true }, 'not_allowed', 'command'],
    [
      'createOperator',
      { email: 'a@b.test', name: 'a', role: 'admin', password: 'password', groupIds: [] },
      'not_allowed',
      'command',
    ],
    ['sendMessage', undefined, 'validation_failed', 'data.sessionId'],
    ['sendMessage', [], 'validation_failed', 'data'],
    ['sendMessage', 'text', 'validation_failed', 'data'],
    ['sendMessage', { sessionId: 5, body: 'x' }, 'validation_failed', 'data.sessionId'],
    ['sendMessage', { sessionId: 'ses_x', body: 'x', colour: 1 }, 'validation_failed', 'data.colour'],
    ['sendMessage', { sessionId: 'ses_x', body: 'x'.repeat(16_001) }, 'validation_failed', 'data.body'],
    [
      'sendMessage',
      { sessionId: 'ses_x', body: 'x', actions: [{ id: 'a' }] },
      'validation_failed',
      'data.actions.0.label',
    ],
    [
      'sendMessage',
      { sessionId: 'ses_x', body: 'x', actions: [{ id: 'a', label: 'b', url: 'javascript:1' }] },
      'validation_failed',
      'data.actions.0.url',
    ],
    ['sendMessage', { sessionId: 'ses_x', body: 'x' }, 'session_not_found', 'data.sessionId'],
    [
      'sendMessage',
      { sessionId: 'ses_x', body: 'x', attachments: ['att_x'] },
      'attachment_not_found',
      'data.attachments',
    ],
    ['setStatus', { status: 'ASLEEP' }, 'validation_failed', 'data.status'],
    [
      'transferSession',
      { sessionId: 'x', operatorId: 'a', groupId: 'b' },
      'validation_failed',
      'data.operatorId',
    ],
  ]
  for (const [command, data, code, field] of asked) {
    test(`[S10] ${command} ${JSON.stringify(data)?.slice(0, 60)}: ${code} at ${field}`, async () => {
      const stream = await desk.operatorStream(anna, { instance: 'asks' })
      const before = desk.headSeq
      expect((await stream.ask(command, data)).error).toMatchObject({ code, field })
      await stream.does('heartbeat', {})
      expect(desk.headSeq).toBe(before)
      await stream.close()
    })
  }

  test("[S10] an operator's command on a client's stream", async () => {
    for (const [command, code] of [
      ['takeSession', 'not_allowed'],
      ['markSpam', 'not_allowed'],
      ['nonsense', 'unknown_command'],
    ] as const)
      expect((await client.ask(command, { sessionId })).error).toMatchObject({ code, field: 'command' })
    expect((await client.ask('sendMessage', { body: 'x', sessionId })).error).toMatchObject({
      code: 'validation_failed',
      field: 'data.sessionId',
    })
  })
})

describe('many at once', () => {
  test('[C1] [GS11] a command that needs the disk does not let the next ones pass', async () => {
    const form = new FormData()
    form.append('file', new File(['some text'], 'note.txt'))
    const uploaded = await desk.request('/api/v1/attachments', {
      method: 'POST',
      body: form,
      token: anna.token,
    })
    const attachments = [uploaded.json.id]
    const ids = [
      anna.stream.send('sendMessage', { sessionId, body: 'first', attachments }, 'order 1'),
      anna.stream.send('sendMessage', { sessionId, body: 'second' }, 'order 2'),
      anna.stream.send('sendMessage', { sessionId, body: 'third', attachments }, 'order 3'),
      anna.stream.send('sendMessage', { sessionId, body: 'fourth' }, 'order 4'),
    ]
    const seqs = (await Promise.all(ids.map((id) => anna.stream.reply(id)))).map(({ seq }) => seq!)
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other))
    await client.find(({ data }) => data?.body === 'fourth', 'the fourth')
    const bodies = client.frames
      .filter(({ action }) => action === 'chatMessageCreated')
      .map(({ data }) => data.body)
    expect(bodies.slice(-4)).toEqual(['first', 'second', 'third', 'fourth'])
    const first = client.frames.find(({ data }) => data?.body === 'first')!
    expect(first.data.attachments[0]).toMatchObject({ name: 'note.txt', size: 9 })
    const file = await fetch(desk.url + first.data.attachments[0].url)
    expect(await file.text()).toBe('some text')
  })
})

describe('a key', () => {
  test('[S6] the same over both doors: once, the same answer; another body is refused', async () => {
    const before = desk.headSeq
    const data = { sessionId, body: 'only once' }
    const first = await anna.stream.ask('sendMessage', data, 'both doors')
    const again = await anna.stream.ask('sendMessage', data, 'both doors')
    const http = await desk.post('/commands/sendMessage', { key: 'both doors', data }, anna.token)
    expect(again).toMatchObject({ data: first.data, seq: first.seq! })
    expect(http.json).toEqual({ action: 'reply', data: first.data, seq: first.seq })
    expect(desk.headSeq).toBe(before + 1)
    const other = { ...data, body: 'something else' }
    expect((await anna.stream.ask('sendMessage', other, 'both doors')).error).toMatchObject({
      code: 'key_reused',
      field: 'key',
    })
    const refused = await desk.post('/commands/sendMessage', { key: 'both doors', data: other }, anna.token)
    expect([refused.status, refused.json.error.code]).toEqual([409, 'key_reused'])
    expect(desk.headSeq).toBe(before + 1)
  })

  test('[S6] [GS8] is told to the author alone', async () => {
    const watcher = await desk.operatorStream(desk.boss, { instance: 'watcher' })
    await watcher.does('watchSession', { sessionId, watch: true })
    await anna.stream.does('sendMessage', { sessionId, body: 'with a key' }, 'annas key')
    await client.does('sendMessage', { body: 'with mine' }, 'clients key')
    expect(await keyOf(anna.stream, 'with a key')).toBe('annas key')
    expect(await keyOf(client, 'with a key')).toBeUndefined()
    expect(await keyOf(watcher, 'with a key')).toBeUndefined()
    expect(await keyOf(client, 'with mine')).toBe('clients key')
    expect(await keyOf(anna.stream, 'with mine')).toBeUndefined()
    const read = await desk.get(`/sessions/${sessionId}`, anna.token)
    expect(read.text).not.toContain('clients key')
    await watcher.close()
  })

  test('[C2] stale: what was missed comes as messages are shown, and nothing is sent', async () => {
    const { messageId } = await anna.stream.does('sendMessage', { sessionId, body: 'seen' })
    await client.does('sendMessage', { body: 'not seen' }, 'a secret key')
    const before = desk.headSeq
    const { error } = await anna.stream.ask('sendMessage', { sessionId, body: 'answer', seen: messageId })
    expect(error.code).toBe('stale')
    expect(error.missed.map(({ body, key }: { body: string; key?: string }) => [body, key])).toEqual([
      ['not seen', undefined],
    ])
    expect(desk.headSeq).toBe(before)
  })
})
