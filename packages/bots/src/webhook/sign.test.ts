import { expect, test } from 'bun:test'
import { signatureOf, webhookKeyOf, webhookSecretOf } from './sign.ts'

test('[WH1] signs as the specification’s own libraries do', () => {
  const key = webhookKeyOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  const signature = signatureOf([key], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('[WH1] signs with each secret that is valid, and a new secret can be read again', () => {
  const secrets = [1, 2].map((fill) => webhookSecretOf(new Uint8Array(32).fill(fill)))
  const signatures = signatureOf(secrets.map(webhookKeyOf), 'msg_1', 1, '{}').split(' ')
  expect(new Set(signatures).size).toBe(2)
  expect(signatures.every((one) => /^v1,[A-Za-z0-9+/]{43}=$/.test(one))).toBe(true)
})

test.each([
  '',
  'whsec_',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  webhookSecretOf(new Uint8Array(23)),
  webhookSecretOf(new Uint8Array(65)),
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!w',
])('[WH1] %p is no secret, and is not repeated in the error', (secret) => {
  expect(() => webhookKeyOf(secret)).toThrow(
    /^A webhook’s secret is "whsec_" and 24 to 64 bytes in base64\.$/,
  )
})
