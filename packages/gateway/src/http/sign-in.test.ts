import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { loginReplySchema, meReplySchema } from '@pult/protocol'
import { exactly } from '../testing/expect-frame.ts'
import type { Answer } from '../testing/ask.ts'
import { Desk } from '../testing/desk.ts'

const PASSWORD = 'a right password'
let desk: Desk
let cookie: string
let token: string
beforeAll(async () => {
  desk = await Desk.open({ steadyMs: () => performance.now() })
  const bossStream = await desk.operatorStream(desk.boss)
  await bossStream.does('createOperator', {
    email: 'anna@shop.test',
    name: 'anna',
    role: 'operator',
    password: PASSWORD,
    groupIds: [desk.groupId],
  })
  const { json, headers } = await logIn()
  token = json.token
  cookie = headers.get('set-cookie')!.split(';')[0]!
})
afterEach(() => desk.expectWell())
afterAll(() => desk.close())

const logIn = (
  body: object = { email: 'anna@shop.test', password: PASSWORD },
  headers = {},
): Promise<Answer> => desk.post('/login', body, undefined, headers)

const refused = ({ status, json }: Answer): [number, string, string?] =>
  json.error.field === undefined ? [status, json.error.code] : [status, json.error.code, json.error.field]

describe('signing in', () => {
  test('[L1] answers a token, its end, the operator and the cookie', async () => {
    const { status, json, headers } = await logIn({ email: ' ANNA@shop.test ', password: PASSWORD })
    expect(status).toBe(200)
    exactly(loginReplySchema, json)
    expect(json.operator.name).toBe('anna')
    expect(headers.get('set-cookie')).toMatch(
      /^pult_login=pult_main_[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/i,
    )
    expect(headers.get('cache-control')).toBe('no-store')
    ;({ token } = json)
    cookie = headers.get('set-cookie')!.split(';')[0]!
  })

  const bodies: [string, unknown, [number, string, string?]][] = [
    ['a wrong password', { email: 'anna@shop.test', password: 'wrong' }, [401, 'wrong_credentials']],
    ['nobody', { email: 'nobody@shop.test', password: PASSWORD }, [401, 'wrong_credentials']],
    ['no e-mail', { password: PASSWORD }, [422, 'validation_failed', 'email']],
    ['no password', { email: 'anna@shop.test' }, [422, 'validation_failed', 'password']],
    [
      'an object for a password',
      { email: 'anna@shop.test', password: {} },
      [422, 'validation_failed', 'password'],
    ],
    ['another field', { email: 'a', password: 'b', colour: 1 }, [422, 'validation_failed', 'colour']],
    ['no JSON', '{bad', [400, 'invalid_frame', 'body']],
    ['a list', [], [422, 'validation_failed']],
    ['too much', { email: 'a', password: 'x'.repeat(90_000) }, [413, 'frame_too_large', 'body']],
  ]
  for (const [what, body, answer] of bodies) {
    test(`[C3] ${what}: ${answer.join(' ')}`, async () => {
      const got = await desk.post('/login', body)
      expect(refused(got)).toEqual(answer)
      expect(Object.keys(got.json)).toEqual(['error'])
      expect(got.headers.get('set-cookie')).toBeNull()
    })
  }

  test('[EP8] one guess too many is told when to come back', async () => {
    let last: Answer
    let tries = 0
    do {
      last = await desk.post('/login', { email: 'guessed@shop.test', password: 'x' })
      tries += 1
    } while (last.status === 401 && tries < 20)
    expect(last.status).toBe(429)
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(last.json.error).toMatchObject({ code: 'rate_limited', temporary: true })
  })

  test('[L2] a blocked operator is told why at the door', async () => {
    const stream = await desk.operatorStream(desk.boss, { instance: 'blocks' })
    const data = { email: 'left@shop.test', name: 'left', role: 'operator', password: PASSWORD, groupIds: [] }
    const { operatorId } = await stream.does('createOperator', data)
    await stream.does('blockOperator', { operatorId, blocked: true, reason: 'has left' })
    expect((await logIn({ email: 'left@shop.test', password: 'wrong' })).json.error.code).toBe(
      'wrong_credentials',
    )
    const { status, json } = await logIn({ email: 'left@shop.test', password: PASSWORD })
    expect([status, json.error.code, json.error.message]).toEqual([
      403,
      'operator_blocked',
      'This operator is blocked: has left',
    ])
    await stream.does('blockOperator', { operatorId, blocked: false })
    expect((await logIn({ email: 'left@shop.test', password: PASSWORD })).status).toBe(200)
    await stream.close()
  })

  test('[L1] the same browser again goes on with its login: its tabs stay, its old token is dead', async () => {
    const first = await logIn()
    const own = first.headers.get('set-cookie')!.split(';')[0]!
    const tab = await desk.operatorStream({ token: first.json.token })
    const second = await logIn(undefined, { cookie: own, origin: desk.url })
    expect(second.status).toBe(200)
    await tab.does('heartbeat', {})
    expect((await desk.get('/me', first.json.token)).status).toBe(401)
    expect((await desk.get('/me', second.json.token)).status).toBe(200)
    ;({ token } = second.json)
    cookie = second.headers.get('set-cookie')!.split(';')[0]!
    await tab.close()
  })

  test('the first admin, by the one-time link', async () => {
    const body = {
      secret: 'the one-time secret',
      email: 'first@other.test',
      name: 'First',
      password: 'password1',
    }
    expect(refused(await desk.post('/setup', { ...body, secret: 'another' }))).toEqual([
      403,
      'link_expired',
      'secret',
    ])
    expect(refused(await desk.post('/setup', { ...body, password: 'short' }))).toEqual([
      422,
      'validation_failed',
      'password',
    ])
    const made = await desk.post('/setup', body)
    exactly(loginReplySchema, made.json)
    expect(made.json.operator).toMatchObject({ role: 'admin', email: 'first@other.test' })
    expect(refused(await desk.post('/setup', body))).toEqual([403, 'not_allowed'])
  })
})

describe('the cookie', () => {
  const pages: [string, Record<string, string>, number, number][] = [
    ['our own page', { origin: 'SELF' }, 200, 200],
    ['another site', { origin: 'https://evil.test' }, 403, 403],
    ['the same host on another port', { origin: 'http://127.0.0.1:1' }, 403, 403],
    ['the origin null', { origin: 'null' }, 403, 403],
    ['no origin', {}, 200, 403],
    ['no origin, but a page of ours', { 'sec-fetch-site': 'same-origin' }, 200, 200],
    ['no origin, and a page of another site', { 'sec-fetch-site': 'cross-site' }, 403, 403],
    ['no origin, and a neighbouring site', { 'sec-fetch-site': 'same-site' }, 403, 403],
  ]
  for (const [what, given, reads, changes] of pages) {
    test(`[EP15] [S1] ${what}: reads ${reads}, changes ${changes}`, async () => {
      const headers = { cookie, ...given, ...(given['origin'] === 'SELF' ? { origin: desk.url } : {}) }
      expect((await desk.get('/me', undefined, headers)).status).toBe(reads)
      const command = await desk.post(
        '/commands/setStatus',
        { data: { status: 'ONLINE' } },
        undefined,
        headers,
      )
      expect(command.status).toBe(changes)
      if (changes !== 200) expect(command.json.error.code).toBe('origin_not_allowed')
      const socket = desk.socket('OPERATOR', { headers })
      if (changes === 200) {
        const stream = await socket
        expect(await stream.does('connect', { instance: 'cookie' })).toHaveProperty('operator.name', 'anna')
        await stream.close()
      } else
        expect(
          await socket.then(
            () => 'opened',
            () => 'refused',
          ),
        ).toBe('refused')
    })
  }

  test("a neighbouring site's widget is no business of the operator's cookie that comes with it", async () => {
    const visitor = await desk.visitor()
    const stream = await desk.clientStream(visitor, { headers: { cookie, origin: 'https://shop.test' } })
    expect(stream.frames[0]!.data.client.chatId).toBe(visitor.chatId)
    await stream.close()
  })

  test('a bearer token is asked about instead of a cookie', async () => {
    const evil = { cookie, origin: 'https://evil.test' }
    expect((await desk.get('/me', token, evil)).status).toBe(200)
    expect((await desk.get('/me', 'pult_main_nonsense', { cookie, origin: desk.url })).status).toBe(401)
  })

  test('[C1] [GD7] any site may ask with a bearer token: CORS for everybody, never with cookies', async () => {
    const preflight = await desk.request('/api/v1/commands/setStatus', {
      method: 'OPTIONS',
      headers: { origin: 'https://a.test' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
    for (const answer of [
      preflight,
      await desk.get('/me', token),
      await desk.get('/me'),
      await desk.get('/nothing'),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})

describe('who one is, and signing out', () => {
  test('[C1] me', async () => {
    const { json } = await desk.get('/me', token)
    exactly(meReplySchema, json)
    expect(refused(await desk.get('/me'))).toEqual([401, 'not_authenticated', 'data.token'])
    expect(refused(await desk.get('/me', (await desk.visitor()).token))).toEqual([403, 'not_allowed'])
  })

  test('[L3] an expired login is refused at the door', async () => {
    const { operatorId } = await desk.operator('nina')
    // Shorter than everybody else's: a turn that comes along while the clock is ahead must end no other.
    const nina = await desk.signIn(operatorId, desk.main, 60_000)
    const { clock } = desk
    const now = clock.nowMs
    clock.nowMs += 61_000
    expect(refused(await desk.get('/me', nina.token))).toEqual([401, 'token_expired', 'data.token'])
    clock.nowMs = now
  })

  test('[L3] [GD6] signing out ends the login, clears the cookie, and twice is signing out', async () => {
    const { json, headers } = await logIn()
    const own = headers.get('set-cookie')!.split(';')[0]!
    const evil = await desk.post('/logout', {}, undefined, { cookie: own, origin: 'https://evil.test' })
    expect(refused(evil)).toEqual([403, 'origin_not_allowed'])
    for (let time = 0; time < 2; time += 1) {
      const out = await desk.post('/logout', {}, undefined, { cookie: own, origin: desk.url })
      expect([out.status, out.json]).toEqual([200, {}])
      expect(out.headers.get('set-cookie')).toMatch(/^pult_login=; .*Max-Age=0/i)
    }
    expect((await desk.get('/me', json.token)).status).toBe(401)
    expect(refused(await desk.post('/logout', {}, json.token))).toEqual([401, 'not_authenticated'])
  })

  test('[L1] [GD6] a displaced login may be signed out too', async () => {
    const older = await desk.operator('otto')
    await desk.signIn(older.operatorId)
    expect((await desk.get('/me', older.token)).json.error.code).toBe('logged_in_elsewhere')
    expect((await desk.post('/logout', {}, older.token)).status).toBe(200)
    expect((await desk.get('/me', older.token)).json.error.code).toBe('not_authenticated')
  })
})
