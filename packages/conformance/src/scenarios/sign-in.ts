import type { LoginReply } from '@pult/protocol'
import { equal, isOneOf, isPresent, isTrue } from '../expect.ts'
import type { Deployment } from '../kit/deployment.ts'
import { patiently, type Answer } from '../kit/http.ts'
import { cookieIn } from '../kit/login-cookie.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** Who comes in by the front door, and what they carry. */
export const signInScenarios: readonly Scenario[] = [
  scenario(
    'HTTP',
    'login answers a token, its end and the operator, and sets the cookie out of reach of scripts',
    async (pult) => {
      const password = pult.unique('canary')
      const { email, operatorId } = await pult.operator({ password })
      const { body, headers } = await logIn(pult, email, password)
      const { token, expiresAt, operator } = body as LoginReply
      equal('the operator', [operator.id, operator.email], [operatorId, email])
      isTrue('the end lies ahead', Date.parse(expiresAt) > Date.now())
      const cookie = headers.get('set-cookie') ?? ''
      isTrue(`the cookie carries the token: ${cookie.split(';').slice(1).join(';')}`, cookie.includes(token))
      for (const attribute of [/;\s*HttpOnly/i, /;\s*SameSite=Strict/i, /;\s*Path=\/(;|$)/i])
        isTrue(`the cookie says ${attribute.source}`, attribute.test(cookie))
      if (pult.url.startsWith('https:')) {
        isTrue(
          'over https it is __Host- and Secure',
          cookie.startsWith('__Host-') && /;\s*Secure/i.test(cookie),
        )
      }
      isTrue('no password comes back', !JSON.stringify(body).includes(password))
    },
  ),

  scenario('HTTP', 'the e-mail’s case changes nothing', async (pult) => {
    const { email, password } = await pult.operator()
    equal('the status', (await logIn(pult, email.toUpperCase(), password)).status, 200)
  }),

  scenario('HTTP', 'a wrong password and an unknown e-mail are answered alike', async (pult) => {
    const { email } = await pult.operator({}, { isNew: true })
    const wrong = await logIn(pult, email, 'not the password')
    const unknown = await logIn(pult, `nobody-${pult.label}@conformance.example`, 'not the password')
    equal('the answer', wrong.error?.code, 'wrong_credentials')
    equal('the other answer', unknown.error, wrong.error)
    equal('a cookie', wrong.headers.get('set-cookie'), null)
  }),

  scenario('C3', 'what is no sign-in is refused by its field', async (pult) => {
    const wrong: readonly [unknown, string][] = [
      [{ password: 'x' }, 'email'],
      [{ email: 'x@y.example' }, 'password'],
      [{ email: 7, password: 'x' }, 'email'],
      [{ email: 'x@y.example', password: 'x', remember: true }, 'remember'],
    ]
    for (const [json, field] of wrong) {
      const { error } = await pult.http.post('/api/v1/login', json)
      equal('the refusal', [error?.code, error?.field], ['validation_failed', field])
    }
  }),

  scenario('HTTP', 'guessing at one account is stopped for a while, and says for how long', async (pult) => {
    // New, and used by nobody after: whoever signs in to it next would have to wait.
    const { email } = await pult.operator({}, { isNew: true })
    for (let guess = 0; guess < 100; guess += 1) {
      const { error, status, headers } = await pult.http.post('/api/v1/login', {
        email,
        password: `guess ${guess}`,
      })
      if (error?.code === 'wrong_credentials') continue
      equal('the answer', [status, error?.code, error?.temporary], [429, 'rate_limited', true])
      isTrue('retryMs says when', (error?.retryMs ?? 0) > 0)
      isPresent('Retry-After', headers.get('retry-after'))
      return
    }
    isTrue('a hundred guesses are too many', false)
  }),

  scenario('HTTP', 'me says who one is, by the bearer token and by the cookie', async (pult) => {
    const { email, password, operatorId } = await pult.operator()
    const cookie = await cookieOf(pult, email, password)
    const { body, status } = await pult.http.get('/api/v1/me', { headers: { cookie } })
    equal('by the cookie', [status, (body as LoginReply).operator.id], [200, operatorId])
    const token = await pult.signIn({ email, password })
    const bearer = await pult.as('OPERATOR', token).get('/api/v1/me')
    equal('by the token', (bearer.body as LoginReply).operator.id, operatorId)
  }),

  scenario('HTTP', 'without a token, and with one that is none, one is nobody', async (pult) => {
    for (const token of [null, 'nonsense', 'pult_main_0000'])
      equal('the answer', (await pult.http.get('/api/v1/me', { token })).error?.code, 'not_authenticated')
  }),

  scenario('HTTP', 'a client is not an operator: me is not_allowed, logout too', async (pult) => {
    const { clientToken } = await pult.client(await pult.channel(await pult.group()))
    const client = pult.as('CLIENT', clientToken)
    equal('me', (await client.get('/api/v1/me')).error?.code, 'not_allowed')
    equal('logout', (await client.post('/api/v1/logout')).error?.code, 'not_allowed')
  }),

  scenario('L3', 'logout ends the token and takes the cookie back', async (pult) => {
    const token = await pult.signIn(await pult.operator())
    const anna = pult.as('OPERATOR', token)
    const { status, headers } = await anna.post('/api/v1/logout')
    equal('the status', status, 200)
    isTrue('the cookie is emptied', /=\s*;|Max-Age=0/i.test(headers.get('set-cookie') ?? ''))
    isOneOf('the token afterwards', (await anna.get('/api/v1/me')).error?.code, [
      'not_authenticated',
      'logged_out',
    ])
    await anna.refused('setStatus', { status: 'ONLINE' }, 'not_authenticated')
  }),

  scenario('L1', 'the token of a login that a newer one displaced is told so', async (pult) => {
    const account = await pult.operator()
    const older = await pult.signIn(account)
    const newer = await pult.signIn(account)
    equal(
      'the older',
      (await pult.as('OPERATOR', older).get('/api/v1/me')).error?.code,
      'logged_in_elsewhere',
    )
    equal('the newer', (await pult.as('OPERATOR', newer).get('/api/v1/me')).status, 200)
  }),

  scenario('L1', 'the same browser that signs in again keeps its login: the tabs stay', async (pult) => {
    const { email, password } = await pult.operator()
    const first = await logIn(pult, email, password)
    const tab = await pult.operatorStream((first.body as LoginReply).token)
    const again = await logIn(pult, email, password, {
      cookie: cookieIn(first),
      origin: new URL(pult.url).origin,
      'sec-fetch-site': 'same-origin',
    })
    equal('the status', again.status, 200)
    await tab.send('heartbeat', {})
    tab.never('chatUserExists')
    isTrue('the tab is connected', tab.isOpen)
  }),
]

/** A cookie goes along by itself, so it counts from our own pages only. */
export const originScenarios: readonly Scenario[] = [
  scenario('C1', 'the login cookie is good for commands from our own pages', async (pult) => {
    const { email, password } = await pult.operator()
    const cookie = await cookieOf(pult, email, password)
    const answer = await away(pult, { cookie, origin: new URL(pult.url).origin })
    equal('the status', answer.status, 200)
  }),

  ...(['https://evil.example', 'null', 'https://evil.example.localhost:1'] as const).map((origin) =>
    scenario(
      'S1',
      `the login cookie is nothing from the origin ${origin}: origin_not_allowed`,
      async (pult) => {
        const { email, password } = await pult.operator()
        const cookie = await cookieOf(pult, email, password)
        equal('a command', (await away(pult, { cookie, origin })).error?.code, 'origin_not_allowed')
        const logout = await pult.http.post('/api/v1/logout', {}, { headers: { cookie, origin } })
        equal('logout', logout.error?.code, 'origin_not_allowed')
        const read = await pult.http.get('/api/v1/me', { headers: { cookie, origin } })
        equal('a read', read.error?.code, 'origin_not_allowed')
      },
    ),
  ),

  scenario(
    'S1',
    'a page next door is a stranger: the cookie without an origin, from another site, is nothing',
    async (pult) => {
      const { email, password } = await pult.operator()
      const cookie = await cookieOf(pult, email, password)
      for (const site of ['cross-site', 'same-site'])
        equal(`from ${site}`, (await away(pult, { cookie, 'sec-fetch-site': site })).status, 403)
      equal('from nowhere', (await away(pult, { cookie })).status, 403)
    },
  ),

  scenario('HTTP', 'answers may be read by every page, and never with its cookies', async (pult) => {
    const token = await pult.signIn(await pult.operator())
    const { headers } = await pult
      .as('OPERATOR', token)
      .get('/api/v1/me', { headers: { origin: 'https://shop.example' } })
    equal('allow-origin', headers.get('access-control-allow-origin'), '*')
    equal('allow-credentials', headers.get('access-control-allow-credentials'), null)
    const asked = await pult.http.request('OPTIONS', '/api/v1/commands/setStatus', {
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    })
    isTrue(
      'the preflight allows the token',
      /authorization/i.test(asked.headers.get('access-control-allow-headers') ?? ''),
    )
    equal('and no cookies', asked.headers.get('access-control-allow-credentials'), null)
  }),
]

function logIn(
  pult: Deployment,
  email: string,
  password: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return patiently(() => pult.http.post('/api/v1/login', { email, password }, { headers }))
}

async function cookieOf(pult: Deployment, email: string, password: string): Promise<string> {
  return cookieIn(await logIn(pult, email, password))
}

/** Changes something by the cookie alone. */
function away(pult: Deployment, headers: Record<string, string>): Promise<Answer> {
  return pult.http.post('/api/v1/commands/setStatus', { data: { status: 'AWAY' } }, { headers })
}
