/** HTTP requests that are wrong in method, path, query, headers or body; none may be our own fault. */
import { errorTable } from '@pult/protocol'
import { pick } from '../random.ts'
import { mutated, mutatedBytes, mutatedText, type Json } from './hostile.ts'

export interface HostileRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

export interface Material {
  readonly tokens: readonly string[]
  /** Ids that exist, of every kind. */
  readonly ids: readonly string[]
  readonly values: readonly Json[]
  /** A command and good data for it. */
  readonly commands: readonly { readonly command: string; readonly data: Json }[]
  readonly bodies: Readonly<Record<string, Json>>
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND']
const READS = [
  '/me',
  '/sessions',
  '/sessions/{id}',
  '/sessions/{id}/messages',
  '/sessions/{id}/notes',
  '/chats/{id}/messages',
  '/clients/{id}',
  '/operators',
  '/groups',
  '/channels',
  '/bots',
  '/bots/activity',
  '/bots/{id}/activity',
  '/bots/{id}/versions',
  '/articles',
  '/articles/{id}',
  '/help',
  '/attachments/{id}',
  '/openapi.json',
]
const PARAMETERS = [
  'status',
  'operatorId',
  'groupId',
  'channel',
  'q',
  'after',
  'limit',
  'days',
  'utcOffset',
  'expires',
  'signature',
  '__proto__',
  'q[]',
]
const WORDS = [
  '',
  '..',
  '%2e%2e',
  '%00',
  '%ff',
  '%c0%ae',
  '%',
  '//',
  '\\',
  'a'.repeat(4_000),
  '__proto__',
  'ё',
  '-1',
  '1e999',
  '*',
]
const HEADERS = [
  'content-type',
  'origin',
  'cookie',
  'range',
  'x-forwarded-for',
  'x-request-id',
  'accept-encoding',
  'sec-fetch-site',
  'if-none-match',
  'accept-language',
]
const HEADER_VALUES = [
  '',
  'null',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'text/plain',
  'pult_login=; pult_login=%00; =;;=',
  'bytes=9999999999-,-1,a-b',
  '999.1.1.1, ::::, unknown, 127.0.0.1:99999',
  'gzip;q=abc, *;q=-1',
  'a'.repeat(6_000),
  '\u00ff\u00fe',
]
/** The smallest picture there is. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** Hashing a password takes a core for a while; what is tested here is what comes before. */
const SLOW_ONE_IN = 100
const ASKED_MS_MAX = 30_000

export function hostileRequest(random: () => number, material: Material): HostileRequest {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (random() < 0.9)
    headers['authorization'] =
      `Bearer ${random() < 0.9 ? pick(random, material.tokens) : pick(random, WORDS.slice(2, 6))}`
  while (random() < 0.3) headers[pick(random, HEADERS)] = pick(random, HEADER_VALUES)
  const method = random() < 0.1 ? pick(random, METHODS) : undefined
  const chance = random()
  if (chance < 0.45) return { method: method ?? 'GET', path: readPath(random, material), headers }
  const isWithout = method === 'GET' || method === 'HEAD'
  if (chance < 0.5 && !isWithout)
    return { method: method ?? 'POST', path: '/attachments', ...upload(headers, random) }
  const [path, body] = chance < 0.85 ? commandBody(random, material) : otherBody(random, material)
  return { method: method ?? 'POST', path, headers, ...(isWithout ? {} : { body: textOf(body, random) }) }
}

function readPath(random: () => number, { ids }: Material): string {
  const word = (): string => (random() < 0.5 ? pick(random, ids) : pick(random, WORDS))
  const path = pick(random, READS).replace('{id}', word)
  const query = Array.from(
    { length: Math.floor(random() * 4) },
    () => `${pick(random, PARAMETERS)}=${word()}`,
  )
  const tail = random() < 0.1 ? `/${pick(random, WORDS)}` : ''
  return `${path}${tail}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

function commandBody(random: () => number, { commands, values }: Material): [string, Json] {
  const { command, data } = pick(random, commands)
  const whole = { key: `${random()}`, data }
  return [`/commands/${random() < 0.05 ? pick(random, WORDS) : command}`, mutated(whole, random, values)]
}

function otherBody(random: () => number, { bodies, values }: Material): [string, Json] {
  const paths = Object.keys(bodies).filter((path) => path !== '/login' || random() < 1 / SLOW_ONE_IN)
  const path = pick(random, paths)
  return [path, mutated(bodies[path] ?? {}, random, values)]
}

function textOf(body: Json, random: () => number): string {
  const text = JSON.stringify(body)
  return random() < 0.3 ? mutatedText(text, random) : text
}

function upload(
  headers: Record<string, string>,
  random: () => number,
): Pick<HostileRequest, 'headers' | 'body'> {
  const boundary = 'trial'
  const name = pick(random, ['a.png', '../../a.png', '"', 'a\u0000.svg', 'ё'.repeat(500)])
  const whole = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`,
    ),
    PICTURE,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  return {
    headers: {
      ...headers,
      'content-type': `multipart/form-data; boundary=${random() < 0.9 ? boundary : ''}`,
    },
    body: Uint8Array.from(mutatedBytes(whole, random)),
  }
}

/** What was broken, or undefined. A request that the client's own library refuses to send is sent as `undefined` too. */
export async function judged(
  url: string,
  { method, path, headers, body }: HostileRequest,
): Promise<string | undefined> {
  let request: Request
  try {
    request = new Request(`${url}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    })
  } catch {
    return undefined
  }
  const words = `${method} ${path.slice(0, 200)} ${String(body ?? '').slice(0, 200)}`
  try {
    const response = await fetch(request, { redirect: 'manual', signal: AbortSignal.timeout(ASKED_MS_MAX) })
    const text = await response.text()
    if (response.status >= 500) return `[S10] ${response.status} to ${words}: ${text.slice(0, 200)}`
    if (response.status < 400 || method === 'HEAD') return undefined
    const isOfApi = response.headers.get('content-type')?.startsWith('application/json') === true
    if (!isOfApi) return undefined
    const { error } = JSON.parse(text) as { error?: { code: string } }
    return error !== undefined && error.code in errorTable
      ? undefined
      : `[C3] ${response.status} without a code of the table to ${words}`
  } catch (error) {
    return `[S10] no answer to ${words}: ${String(error)}`
  }
}
