import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { closeCodes, connectReplySchema, HEARTBEAT_MS, SILENCE_MS_MAX } from '@pult/protocol'
import { CLIENT_TOKEN_MS } from '../sign-in/index.ts'
import { Desk, type Visitor } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'

let desk: Desk
let anna: Person
let visitor: Visitor
beforeAll(async () => {
  desk = await Desk.open()
  anna = await desk.operator('anna')
  visitor = await desk.visitor()
})
afterAll(async () => {
  desk.expectWell()
  await desk.close()
})

describe('the greeting', () => {
  test('[S1] a socket that says nothing for 10 s is closed with 4007', async () => {
    const silent = await desk.socket('OPERATOR')
    await desk.clock.advance(9_900)
    await Bun.sleep(40)
    expect(silent.closed).toBeUndefined()
    await desk.clock.advance(200)
    expect(await silent.ended()).toBe(closeCodes.silent)
  })

  test('[S1] before connect nothing else is taken, and it may still come', async () => {
    const stream = await desk.socket('OPERATOR')
    for (const command of ['follow', 'heartbeat', 'setStatus', 'nonsense']) {
      const { error } = await stream.ask(command, {})
      expect(error).toMatchObject({ code: 'not_connected', field: 'command' })
    }
    expect(await stream.ask('connect', { token: anna.token, instance: 'one' })).toHaveProperty(
      'data.mode',
      'snapshot',
    )
    const again = await stream.ask('connect', { token: anna.token, instance: 'one' })
    expect(again.error).toMatchObject({ code: 'already_connected', field: 'command' })
    await stream.close()
  })

  test('[S2] the answer to an operator says who, where and how much', async () => {
    const stream = await desk.socket('OPERATOR')
    const data = await stream.does('connect', { token: anna.token, instance: 'one' })
    expect(connectReplySchema.parse(data)).toMatchObject({
      mode: 'snapshot',
      epoch: 'e1',
      cursor: `e1:${data.cursor.split(':')[1]}`,
      operator: { id: anna.operatorId, name: 'anna', email: 'anna@shop.test', role: 'operator' },
      heartbeatMs: HEARTBEAT_MS,
      silenceMs: SILENCE_MS_MAX,
      limits: {
        frameBytes: 65_536,
        bodyChars: 16_000,
        attachmentBytes: 25_000_000,
        attachments: 10,
        inFlight: 64,
      },
      serverTime: new Date(desk.clock.nowMs).toISOString(),
    })
    expect(data.client).toBeUndefined()
    await stream.close()
  })

  test('[S2] the answer to a client says who and nothing of operators', async () => {
    const stream = await desk.socket('CLIENT')
    const data = await stream.does('connect', { token: visitor.token, instance: 'one' })
    expect(data.client).toEqual({ id: visitor.clientId, chatId: visitor.chatId, name: '' })
    expect(data.operator).toBeUndefined()
    const snapshot = await stream.next('snapshot')
    expect(snapshot.data).toEqual({
      cursor: data.cursor,
      session: null,
      messages: [],
      older: null,
      last: true,
    })
    await stream.next('live')
    await stream.close()
  })

  const bad: [string, () => string | undefined][] = [
    ['no token', () => undefined],
    ['nonsense', () => 'nonsense'],
    ['a token of another workspace that is not known there', () => anna.token.replace('main', 'other')],
    [
      'a token with one letter changed',
      () => anna.token.slice(0, -1) + (anna.token.endsWith('A') ? 'B' : 'A'),
    ],
    ["a client's token", () => visitor.token],
    ['the name of a property of every object', () => '__proto__'],
  ]
  for (const [what, token] of bad) {
    test(`[S1] ${what} opens nothing: an error, then 4401`, async () => {
      const stream = await desk.socket('OPERATOR')
      const { error } = await stream.ask('connect', {
        instance: 'one',
        ...(token() === undefined ? {} : { token: token() }),
      })
      expect(error).toMatchObject({ code: 'not_authenticated', field: 'data.token' })
      expect(await stream.ended()).toBe(closeCodes.notAuthenticated)
    })
  }

  test("[S1] an operator's token opens no client's stream", async () => {
    const stream = await desk.socket('CLIENT')
    const { error } = await stream.ask('connect', { token: anna.token, instance: 'one' })
    expect(error.code).toBe('not_authenticated')
    expect(await stream.ended()).toBe(closeCodes.notAuthenticated)
  })

  test('[S10] a connect that fails validation names the field, and the next may succeed', async () => {
    const stream = await desk.socket('OPERATOR')
    const cases: [object, string][] = [
      [{ token: anna.token }, 'data.instance'],
      [{ token: anna.token, instance: '' }, 'data.instance'],
      [{ token: 7, instance: 'one' }, 'data.token'],
      [{ token: anna.token, instance: 'one', cursor: 5 }, 'data.cursor'],
      [{ token: anna.token, instance: 'one', takeover: 'yes' }, 'data.takeover'],
      [{ token: anna.token, instance: 'one', colour: 1 }, 'data.colour'],
    ]
    for (const [data, field] of cases)
      expect((await stream.ask('connect', data)).error).toMatchObject({ code: 'validation_failed', field })
    expect(await stream.does('connect', { token: anna.token, instance: 'one' })).toHaveProperty(
      'mode',
      'snapshot',
    )
    await stream.close()
  })

  test('[S1] [GS12] another subprotocol is closed with 4406, and none at all is ours', async () => {
    const wrong = await desk.socket('OPERATOR', { protocol: 'pult.v99' })
    expect(await wrong.ended()).toBe(closeCodes.version)
    const none = await desk.socket('OPERATOR', { protocol: null })
    expect(await none.does('connect', { token: anna.token, instance: 'one' })).toHaveProperty(
      'mode',
      'snapshot',
    )
    await none.close()
  })
})

describe('the same person again', () => {
  test('[L1] the same instance replaces its own socket with 4003; tabs of one login live side by side', async () => {
    const first = await desk.operatorStream(anna, { instance: 'tab 1' })
    const tab = await desk.operatorStream(anna, { instance: 'tab 2' })
    const second = await desk.operatorStream(anna, { instance: 'tab 1' })
    expect(await first.ended()).toBe(closeCodes.sameInstance)
    expect(first.frames.map(({ action }) => action)).not.toContain('chatUserExists')
    await second.does('heartbeat', {})
    await tab.does('heartbeat', {})
    expect([tab.closed, second.closed]).toEqual([undefined, undefined])
    await Promise.all([tab.close(), second.close()])
  })

  test("[L1] a client's instance too, and another client's of the same name is nobody's business", async () => {
    const stranger = await desk.visitor()
    const first = await desk.clientStream(visitor, { instance: 'tab' })
    const other = await desk.clientStream(stranger, { instance: 'tab' })
    const second = await desk.clientStream(visitor, { instance: 'tab' })
    expect(await first.ended()).toBe(closeCodes.sameInstance)
    await other.does('heartbeat', {})
    await Promise.all([other.close(), second.close()])
  })

  test('[L1] [GS6] a newer login: chatUserExists, then 4409; the older may not come back by itself but by takeover', async () => {
    const older = await desk.operator('otto')
    const stream = await desk.operatorStream(older, { instance: 'old' })
    const { cursor } = stream
    const newer = await desk.signIn(older.operatorId)
    const told = await stream.next('chatUserExists')
    expect(told.data).toEqual({
      operatorId: older.operatorId,
      loggedInAt: new Date(desk.clock.nowMs).toISOString(),
      clientIp: '198.51.100.1',
      device: 'Test/1',
    })
    expect(await stream.ended()).toBe(closeCodes.loggedInElsewhere)
    expect(stream.frames.at(-1)).toBe(told)

    const refused = await desk.socket('OPERATOR')
    const { error } = await refused.ask('connect', { token: older.token, instance: 'old' })
    expect(error.code).toBe('logged_in_elsewhere')
    expect(await refused.ended()).toBe(closeCodes.loggedInElsewhere)
    expect((await desk.get('/me', older.token)).json.error.code).toBe('logged_in_elsewhere')

    const winner = await desk.operatorStream(newer, { instance: 'new' })
    // Back with the old cursor: what ended the former life is not told to the present one.
    const back = await desk.operatorStream(older, {
      instance: 'old',
      takeover: true,
      cursor,
      headers: { 'user-agent': 'Cabinet/1' },
    })
    expect(await winner.ended()).toBe(closeCodes.loggedInElsewhere)
    expect(winner.frames.at(-1)).toMatchObject({
      action: 'chatUserExists',
      data: { device: expect.any(String) },
    })
    expect(back.frames[0]!.data.mode).toBe('resumed')
    expect(back.events).not.toContain('chatUserExists')
    await back.close()
  })
})

describe('the last word', () => {
  test('[S9] [L2] blocked: operatorBlocked, then 4403 on every connection; the token is dead at both doors', async () => {
    const nina = await desk.operator('nina')
    const tabs = await Promise.all(['a', 'b'].map((instance) => desk.operatorStream(nina, { instance })))
    await desk.commands(desk.boss, 'blockOperator', {
      operatorId: nina.operatorId,
      blocked: true,
      reason: 'left',
    })
    for (const tab of tabs) {
      expect(await tab.ended()).toBe(closeCodes.operatorBlocked)
      expect(tab.frames.at(-1)).toMatchObject({
        action: 'operatorBlocked',
        data: {
          operatorId: nina.operatorId,
          reason: 'left',
          blockedAt: new Date(desk.clock.nowMs).toISOString(),
        },
      })
    }
    expect((await desk.get('/me', nina.token)).status).toBe(401)
    const again = await desk.socket('OPERATOR')
    await again.ask('connect', { token: nina.token, instance: 'a' })
    expect(closeCodes.notAuthenticated).toBe((await again.ended()) as never)
  })

  test('[S9] [L3] signed out over HTTP: operatorLoggedOut, then 4410', async () => {
    const lena = await desk.operator('lena')
    const stream = await desk.operatorStream(lena)
    expect((await desk.post('/logout', {}, lena.token)).status).toBe(200)
    expect(await stream.ended()).toBe(closeCodes.loggedOut)
    expect(stream.frames.at(-1)).toMatchObject({
      action: 'operatorLoggedOut',
      data: { operatorId: lena.operatorId, reason: 'LOGOUT' },
    })
    expect((await desk.get('/me', lena.token)).status).toBe(401)
  })

  test('[S9] [L3] signed out by a supervisor', async () => {
    const ivan = await desk.operator('ivan')
    const stream = await desk.operatorStream(ivan)
    await desk.commands(desk.boss, 'logOutOperator', { operatorId: ivan.operatorId })
    expect(await stream.ended()).toBe(closeCodes.loggedOut)
    expect(stream.frames.at(-1)!.data).toEqual({ operatorId: ivan.operatorId, reason: 'FORCED' })
  })

  test("[S9] [L3] an operator's login that expires: operatorLoggedOut, then 4410", async () => {
    const vera = await desk.operator('vera')
    const short = await desk.signIn(vera.operatorId, desk.main, 5_000)
    const stream = await desk.operatorStream(short)
    await desk.clock.advance(5_000)
    expect(await stream.ended()).toBe(closeCodes.loggedOut)
    expect(stream.frames.at(-1)!.data).toEqual({ operatorId: vera.operatorId, reason: 'EXPIRED' })
  })

  test("[S1] a client's token that expires: 4201, and the same at the door", async () => {
    const token = desk.clientTokens.issue({
      workspaceId: desk.main.id,
      channelId: desk.channels['site']!.channelId as never,
      clientId: visitor.clientId as never,
      chatId: visitor.chatId as never,
      issuedAtMs: desk.clock.nowMs - CLIENT_TOKEN_MS + 5_000,
    })
    const stream = await desk.clientStream({ token })
    await desk.clock.advance(5_000)
    expect(await stream.ended()).toBe(closeCodes.tokenExpired)
    await desk.clock.advance(1)
    const again = await desk.socket('CLIENT')
    expect((await again.ask('connect', { token, instance: 'one' })).error.code).toBe('token_expired')
    expect(await again.ended()).toBe(closeCodes.tokenExpired)
  })

  test('[L4] [GS1] a connection that we closed is gone for the workspace at once', async () => {
    const tom = await desk.operator('tom')
    const first = await desk.operatorStream(tom, { instance: 'tab' })
    const second = await desk.operatorStream(tom, { instance: 'tab' })
    await first.ended()
    await second.close()
    await desk.breathe()
    const { hub, engine } = desk.main
    const viewer = { flavour: 'OPERATOR', operatorId: tom.operatorId, loginId: tom.loginId } as const
    expect(hub.connectionsOf(viewer).size).toBe(0)
    expect(engine.state.presence.operators.get(tom.operatorId)!.ids.size).toBe(0)
  })
})
