import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { type Finding, ok, problem, sentenceOf } from './finding.ts'
import { CLOCK_MS_MAX } from './database-check.ts'

const LIMIT_MS = 4_000
const STREAM_PATH = '/api/v1/operator/stream'
const SUBPROTOCOL = 'pult.v1'
/** The header `Date` counts in seconds. */
const DATE_STEP_MS = 1_000

/** A Pult that answers, at one address: alive, ready, its clock, and a socket that opens. `isPublic`: there is a proxy in between. */
export async function checkWeb(
  url: string,
  isPublic: boolean,
  nowMs: () => number,
): Promise<readonly Finding[]> {
  const subject = isPublic ? 'public url' : 'server'
  const health = await ask(`${url}/healthz`)
  if (typeof health === 'string')
    return [
      problem(
        subject,
        `${url} does not answer (${health})`,
        /certificate/i.test(health)
          ? 'Its certificate is not believed; the line "tls" says why.'
          : isPublic
            ? 'Does the name lead to the proxy, does the proxy run, and does it know the address and the port of Pult?'
            : 'Start Pult, or look into its log.',
      ),
    ]
  const pult = pultIn(health)
  if (pult === undefined)
    return [
      problem(
        subject,
        `at ${url} something answers ${health.status}, and it is not Pult`,
        otherMend(health.status, isPublic),
      ),
    ]
  return [
    ok(subject, `Pult ${pult} answers at ${url}`),
    await checkReady(url),
    ...checkClock(health.date, nowMs()),
    await checkSocket(url, isPublic),
  ]
}

function otherMend(status: number, isPublic: boolean): string {
  if (!isPublic) return 'Another program has the port: stop that one, or set PORT to a free one.'
  return BAD_GATEWAY.has(status)
    ? 'The proxy does not reach Pult: is it running, at the port that the proxy asks?'
    : 'Let the proxy pass everything under this address to Pult.'
}

const BAD_GATEWAY: ReadonlySet<number> = new Set([502, 503, 504])

interface Answer {
  readonly status: number
  readonly text: string
  readonly date: string | null
}

/** A string: why there is no answer. */
async function ask(url: string): Promise<Answer | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS), redirect: 'manual' })
    return { status: response.status, text: await response.text(), date: response.headers.get('date') }
  } catch (error) {
    return sentenceOf(error)
  }
}

/** Its version. */
function pultIn({ status, text }: Answer): string | undefined {
  if (status !== 200) return undefined
  try {
    const said = JSON.parse(text) as { status?: unknown; version?: unknown } | null
    return said?.status === 'ok' && typeof said.version === 'string' ? said.version : undefined
  } catch {
    return undefined
  }
}

async function checkReady(url: string): Promise<Finding> {
  const ready = await ask(`${url}/readyz`)
  if (typeof ready !== 'string' && ready.status === 200)
    return ok('ready', `${url}/readyz says ${ready.text}`)
  const said = typeof ready === 'string' ? ready : `${ready.status}: ${ready.text.slice(0, 200)}`
  return problem(
    'ready',
    `${url}/readyz says ${said}`,
    'It starts, stops, or waits for its database: look into its log.',
  )
}

function checkClock(date: string | null, nowMs: number): readonly Finding[] {
  const apartMs = Math.abs(Date.parse(date ?? '') - nowMs)
  if (!(apartMs > CLOCK_MS_MAX + DATE_STEP_MS)) return []
  const says = `the clock there and this machine's are ${Math.round(apartMs / 1_000)} s apart`
  return [problem('clock', says, 'Let both machines take their time from NTP (chrony, systemd-timesyncd).')]
}

/** Opens the stream of operators with a token that nobody has: the refusal proves that words pass both ways. */
async function checkSocket(url: string, isPublic: boolean): Promise<Finding> {
  const address = `${url.replace(/^http/, 'ws')}${STREAM_PATH}`
  if (await isRefusedInWords(address)) return ok('websocket', `${address} opens, and words pass both ways`)
  const status = await upgradeStatus(`${url}${STREAM_PATH}`)
  const says = `${address} does not open (${typeof status === 'number' ? `the upgrade was answered with ${status}` : status})`
  return problem(
    'websocket',
    says,
    isPublic
      ? 'The proxy does not pass upgrades to WebSocket. In nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade". See "Behind a proxy" in the manual.'
      : 'Something between this machine and Pult takes the upgrade away: look for a proxy or a filter.',
  )
}

function isRefusedInWords(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address, [SUBPROTOCOL])
    const end = (isSo: boolean): void => {
      clearTimeout(timer)
      resolve(isSo)
      socket.close()
    }
    const timer = setTimeout(() => end(false), LIMIT_MS)
    socket.addEventListener('open', () =>
      socket.send(
        JSON.stringify({ command: 'connect', id: '1', data: { instance: 'doctor', token: 'nobody has it' } }),
      ),
    )
    socket.addEventListener('message', () => end(true))
    socket.addEventListener('close', () => end(false))
  })
}

/** What an upgrade is answered with; a string: why there was no answer. */
function upgradeStatus(url: string): Promise<number | string> {
  return new Promise((resolve) => {
    const ask = url.startsWith('https:') ? tlsRequest : plainRequest
    const asked = ask(url, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'ZG9jdG9yIGRvY3RvciAxNg==',
        'Sec-WebSocket-Protocol': SUBPROTOCOL,
      },
      timeout: LIMIT_MS,
    })
    asked.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve('it opens, and what is sent does not arrive')
    })
    asked.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('timeout', () => {
      asked.destroy()
      resolve('nothing came')
    })
    asked.on('error', (error) => resolve(sentenceOf(error)))
    asked.end()
  })
}
