import { describe, expect, test } from 'bun:test'
import { SignJWT, UnsecuredJWT, generateKeyPair, type JWTPayload } from 'jose'
import { verifyIdentity } from './identity.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const NOW_S = NOW / 1000
const channel = { channelId: 'chn_1', channelKey: 'key_1', secret: 'a secret of the channel, long enough' }
const key = (secret: string) => new TextEncoder().encode(secret)

const payload = (more: JWTPayload = {}): JWTPayload => ({
  sub: 'user-42',
  aud: 'chn_1',
  iat: NOW_S - 60,
  exp: NOW_S + 600,
  ...more,
})
const sign = (claims: JWTPayload, secret = channel.secret, alg = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(key(secret))
const verify = async (token: string | Promise<string>) => verifyIdentity(await token, channel, NOW)

describe('verifyIdentity', () => {
  test('[EP12] the claims of a good token, for the channel’s id or its key, and nothing besides them', async () => {
    const person = { name: 'Анна', email: 'anna@example.com', attributes: { plan: 'pro' } }
    const expected = { claims: { sub: 'user-42', ...person } }
    expect(await verify(sign(payload({ ...person, role: 'admin' })))).toEqual(expected)
    expect(await verify(sign(payload({ ...person, aud: 'key_1' })))).toEqual(expected)
  })

  test('[EP12] replayed to another channel', async () => {
    expect(await verify(sign(payload({ aud: 'chn_2' })))).toMatchObject({ refused: 'wrong_audience' })
    expect(
      await verify(sign(payload({ aud: 'chn_1' }), 'the secret of another channel, as long')),
    ).toMatchObject({ refused: 'forged' })
  })

  test('[EP12] expired, made long ago, made in the future', async () => {
    expect(await verify(sign(payload({ exp: NOW_S - 31 })))).toMatchObject({ refused: 'expired' })
    expect(await verify(sign(payload({ iat: NOW_S - 3_700, exp: NOW_S + 60 })))).toMatchObject({
      refused: 'expired',
    })
    expect(await verify(sign(payload({ iat: NOW_S + 60, exp: NOW_S + 120 })))).toMatchObject({
      refused: 'bad_claims',
      detail: 'iat',
    })
    expect(await verify(sign(payload({ nbf: NOW_S + 60 })))).toMatchObject({
      refused: 'bad_claims',
      detail: 'nbf',
    })
  })

  test('[EP12] at most an hour from iat to exp', async () => {
    expect(await verify(sign(payload({ iat: NOW_S, exp: NOW_S + 3_600 })))).toHaveProperty('claims')
    expect(await verify(sign(payload({ iat: NOW_S, exp: NOW_S + 3_601 })))).toMatchObject({
      refused: 'too_long_lived',
    })
  })

  test('[EP12] each claim that is needed is asked for by name', async () => {
    for (const claim of ['sub', 'aud', 'iat', 'exp']) {
      const claims = payload()
      delete claims[claim]
      expect(await verify(sign(claims))).toHaveProperty('detail', claim)
    }
    expect(await verify(sign(payload({ sub: '' })))).toMatchObject({ refused: 'bad_claims', detail: 'sub' })
    expect(await verify(sign(payload({ name: 'x'.repeat(201) })))).toMatchObject({
      refused: 'bad_claims',
      detail: 'name',
    })
    expect(await verify(sign(payload({ attributes: { admin: true } })))).toMatchObject({
      refused: 'bad_claims',
      detail: 'attributes.admin',
    })
  })

  test('[EP12] alg none, other algorithms, a public key as secret, junk', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const good = await sign(payload())
    const [header = '', body = ''] = good.split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const tokens = [
      new UnsecuredJWT(payload()).encode(),
      `${none}.${body}.`,
      `${none}.${body}.${good.split('.')[2]}`,
      `${header}.${body}.`,
      await sign(payload(), channel.secret.repeat(2), 'HS384'),
      await sign(payload(), channel.secret.repeat(2), 'HS512'),
      await new SignJWT(payload()).setProtectedHeader({ alg: 'RS256' }).sign(privateKey),
      '',
      '.',
      '..',
      'a.b.c',
      `${good}.x`,
      good.slice(0, -2),
      '\u0000',
    ]
    for (const token of tokens) expect(await verify(token)).toMatchObject({ refused: 'forged' })
  })

  test('[EP12] a channel without a secret vouches for nobody', async () => {
    const token = await sign(payload())
    expect(await verifyIdentity(token, { ...channel, secret: '' }, NOW)).toMatchObject({ refused: 'forged' })
  })
})
