import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'bun:test'
import { verifyWebhook } from './index.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const OTHER = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
const BODY = '{"type":"session.message","data":{"baton":3}}'
const NOW_MS = 1_614_265_330_000

function signature(secret: string, id: string, seconds: number | string, body: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

function requestOf(more: { headers?: Record<string, string>; body?: string } = {}) {
  const headers = {
    'webhook-id': 'msg_1_3',
    'webhook-timestamp': '1614265330',
    'webhook-signature': signature(SECRET, 'msg_1_3', 1_614_265_330, BODY),
    ...more.headers,
  }
  return { headers, body: more.body ?? BODY }
}

describe('a webhook', () => {
  test('[K1] that is genuine is opened; the published example of the specification’s libraries verifies', async () => {
    const opened = await verifyWebhook(requestOf(), SECRET, NOW_MS)
    expect(opened?.id).toBe('msg_1_3')
    expect(opened?.event.data.baton).toBe(3)
    const example = {
      headers: new Headers({
        'Webhook-Id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'Webhook-Timestamp': '1614265330',
        'Webhook-Signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      }),
      body: '{"test": 2432232314}',
    }
    expect(await verifyWebhook(example, SECRET, NOW_MS)).toMatchObject({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek' })
  })

  test('[K1] while a secret is replaced: either side may have both', async () => {
    const both = `${signature(OTHER, 'msg_1_3', 1_614_265_330, BODY)} ${requestOf().headers['webhook-signature']}`
    const request = requestOf({ headers: { 'webhook-signature': both } })
    expect(await verifyWebhook(request, SECRET, NOW_MS)).not.toBeNull()
    expect(await verifyWebhook(request, OTHER, NOW_MS)).not.toBeNull()
    expect(await verifyWebhook(requestOf(), [OTHER, SECRET], NOW_MS)).not.toBeNull()
    expect(await verifyWebhook(requestOf(), OTHER, NOW_MS)).toBeNull()
  })

  test.each([
    ['another body', { body: `${BODY} ` }],
    ['another id', { headers: { 'webhook-id': 'msg_2_3' } }],
    ['another time', { headers: { 'webhook-timestamp': '1614265331' } }],
    ['no id', { headers: { 'webhook-id': '' } }],
    ['no time', { headers: { 'webhook-timestamp': '' } }],
    ['a time that is none', { headers: { 'webhook-timestamp': '1e9' } }],
    ['no signature', { headers: { 'webhook-signature': '' } }],
    ['an empty signature', { headers: { 'webhook-signature': 'v1,' } }],
    ['a signature that is no base64', { headers: { 'webhook-signature': 'v1,%%%' } }],
    [
      'half a signature',
      { headers: { 'webhook-signature': requestOf().headers['webhook-signature'].slice(0, 20) } },
    ],
    [
      'a signature of another kind',
      { headers: { 'webhook-signature': requestOf().headers['webhook-signature'].replace('v1,', 'v1a,') } },
    ],
  ])('[K1] with %s is refused', async (_name, more) => {
    expect(await verifyWebhook(requestOf(more), SECRET, NOW_MS)).toBeNull()
  })

  test('[K1] of five minutes ago is taken, of a second more is not; the same for clocks that are ahead', async () => {
    for (const [offMs, isTaken] of [
      [300_000, true],
      [301_000, false],
      [-300_000, true],
      [-301_000, false],
    ] as const) {
      expect((await verifyWebhook(requestOf(), SECRET, NOW_MS + offMs)) !== null).toBe(isTaken)
    }
  })

  test.each(['', 'whsec_', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_%%'])(
    '[K1] %p is no secret, and that is said instead of refusing everything',
    (secret) => {
      expect(verifyWebhook(requestOf(), secret, NOW_MS)).rejects.toThrow('whsec_')
    },
  )
})
