import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { SignJWT, UnsecuredJWT } from 'jose'
import { helloReplySchema } from '@pult/protocol'
import type { Answer } from '../testing/ask.ts'
import { Desk } from '../testing/desk.ts'
import { exactly } from '../testing/expect-frame.ts'

let desk: Desk
beforeAll(async () => void (desk = await Desk.open()))
afterEach(() => desk.expectWell())
afterAll(() => desk.close())

const refused = ({ status, json }: Answer): unknown[] => [status, json.error.code, json.error.field]

const jwt = (
  claims: object,
  options: { audience?: string; secret?: string; agoS?: number } = {},
): Promise<string> => {
  const { channelId, channelSecret } = desk.channels['site']!
  const { audience = channelId, secret = channelSecret, agoS = 0 } = options
  const issued = desk.clock.nowMs / 1000 - agoS
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('crm-1')
    .setAudience(audience)
    .setIssuedAt(issued)
    .setExpirationTime(issued + 600)
    .sign(new TextEncoder().encode(secret))
}

const say = (more: object): Promise<Answer> =>
  desk.post('/client/hello', { channelKey: desk.channels['site']!.channelKey, ...more })

describe('hello', () => {
  test('[EP11] a visitor gets a chat and keeps it by its token; nothing is kept of who only looks', async () => {
    await say({})
    const before = desk.headSeq
    const first = await say({})
    exactly(helloReplySchema, first.json)
    const again = await say({ clientToken: first.json.clientToken })
    expect([again.json.clientId, again.json.chatId]).toEqual([first.json.clientId, first.json.chatId])
    expect(desk.headSeq).toBe(before)
    const stranger = await say({ clientToken: 'pultc_nonsense' })
    expect(stranger.status).toBe(200)
    expect(stranger.json.clientId).not.toBe(first.json.clientId)
  })

  test('[EP12] whom the site vouches for is the same person everywhere', async () => {
    const one = await say({ identity: await jwt({ name: 'Ivan' }) })
    const other = await say({ identity: await jwt({ name: 'Ivan' }) })
    expect(one.status).toBe(200)
    expect(other.json.chatId).toBe(one.json.chatId)
    const browser = await say({})
    const joined = await say({ clientToken: browser.json.clientToken, identity: await jwt({}) })
    expect(joined.json.chatId).toBe(one.json.chatId)
  })

  const forgeries: [string, () => Promise<string> | string][] = [
    ['another secret', () => jwt({}, { secret: 'x'.repeat(40) })],
    ['another channel', () => jwt({}, { audience: desk.channels['bot']!.channelId })],
    ['too old', () => jwt({}, { agoS: 7_200 })],
    [
      'alg none',
      () => new UnsecuredJWT({}).setSubject('crm-1').setAudience(desk.channels['site']!.channelId).encode(),
    ],
    ['nonsense', () => 'a.b.c'],
  ]
  for (const [what, identity] of forgeries) {
    test(`[EP12] an identity that is forged (${what}) is refused, and nothing changes`, async () => {
      const before = desk.headSeq
      expect(refused(await say({ identity: await identity() }))).toEqual([
        401,
        'identity_refused',
        'identity',
      ])
      expect(desk.headSeq).toBe(before)
    })
  }

  test('a channel that names its sites serves only them', async () => {
    await desk.channel('named', 'NONE', { origins: ['https://shop.test'] })
    const body = { channelKey: desk.channels['named']!.channelKey }
    const from = async (origin?: string): Promise<number> =>
      (await desk.post('/client/hello', body, undefined, origin === undefined ? {} : { origin })).status
    expect(
      await Promise.all([from('https://shop.test'), from(desk.url), from('https://evil.test'), from('null')]),
    ).toEqual([200, 200, 403, 403])
    expect(refused(await desk.post('/client/hello', { channelKey: 'nothing' }))).toEqual([
      404,
      'channel_not_found',
      'channelKey',
    ])
  })
})
