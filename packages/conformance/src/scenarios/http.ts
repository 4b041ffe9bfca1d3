import { CURSOR_HEADER } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import { desk, person } from '../kit/desk.ts'
import { patiently } from '../kit/http.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation } from './commands-conversation.ts'

/** More than any body of a command; the same by every deployment's limit. */
const TOO_LARGE_BYTES = 1024 * 1024
const JSON_TYPE = { 'content-type': 'application/json' }

/** The doors themselves: addresses, methods, bodies. */
export const httpScenarios: readonly Scenario[] = [
  scenario(
    'HTTP',
    'an address of the API that does not exist is not_found, and never a page',
    async (pult) => {
      const { token } = await person(pult, { status: 'OFFLINE' })
      for (const path of [
        '/api/v1/nothing',
        '/api/v1',
        '/api/',
        '/api/v2/sessions',
        '/api/v1/sessions/a/b/c',
        '/api/v1/login/x',
      ]) {
        for (const accept of ['application/json', 'text/html']) {
          const { status, error } = await pult.as('OPERATOR', token).get(path, { headers: { accept } })
          equal(`the answer of ${path}`, [status, error?.code], [404, 'not_found'])
        }
      }
    },
  ),

  scenario(
    'HTTP',
    'a method that an address does not take is method_not_allowed, with Allow',
    async (pult) => {
      const wrong: readonly [string, string, string][] = [
        ['GET', '/login', 'POST'],
        ['GET', '/logout', 'POST'],
        ['POST', '/me', 'GET'],
        ['GET', '/client/hello', 'POST'],
        ['GET', '/commands/sendMessage', 'POST'],
        ['POST', '/sessions', 'GET'],
        ['DELETE', '/sessions/x', 'GET'],
        ['PUT', '/sessions/x/messages', 'GET'],
        ['PATCH', '/operators', 'GET'],
        ['POST', '/events', 'GET'],
        ['GET', '/attachments', 'POST'],
        ['POST', '/openapi.json', 'GET'],
      ]
      for (const [method, path, allowed] of wrong) {
        const { status, error, headers } = await pult.http.request(method, `/api/v1${path}`)
        equal(`the answer of ${method} ${path}`, [status, error?.code], [405, 'method_not_allowed'])
        isTrue(`Allow of ${path} names ${allowed}`, (headers.get('allow') ?? '').includes(allowed))
      }
    },
  ),

  scenario('C3', 'a body that is no JSON is invalid_frame', async (pult) => {
    const { token } = await person(pult, { status: 'OFFLINE' })
    for (const path of ['/login', '/client/hello', '/commands/setStatus']) {
      for (const body of ['{bad', '{"a":', 'status=ONLINE', "{'a':1}"]) {
        const { status, error } = await pult
          .as('OPERATOR', token)
          .request('POST', `/api/v1${path}`, { body, headers: JSON_TYPE })
        equal(`the refusal by ${path}`, [status, error?.code, error?.field], [400, 'invalid_frame', 'body'])
      }
    }
  }),

  scenario('C3', 'a body that is JSON and no object is refused', async (pult) => {
    const { token } = await person(pult, { status: 'OFFLINE' })
    for (const path of ['/login', '/client/hello', '/commands/setStatus']) {
      for (const body of ['[]', '7', 'null', '"text"', '[{"data":{}}]']) {
        const { error } = await pult
          .as('OPERATOR', token)
          .request('POST', `/api/v1${path}`, { body, headers: JSON_TYPE })
        equal(`the refusal by ${path} of ${body}`, error?.code, 'validation_failed')
      }
    }
  }),

  scenario('S10', 'a body that is too large is refused, with its length told and without', async (pult) => {
    const { token } = await person(pult, { status: 'OFFLINE' })
    const body = JSON.stringify({ data: { status: 'ONLINE', more: 'x'.repeat(TOO_LARGE_BYTES) } })
    for (const path of ['/commands/setStatus', '/login', '/client/hello']) {
      const { status, error } = await pult
        .as('OPERATOR', token)
        .request('POST', `/api/v1${path}`, { body, headers: JSON_TYPE })
      equal(`the refusal by ${path}`, [status, error?.code], [413, 'frame_too_large'])
    }
  }),

  scenario('S10', 'deep nesting is answered, not suffered', async (pult) => {
    const { token } = await person(pult, { status: 'OFFLINE' })
    const depth = 20_000
    const body = `{"data":{"status":${'['.repeat(depth)}${']'.repeat(depth)}}}`
    const { status } = await pult
      .as('OPERATOR', token)
      .request('POST', '/api/v1/commands/setStatus', { body, headers: JSON_TYPE })
    isTrue(`the status ${status} is a refusal and no failure`, status >= 400 && status < 500)
  }),

  scenario('HTTP', 'healthz and readyz answer 200 to everybody', async (pult) => {
    for (const path of ['/healthz', '/readyz'])
      equal(`the status of ${path}`, (await pult.http.get(path)).status, 200)
  }),

  scenario('HTTP', 'metrics are in the text format, and name nobody', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const { status, text } = await pult.http.get('/metrics')
    equal('the status', status, 200)
    isTrue(
      'there is a HELP and a TYPE',
      /^# HELP \w+ /m.test(text) && /^# TYPE \w+ (gauge|counter|histogram|summary)$/m.test(text),
    )
    for (const line of text.split('\n')) {
      const isFine =
        line === '' ||
        line.startsWith('#') ||
        /^[a-zA-Z_:][\w:]*(\{[^}]*\})? -?[\d.e+]+( \d+)?$/i.test(line) ||
        / (NaN|[+-]Inf)$/.test(line)
      isTrue(`a line of the format: ${line}`, isFine)
    }
    for (const name of [anna.id, anna.account.email, client.client.clientId, sessionId])
      isTrue(`it does not name ${name}`, !text.includes(name))
  }),

  scenario('HTTP', 'a stream’s address that is asked without an upgrade says so', async (pult) => {
    for (const path of ['/api/v1/operator/stream', '/api/v1/client/stream']) {
      const { status, error } = await pult.http.get(path)
      equal(`the answer of ${path}`, [status, error?.code], [400, 'invalid_frame'])
    }
  }),

  scenario(
    'HTTP',
    'too many requests of one person are stopped for a while, and nobody else feels it',
    async (pult) => {
      const [one, other] = [
        await pult.signIn(await pult.operator()),
        await pult.signIn(await pult.operator()),
      ]
      const busy = pult.as('OPERATOR', one)
      const ask = async (): Promise<number> => {
        const { status, error, headers } = await busy.send('setStatus', { status: 'AWAY' })
        if (status !== 429) return status
        equal('the refusal', [error?.code, error?.temporary], ['rate_limited', true])
        isTrue('retryMs says when', (error?.retryMs ?? 0) > 0)
        isPresent('Retry-After', headers.get('retry-after'))
        return status
      }
      // As many as a busy machine may answer before a generous allowance is used up.
      let stopped = false
      for (let round = 0; round < 20 && !stopped; round += 1)
        stopped = (await Promise.all(Array.from({ length: 100 }, ask))).includes(429)
      isTrue('two thousand at once are too many', stopped)
      equal(
        'the status for somebody else',
        (await pult.as('OPERATOR', other).send('setStatus', { status: 'AWAY' })).status,
        200,
      )
      equal(
        'the status in a while',
        (await patiently(() => busy.send('setStatus', { status: 'AWAY' }))).status,
        200,
      )
    },
  ),
]

/** What answers say about themselves, and what they never say. */
export const headerScenarios: readonly Scenario[] = [
  scenario(
    'HTTP',
    'pages run no script but the deployment’s own, and nobody frames the cabinet',
    async (pult) => {
      const { status, headers } = await pult.http.get('/', { headers: { accept: 'text/html' } })
      equal('the status of the cabinet', status, 200)
      const policy = headers.get('content-security-policy') ?? ''
      isTrue(
        `a policy without unsafe words: ${policy}`,
        policy.includes('default-src') && !/unsafe-(inline|eval)/.test(policy),
      )
      isTrue('nobody frames it', /frame-ancestors 'none'/.test(policy))
      equal('nosniff', headers.get('x-content-type-options'), 'nosniff')
      isPresent('Referrer-Policy', headers.get('referrer-policy'))
      isPresent('Permissions-Policy', headers.get('permissions-policy'))
      const isSecure = pult.url.startsWith('https:')
      equal(
        'HSTS over https and never over http',
        headers.get('strict-transport-security') !== null,
        isSecure,
      )
    },
  ),

  scenario('HTTP', 'no path from outside reaches the disk', async (pult) => {
    const climbs = [
      '/..%2f..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%5c..%5cpackage.json',
      '/.env',
      '/%00',
      '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    ]
    for (const path of climbs) {
      const { status, text } = await pult.http.get(path)
      isTrue(`the status ${status} of ${path} is a refusal`, status >= 400 && status < 500)
      isTrue('nothing of the machine is told', !/root:|"dependencies"/.test(text))
    }
  }),

  scenario('HTTP', 'answers of the API are not kept, not sniffed, and can be traced', async (pult) => {
    const { http, sessionId } = await conversation(pult)
    for (const path of ['/me', '/sessions', `/sessions/${sessionId}`, '/nothing']) {
      const { headers } = await http.get(`/api/v1${path}`)
      equal(`caching of ${path}`, headers.get('cache-control'), 'no-store')
      equal(`sniffing of ${path}`, headers.get('x-content-type-options'), 'nosniff')
      isTrue(`the type of ${path}`, (headers.get('content-type') ?? '').startsWith('application/json'))
    }
    const { headers } = await http.get('/api/v1/sessions', { headers: { origin: 'https://shop.example' } })
    isTrue(
      'pages may read the cursor',
      (headers.get('access-control-expose-headers') ?? '').includes(CURSOR_HEADER),
    )
  }),

  scenario('A8', 'no answer and no stream tells a password, a secret or another’s token', async (pult) => {
    const password = pult.unique('canary')
    const { people, channel, group } = await desk(pult, {
      people: [{ password, role: 'supervisor' }, { password: `${password}!` }],
    })
    const [chief, anna] = people
    const client = await pult.client(channel)
    const stream = await pult.clientStream(client)
    const { sessionId } = await stream.ask('sendMessage', { body: 'Hello' })
    await pult.admin.ask('updateChannel', { channelId: channel.channelId, name: 'Renamed' })
    await pult.admin.ask('updateOperator', { operatorId: anna.id, name: 'Renamed' })
    await pult.fence(chief.stream, anna.stream)
    const http = pult.as('OPERATOR', chief.token)
    const answers = await Promise.all(
      [
        '/me',
        `/sessions/${sessionId}`,
        `/clients/${client.clientId}`,
        '/operators?limit=200',
        '/groups?limit=200',
        '/channels?limit=200',
        '/events?waitMs=0',
      ].map(async (path) => (await http.get(`/api/v1${path}`)).text),
    )
    const streams = [chief.stream, anna.stream, stream].map(({ frames }) => JSON.stringify(frames))
    const everything = [...answers, ...streams].join('\n')
    const secrets = {
      password,
      channelSecret: channel.channelSecret,
      token: chief.token,
      other: anna.token,
      client: client.clientToken,
    }
    for (const [what, secret] of Object.entries(secrets))
      isTrue(`the ${what} is nowhere`, !everything.includes(secret))
    isTrue('no hash either', !/\$argon2|\$2[aby]\$|passwordHash/i.test(everything))
    isTrue('the group is there, so something was looked at', everything.includes(group.groupId))
  }),

  scenario('S1', 'a token in the URL is nothing', async (pult) => {
    const token = await pult.signIn(await pult.operator())
    for (const name of ['token', 'access_token', 'authorization']) {
      const { status } = await pult.http.get(`/api/v1/sessions?${name}=${token}`)
      equal(`the status with ${name}`, status, 401)
    }
  }),
]
