import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { httpExamples } from '../../packages/protocol/src/examples.ts'
import { command, furnish, hello, read, type Desk, type Visitor } from '../door.ts'
import { sendAll, type Stranger } from '../faults/frame-storm.ts'
import { hostileValues, mutated, mutatedText, PLANTED, type Json } from '../faults/hostile.ts'
import { BOT_EXAMPLES, EXAMPLES, hostileFrames, withIds, type Ids } from '../faults/hostile-frames.ts'
import { hostileRequest, judged, type Material } from '../faults/hostile-requests.ts'
import { frameOf, sendRaw, upgradeAnd } from '../faults/raw-bytes.ts'
import { openPeer } from '../peer.ts'
import { startPult, type Running } from '../program.ts'
import { pick, randomFrom } from '../random.ts'
import type { Trial, TrialContext, TrialResult } from '../trial.ts'

/** Of the units so many are frames, the rest requests: 50,000 and 20,000. */
const FRAMES_SHARE = 5 / 7
/** One in so many frames and requests is broken below the words: bytes that no client library would send. */
const RAW_ONE_IN = 100
const LANES = 16
/** The twentieth strike closes a connection [GS10]: most send fewer, so that every frame is looked at; some send more. */
const FRAMES_AT_ONCE = 19
const FRAMES_TOO_MANY = 60
const VISITORS = 200
/** Each may have sixteen programs connected: no lane waits for another one's to go. */
const BOTS = 2
const OPERATORS = 4
/** Requests of one lane between two looks at the frames that are left. */
const REQUESTS_AT_ONCE = 20
const TIMED = 600
const P99_MS_MAX = 5
const FAILURES_KEPT = 20

export const malformed: Trial = {
  name: 'malformed',
  sentence:
    'frames and requests that no good program sends: no crash, no 5xx, each frame answered once or its connection closed with a code',
  unit: 'frames and requests',
  sizes: { ci: 70_000, release: 10_000_000 },
  missing: () => null,
  run,
}

interface Scene {
  readonly program: Running
  readonly desk: Desk
  readonly visitors: readonly Visitor[]
  /** By them programs connect. */
  readonly botSecrets: readonly string[]
  /** Ids that exist; none of the people whose lines the trial needs. */
  readonly ids: Ids
  readonly values: readonly Json[]
}

async function run({ size, seed, folder, progress }: TrialContext): Promise<TrialResult> {
  const program = await startPult({ directory: join(folder, 'data') })
  const scene = await furnishScene(program, seed)
  const before = await faceOf(scene)
  const failures: string[] = []
  const late: string[] = []
  const fail = (sentences: readonly string[]): void => {
    if (failures.length < FAILURES_KEPT) failures.push(...sentences)
  }
  const asked = { frames: Math.round(size * FRAMES_SHARE), requests: size - Math.round(size * FRAMES_SHARE) }
  const done = { frames: 0, requests: 0, closed: 0 }
  const lane = async (number: number): Promise<void> => {
    const random = randomFrom(seed + 1 + number)
    while (done.frames < asked.frames) {
      const who = strangerOf(scene, random)
      const told = await sendAll(program.url, who, framesOf(scene, who, random))
      done.frames += told.frames
      if (told.closedWith !== undefined) done.closed += 1
      fail(told.broken)
      if (random() < FRAMES_AT_ONCE / RAW_ONE_IN) fail(await rawFrame(scene, random))
      progress(done.frames + done.requests, `${done.closed} connections closed`)
    }
    const material = materialOf(scene)
    while (done.requests < asked.requests) {
      for (let count = 0; count < REQUESTS_AT_ONCE; count += 1) {
        const broken = await judged(program.url, hostileRequest(random, material))
        done.requests += 1
        if (broken !== undefined) fail([broken])
      }
      if (random() < REQUESTS_AT_ONCE / RAW_ONE_IN) fail(await rawRequest(scene, random))
      progress(done.frames + done.requests, `${done.closed} connections closed`)
    }
  }
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)))
  const after = await faceOf(scene)
  if (after !== before) fail(['[G5] what a person sees of themselves has changed its shape'])
  if (after.includes(PLANTED)) fail(['a prototype was touched'])
  fail(await ordinaryTalk(scene))
  const { hostileMsP99, plainMsP99 } = await answerTimes(scene, seed)
  if (hostileMsP99 > plainMsP99 + P99_MS_MAX)
    late.push(`a hostile frame takes ${hostileMsP99.toFixed(1)} ms, a heartbeat ${plainMsP99.toFixed(1)} ms`)
  const complaints = program.complaints()
  if (complaints.length > 0)
    fail([`it complained ${complaints.length} times: ${complaints[0]?.slice(0, 500)}`])
  const code = await program.stop()
  if (code !== 0) fail([`it stopped with ${code}: ${program.lastWords()}`])
  return {
    done: done.frames + done.requests,
    failures,
    late,
    figures: {
      frames: done.frames,
      requests: done.requests,
      closedConnections: done.closed,
      hostileMsP99: Number(hostileMsP99.toFixed(2)),
      heartbeatMsP99: Number(plainMsP99.toFixed(2)),
    },
  }
}

async function furnishScene(program: Running, seed: number): Promise<Scene> {
  const { url } = program
  const desk = await furnish(url, { operators: OPERATORS + 1, capacity: 50 })
  const bots: { readonly secret: string; readonly channelKey: string }[] = []
  for (let index = 0; index < BOTS; index += 1) bots.push(await connectingBot(url, desk, index))
  const keys = [desk.channelKey, ...bots.map(({ channelKey }) => channelKey)]
  const visitors: Visitor[] = []
  for (let index = VISITORS; index >= 0; index -= 1)
    visitors.push(await hello(url, keys[index % keys.length]!))
  // The last of each is nobody's line: whatever is done to people is done to them.
  const victim = visitors.pop()!
  const { answer } = await command(url, victim.token, 'sendMessage', { body: 'Hello' }, 'first')
  if (answer.kind !== 'done') throw new Error(`nothing can be sent: ${JSON.stringify(answer)}`)
  const { items: channels } = await read<{ items: { id: string }[] }>(url, desk.adminToken, '/channels')
  const ids = {
    sessionId: String(answer.data['sessionId']),
    messageId: String(answer.data['messageId']),
    replyTo: String(answer.data['messageId']),
    clientId: victim.clientId,
    chatId: victim.chatId,
    operatorId: desk.operators.at(-1)!.id,
    groupId: desk.groupId,
    channelId: channels[0]!.id,
    eventId: `${String(answer.data['messageId'])}_1`,
  }
  return {
    program,
    desk: { ...desk, operators: desk.operators.slice(0, -1) },
    visitors,
    botSecrets: bots.map(({ secret }) => secret),
    ids,
    values: hostileValues(seed),
  }
}

/** A bot whose program connects by itself, and the key of a channel that it has. */
async function connectingBot(
  url: string,
  { adminToken, groupId }: Desk,
  number: number,
): Promise<{ readonly secret: string; readonly channelKey: string }> {
  const done = async (name: string, data: object): Promise<Readonly<Record<string, unknown>>> => {
    const { answer } = await command(url, adminToken, name, data)
    if (answer.kind !== 'done') throw new Error(`${name}: ${JSON.stringify(answer)}`)
    return answer.data
  }
  const fields = { kind: 'WEBHOOK', name: `Program ${number}`, settings: { connects: true } }
  const { botId, botSecret } = await done('createBot', fields)
  const { channelKey } = await done('createChannel', {
    messengerType: 'API',
    name: `Site of program ${number}`,
    groupId,
    bot: { kind: 'WEBHOOK', botId },
  })
  return { secret: String(botSecret), channelKey: String(channelKey) }
}

function strangerOf({ desk, visitors, botSecrets }: Scene, random: () => number): Stranger {
  const chance = random()
  if (chance < 0.05) return { flavour: pick(random, ['operator', 'client', 'bot'] as const), token: null }
  if (chance > 0.9) return { flavour: 'bot', token: pick(random, botSecrets) }
  if (chance < 0.08) return { flavour: 'operator', token: desk.adminToken }
  if (chance < 0.35) return { flavour: 'operator', token: pick(random, desk.operators).token }
  return { flavour: 'client', token: pick(random, visitors).token }
}

function framesOf({ ids, values }: Scene, { flavour }: Stranger, random: () => number): string[] {
  const count = random() < 0.05 ? FRAMES_TOO_MANY : FRAMES_AT_ONCE
  return hostileFrames(flavour === 'bot' ? BOT_EXAMPLES : EXAMPLES, count, ids, values, random)
}

function materialOf({ desk, visitors, botSecrets, ids, values, program }: Scene): Material {
  const commands = EXAMPLES.map((frame) => ({
    command: frame.command,
    data: withIds((frame.data ?? {}) as Json, ids, () => 0),
  }))
  return {
    tokens: [
      ...visitors.map(({ token }) => token),
      ...desk.operators.map(({ token }) => token),
      ...botSecrets,
      'not-a-token',
    ],
    ids: [...Object.values(ids), `att_${'0'.repeat(26)}`, String(program.port)],
    values,
    commands,
    bodies: {
      '/login': httpExamples.login.request,
      '/client/hello': { channelKey: desk.channelKey },
      '/logout': {},
      '/bot/answers': withIds(httpExamples.botAnswers.request, ids, () => 0),
      '/setup': { secret: 'x', email: 'x@example.com', password: 'correct horse battery' },
    },
  }
}

/** WebSocket frames that are none: reserved bits, unknown kinds, pieces without a beginning, text that is no UTF-8. */
async function rawFrame({ program }: Scene, random: () => number): Promise<string[]> {
  const payload = Buffer.from(randomBytes(Math.floor(random() * 2_000)))
  const frame = frameOf(Math.floor(random() * 256), payload)
  const heard = await sendRaw(program.port, upgradeAnd('/api/v1/client/stream', frame))
  return /^HTTP\/1\.\d 5/.test(heard) ? [`[S10] an upgrade was answered with ${heard.slice(0, 60)}`] : []
}

async function rawRequest({ program, visitors }: Scene, random: () => number): Promise<string[]> {
  const whole = `POST /api/v1/commands/typing HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${pick(random, visitors).token}\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"data":{}}  `
  const sent = mutatedText(whole, random)
  const heard = await sendRaw(program.port, Buffer.from(sent, 'utf8'))
  // 505: the first line names a version of HTTP that does not exist.
  return /^HTTP\/1\.\d 5/.test(heard) && !heard.startsWith('HTTP/1.1 505')
    ? [`[S10] ${heard.slice(0, 60)} to ${JSON.stringify(sent)}`]
    : []
}

/** What an admin is shown of themselves, and the document of every shape. */
async function faceOf({ program, desk }: Scene): Promise<string> {
  const me = await read<Record<string, unknown>>(program.url, desk.adminToken, '/me')
  const document = await read<unknown>(program.url, desk.adminToken, '/openapi.json')
  return JSON.stringify([shapeOf(me), document])
}

function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
}

/** Afterwards somebody new writes, and is read. */
async function ordinaryTalk({ program, desk }: Scene): Promise<string[]> {
  const { url } = program
  const visitor = await hello(url, desk.channelKey)
  const { answer } = await command(url, visitor.token, 'sendMessage', { body: 'Is anybody there?' }, 'after')
  if (answer.kind !== 'done')
    return [`afterwards an ordinary message is answered with ${JSON.stringify(answer)}`]
  const { items } = await read<{ items: { body: string }[] }>(
    url,
    desk.adminToken,
    `/chats/${visitor.chatId}/messages`,
  )
  return items[0]?.body === 'Is anybody there?' ? [] : ['afterwards an ordinary message is not read']
}

interface Times {
  readonly hostileMsP99: number
  /** Of heartbeats sent in between, which are nothing to parse: what the machine's other work adds to any answer. */
  readonly plainMsP99: number
}

/** From a frame to its answer on connections of which nothing else is asked; hostile ones and heartbeats by turns. */
async function answerTimes(scene: Scene, seed: number): Promise<Times> {
  const random = randomFrom(seed)
  const [hostile, plain]: [number[], number[]] = [[], []]
  while (hostile.length < TIMED) {
    const { token } = pick(random, scene.visitors)
    const peer = await openPeer({ url: scene.program.url, flavour: 'client', token, instance: 'timed' })
    const timed = async (name: string, data: Json, times: number[]): Promise<void> => {
      const startedAt = performance.now()
      await peer.ask(name, data)
      times.push(performance.now() - startedAt)
    }
    for (let count = 0; count < FRAMES_AT_ONCE - 1; count += 1) {
      const { command: name, data } = pick(random, EXAMPLES)
      await timed(name, mutated((data ?? {}) as Json, random, scene.values), hostile)
      await timed('heartbeat', {}, plain)
    }
    peer.close()
    await peer.closed
  }
  return { hostileMsP99: percentile99(hostile), plainMsP99: percentile99(plain) }
}

function percentile99(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0
}
