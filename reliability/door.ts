/** The HTTP side of the program under test. Each request has a connection of its own: one that is kept could belong to an earlier life of the port. */
import { ADMIN } from '../packages/server/testing/program.ts'
import { answerOf, type Answer } from './peer.ts'

/** What an operator's desk needs, made through the front door. */
export interface Desk {
  readonly adminToken: string
  readonly groupId: string
  readonly channelKey: string
  readonly operators: readonly { readonly id: string; readonly token: string }[]
}

export interface Visitor {
  readonly token: string
  readonly clientId: string
  readonly chatId: string
}

export type HttpAnswer = { readonly status: number; readonly answer: Answer }

const PASSWORD = 'correct horse battery'

/** A command over HTTP. Throws where the line was lost. */
export async function command(
  url: string,
  token: string,
  name: string,
  data: unknown,
  key?: string,
): Promise<HttpAnswer> {
  const response = await fetch(`${url}/api/v1/commands/${name}`, {
    method: 'POST',
    keepalive: false,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ ...(key === undefined ? {} : { key }), data }),
  })
  const text = await response.text()
  return { status: response.status, answer: answerOf(JSON.parse(text) as Record<string, unknown>) }
}

/** One entity or one page. Waits where the reader is too fast ([GD8]); throws for every other refusal. */
export async function read<T>(url: string, token: string, path: string): Promise<T> {
  for (;;) {
    const response = await fetch(`${url}/api/v1${path}`, {
      keepalive: false,
      headers: { authorization: `Bearer ${token}` },
    })
    const text = await response.text()
    if (response.ok) return JSON.parse(text) as T
    if (response.status !== 429) throw new Error(`GET ${path}: ${response.status} ${text}`)
    await Bun.sleep(100)
  }
}

/** The newest items of a list until `isEnough`, newest first. */
export async function readUntil<T>(
  url: string,
  token: string,
  path: string,
  isEnough: (items: readonly T[]) => boolean,
): Promise<T[]> {
  const items: T[] = []
  let after = ''
  do {
    const page = await read<{ items: T[]; next: string | null }>(url, token, `${path}?limit=200${after}`)
    items.push(...page.items)
    if (page.next === null) return items
    after = `&after=${encodeURIComponent(page.next)}`
  } while (!isEnough(items))
  return items
}

export async function signIn(url: string, email: string, password = PASSWORD): Promise<string> {
  const response = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    keepalive: false,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { token } = (await response.json()) as { token?: string }
  if (token === undefined) throw new Error(`signing in as ${email} is answered with ${response.status}`)
  return token
}

export async function hello(url: string, channelKey: string): Promise<Visitor> {
  const response = await fetch(`${url}/api/v1/client/hello`, {
    method: 'POST',
    keepalive: false,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channelKey }),
  })
  const reply = (await response.json()) as { clientToken?: string; clientId: string; chatId: string }
  if (reply.clientToken === undefined) throw new Error(`hello is answered with ${response.status}`)
  return { token: reply.clientToken, clientId: reply.clientId, chatId: reply.chatId }
}

/** A group, a channel and operators that are signed in and online; `capacity` is each operator's. */
export async function furnish(
  url: string,
  options: { readonly operators: number; readonly capacity: number; readonly bot?: 'NONE' | 'BUILTIN' },
): Promise<Desk> {
  const adminToken = await signIn(url, ADMIN.email, ADMIN.password)
  const done = async (
    token: string,
    name: string,
    data: unknown,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const { answer } = await command(url, token, name, data)
    if (answer.kind !== 'done') throw new Error(`${name}: ${JSON.stringify(answer)}`)
    return answer.data
  }
  const groupId = String((await done(adminToken, 'createGroup', { name: 'Everybody' }))['groupId'])
  const channel = await done(adminToken, 'createChannel', {
    messengerType: 'API',
    name: 'Site',
    groupId,
    bot: { kind: options.bot ?? 'NONE' },
  })
  const operators: { id: string; token: string }[] = []
  for (let index = 0; index < options.operators; index += 1) {
    const email = `operator-${index}@example.com`
    const made = await done(adminToken, 'createOperator', {
      email,
      name: `Operator ${index}`,
      role: 'operator',
      password: PASSWORD,
      groupIds: [groupId],
      capacity: options.capacity,
    })
    const token = await signIn(url, email)
    await done(token, 'setStatus', { status: 'ONLINE' })
    operators.push({ id: String(made['operatorId']), token })
  }
  return { adminToken, groupId, channelKey: String(channel['channelKey']), operators }
}
