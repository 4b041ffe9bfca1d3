import { expect, test } from 'bun:test'
import { encryptPush, PLAIN_BYTES_MAX } from './encrypt.ts'

/** The example of RFC 8291, section 5 and appendix A. */
const example = {
  plain: 'When I grow up, I want to be a watermelon',
  senderPublic: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  senderPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
} as const

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'))
const curve = { name: 'ECDH', namedCurve: 'P-256' }

async function senderKeys(): Promise<CryptoKeyPair> {
  const point = bytes(example.senderPublic)
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: Buffer.from(point.slice(1, 33)).toString('base64url'),
    y: Buffer.from(point.slice(33)).toString('base64url'),
    d: example.senderPrivate,
  }
  return {
    publicKey: await crypto.subtle.importKey('raw', point, curve, true, []),
    privateKey: await crypto.subtle.importKey('jwk', jwk, curve, false, ['deriveBits']),
  }
}

test('[PU5] the example of RFC 8291 comes out bit for bit', async () => {
  const plain = new TextEncoder().encode(example.plain)
  const body = await encryptPush(plain, example, await senderKeys(), bytes(example.salt))
  expect(Buffer.from(body).toString('base64url')).toBe(example.body)
})

test('[PU5] the longest is a record of 4,096 bytes, and one byte more is refused', async () => {
  const keys = await senderKeys()
  const longest = await encryptPush(new Uint8Array(PLAIN_BYTES_MAX), example, keys, bytes(example.salt))
  expect(longest.byteLength).toBe(4_096)
  expect(
    encryptPush(new Uint8Array(PLAIN_BYTES_MAX + 1), example, keys, bytes(example.salt)),
  ).rejects.toThrow(RangeError)
})

test('[PU5] a key that is no point of the curve is refused', async () => {
  const receiver = { ...example, p256dh: `B${'A'.repeat(86)}` }
  expect(encryptPush(bytes(''), receiver, await senderKeys(), bytes(example.salt))).rejects.toThrow()
})
