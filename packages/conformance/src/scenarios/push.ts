import { createECDH, randomBytes } from 'node:crypto'
import { equal, isTrue } from '../expect.ts'
import { person } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** Keys as a browser makes them. */
function browserKeys(): { p256dh: string; auth: string } {
  const p256dh = createECDH('prime256v1').generateKeys().toString('base64url')
  return { p256dh, auth: randomBytes(16).toString('base64url') }
}

/** Web Push as far as it shows on the wire; what a browser gets goes through services that nobody here may call. */
export const pushScenarios: readonly Scenario[] = [
  scenario(
    'HTTP',
    'GET /push has the key to subscribe with, the same for every operator, or null',
    async (pult) => {
      const { token } = await person(pult, { status: 'OFFLINE' })
      const { body } = await pult.as('OPERATOR', token).get('/api/v1/push')
      const { publicKey } = body as { publicKey: string | null }
      equal('the admin’s', (await pult.admin.get('/api/v1/push')).body, body)
      isTrue('a point of P-256', publicKey === null || /^B[A-Za-z0-9_-]{86}$/.test(publicKey))
    },
  ),

  scenario(
    'Commands',
    'subscribePush takes addresses of push services only, and nothing inside a network',
    async (pult) => {
      const anna = await person(pult, { status: 'OFFLINE' })
      const data = { keys: browserKeys(), language: 'en' }
      for (const endpoint of [
        'https://127.0.0.1/push',
        'https://localhost/push',
        'https://169.254.169.254/latest/meta-data',
        'https://fcm.googleapis.com.example.com/fcm/send/x',
        'http://fcm.googleapis.com/fcm/send/x',
        `${pult.url}/api/v1/me`,
      ]) {
        const { field } = await anna.stream.refused(
          'subscribePush',
          { ...data, endpoint },
          'push_endpoint_refused',
        )
        equal('field', field, 'data.endpoint')
      }
    },
  ),

  scenario(
    'Commands',
    'subscribePush and unsubscribePush may be repeated, and nobody is told',
    async (pult) => {
      const anna = await person(pult, { status: 'OFFLINE' })
      const { body } = await pult.as('OPERATOR', anna.token).get('/api/v1/push')
      const endpoint = `https://fcm.googleapis.com/fcm/send/${pult.unique('x').replaceAll(' ', '-')}`
      if ((body as { publicKey: string | null }).publicKey !== null) {
        const data = { endpoint, keys: browserKeys(), language: 'en', preview: false } as const
        for (let times = 0; times < 2; times += 1)
          equal('the answer', await anna.stream.ask('subscribePush', data), {})
      }
      for (let times = 0; times < 2; times += 1)
        equal('the answer', await anna.stream.ask('unsubscribePush', { endpoint }), {})
    },
  ),
]
