/**
 * A full desk for the cabinet to stand before: an operator with chats of their own, chats in Help, chats of a colleague that are watched and
 * chats that are over, all made through the real server's public API. A piece for measuring programmes; alone it starts a server and leaves
 * it running to be tried by hand:
 *
 *   bun bench/cabinet-desk.ts [sessions = 1000] [events a second = 0]
 */
import { ADMIN, post, startPult } from './pult-server.ts'

export interface DeskWanted {
  /** At most 1,000: more nobody may hold. */
  readonly mine: number
  readonly help: number
  /** Held by a colleague, watched by the operator. At most 1,000. */
  readonly watched: number
  readonly closed: number
}

export interface LaidDesk {
  /** Signs into the cabinet, by form or by the cookie `pult_login`. */
  readonly operator: { readonly email: string; readonly password: string; readonly token: string }
  /** Everybody who can write: one open session each. */
  readonly clientTokens: readonly string[]
  /** Ends the operator's own connection, which keeps their chats with them until a browser takes over: call it just before. */
  readonly letGo: () => void
  /** Ends the colleague's too. */
  readonly leave: () => void
}

/** Requests at once: enough to keep the server busy, few enough not to wait in the kernel's queue. */
const AT_ONCE = 48
const names = [
  'Emma Larsen',
  'Oliver Smith',
  'Мария Иванова',
  'Ли Вэй',
  'Anna-Lena Müller',
  'Иван Кузнецов',
  'Petra Novák',
  'João Silva',
  'Fatima Haddad',
  'Hiro Tanaka',
]
const channels = [
  ['WIDGET', 'Web shop'],
  ['TELEGRAM', 'Telegram'],
  ['WHATSAPP', 'WhatsApp'],
  ['EMAIL', 'Post'],
] as const
const questions = [
  'Good morning! My teapot came with a crack at the spout.',
  'Здравствуйте! Где мой заказ № 10542? Обещали ещё вчера.',
  'When do you deliver to Bornholm?',
  'Можно ли вернуть товар без чека? Коробка осталась.',
  'Is the red kettle in stock? I need two of them by Friday, and a bill for the company.',
]
const tags = ['refund', 'delivery', 'vip', 'жалоба', 'repeat']

/** How many sessions of each kind make a desk of so many: few are one's own, as in life. */
export function shareOut(sessions: number): DeskWanted {
  const mine = Math.min(1_000, Math.ceil(sessions * 0.1))
  const watched = Math.min(1_000, Math.ceil(sessions * 0.2))
  return {
    mine,
    watched,
    help: Math.max(0, sessions - mine - watched),
    closed: Math.min(200, Math.ceil(sessions * 0.05)),
  }
}

export async function layDesk(url: string, wanted: DeskWanted): Promise<LaidDesk> {
  const { token: adminToken } = await post<{ token: string }>(url, '/login', ADMIN)
  const admin = await openStream(url, adminToken)
  const { groupId } = await admin.command<{ groupId: string }>('createGroup', {
    name: 'Desk',
    timerFirstAnswer: 1_800,
    timerNextAnswers: 900,
  })
  const channelKeys: string[] = []
  for (const [messengerType, name] of channels) {
    const channel = { messengerType, name, groupId, bot: { kind: 'NONE' } }
    channelKeys.push((await admin.command<{ channelKey: string }>('createChannel', channel)).channelKey)
  }
  const addOperator = async (name: string, email: string, role: string, capacity: number) => {
    const { password } = ADMIN
    await admin.command('createOperator', { name, email, role, password, groupIds: [groupId], capacity })
    return (await post<{ token: string }>(url, '/login', { email, password })).token
  }
  const email = 'desk@example.com'
  const token = await addOperator('Anna Pearson', email, 'supervisor', wanted.mine)
  const theirCapacity = Math.min(1_000, Math.max(wanted.watched, wanted.closed))
  const theirToken = await addOperator('Boris Orlov', 'boris@example.com', 'operator', theirCapacity)

  let made = 0
  const write = async (): Promise<Visitor> => {
    const index = made++
    const channelKey = channelKeys[index % channelKeys.length]
    const { clientToken, clientId } = await post<Hello>(url, '/client/hello', { channelKey })
    const body = questions[index % questions.length]
    await post(url, '/commands/sendMessage', { data: { body } }, clientToken)
    return { clientToken, clientId, index }
  }

  // Whoever is online gets what comes, so each sits down only for their own part.
  const own = await openStream(url, token)
  const theirs = await openStream(url, theirToken)
  await theirs.command('setStatus', { status: 'ONLINE' })
  await many(wanted.closed, write)
  await each(await sessionsOf(url, theirToken), (sessionId) => theirs.command('closeSession', { sessionId }))
  const watched = await many(wanted.watched, write)
  await each(await sessionsOf(url, theirToken), (sessionId) =>
    own.command('watchSession', { sessionId, watch: true }),
  )
  await theirs.command('setStatus', { status: 'AWAY' })
  await own.command('setStatus', { status: 'ONLINE' })
  const mine = await many(wanted.mine, write)
  const help = await many(wanted.help, write)

  const open = [...mine, ...watched, ...help]
  // A third of them with a name of their own is enough for the lists to look like life.
  await each(
    open.filter(({ index }) => index % 3 === 0),
    ({ clientId, index }) =>
      admin.command('updateClient', { clientId, name: names[(index / 3) % names.length] }),
  )
  const held = await sessionsOf(url, token)
  await each([...held.entries()], async ([index, sessionId]) => {
    if (index % 2 === 0)
      await own.command('setTags', { sessionId, tags: tags.slice(index % 3, (index % 3) + 2) })
    if (index % 4 === 0)
      await own.command('sendMessage', { sessionId, body: 'One moment, I am looking into it.' })
  })
  admin.close()
  return {
    operator: { email, password: ADMIN.password, token },
    clientTokens: open.map(({ clientToken }) => clientToken),
    letGo: own.close,
    leave() {
      own.close()
      theirs.close()
    },
  }
}

/** Clients write, one after another, so many messages a second in all. `stop` tells how many were written. */
export function keepTalking(
  url: string,
  clientTokens: readonly string[],
  perSecond: number,
): { stop: () => Promise<number> } {
  let sent = 0
  const over = new AbortController()
  const startedAt = performance.now()
  const run = async (): Promise<number> => {
    while (!over.signal.aborted) {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond) - sent
      const batch = Array.from({ length: Math.max(0, due) }, () => sent++)
      await Promise.all(
        batch.map((index) => {
          // A stride that is no divisor of any round number spreads them over the whole desk.
          const clientToken = clientTokens[(index * 379) % clientTokens.length]
          const body = questions[index % questions.length]
          return post(url, '/commands/sendMessage', { data: { body } }, clientToken)
        }),
      )
      await Bun.sleep(10)
    }
    return sent
  }
  const running = run()
  return {
    async stop() {
      over.abort()
      return await running
    },
  }
}

interface Visitor {
  readonly clientToken: string
  readonly clientId: string
  readonly index: number
}
interface Hello {
  readonly clientToken: string
  readonly clientId: string
}

/** The open sessions that this operator holds. */
async function sessionsOf(url: string, token: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${token}` }
  const me = (await (await fetch(`${url}/api/v1/me`, { headers })).json()) as { operator: { id: string } }
  const ids: string[] = []
  let after = ''
  do {
    const query = new URLSearchParams({ status: 'ACTIVE', operatorId: me.operator.id, limit: '200' })
    if (after !== '') query.set('after', after)
    const answer = await fetch(`${url}/api/v1/sessions?${query}`, { headers })
    const page = (await answer.json()) as { items: { id: string }[]; next: string | null }
    ids.push(...page.items.map(({ id }) => id))
    after = page.next ?? ''
  } while (after !== '')
  return ids
}

/** An operator's stream: commands go over it, because one person's HTTP requests are few a second. */
interface Stream {
  readonly command: <T>(name: string, data: unknown) => Promise<T>
  readonly close: () => void
}

async function openStream(url: string, token: string): Promise<Stream> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/operator/stream`, 'pult.v1')
  const asked = new Map<string, { resolve: (data: never) => void; reject: (error: Error) => void }>()
  let asking = 0
  const send = (name: string, data: unknown): Promise<never> => {
    const id = `c${(asking += 1)}`
    socket.send(JSON.stringify({ command: name, id, key: `${token.slice(-12)} ${id}`, data }))
    return new Promise((resolve, reject) => asked.set(id, { resolve, reject }))
  }
  await new Promise<void>((resolve, reject) => {
    socket.onerror = () => reject(new Error(`no connection to ${url}`))
    socket.onopen = () =>
      socket.send(
        JSON.stringify({ command: 'connect', id: 'c', data: { token, instance: token.slice(-12) } }),
      )
    socket.onmessage = ({ data }) => {
      const frame = String(data)
      if (frame.startsWith('{"action":"live"')) resolve()
      if (!frame.startsWith('{"action":"reply"')) return
      const reply = JSON.parse(frame) as { id: string; data: never; error?: { message: string } }
      const { resolve: done, reject: fail } = asked.get(reply.id) ?? {}
      asked.delete(reply.id)
      if (reply.error === undefined) done?.(reply.data)
      else fail?.(new Error(frame))
    }
  })
  return { command: send, close: () => socket.close() }
}

async function each<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await run(item)
    }),
  )
}

async function many<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = []
  await each(Array.from({ length: count }), async () => made.push(await make()))
  return made
}

if (import.meta.main) {
  const sessions = Number(process.argv[2] ?? 1_000)
  const perSecond = Number(process.argv[3] ?? 0)
  const server = await startPult()
  const startedAt = performance.now()
  const desk = await layDesk(server.url, shareOut(sessions))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(
    `${sessions} sessions in ${seconds} s: ${server.url} ${desk.operator.email} "${desk.operator.password}"\n`,
  )
  desk.letGo()
  const talk = perSecond > 0 ? keepTalking(server.url, desk.clientTokens, perSecond) : null
  const end = async (): Promise<void> => {
    await talk?.stop()
    desk.leave()
    await server.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void end())
  process.on('SIGTERM', () => void end())
}
