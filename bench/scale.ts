/**
 * What one of each costs on the real program: an idle connection, a heartbeat, a visit, a return, a word to everybody, a message. These are the figures that the manual's page about ten million
 * clients multiplies. About a minute: `bun bench/scale.ts [clients]`. Of the program's processor time; what is shared out over few goes is the rougher for it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTurn } from '../reliability/in-turn.ts'
import { cpuSeconds, residentBytes, startPult } from './pult-server.ts'
import { seed } from './seed.ts'
import { connect, cursorOf, hello, type Peer } from './stream-peer.ts'
import { bodyOf } from './words.ts'

const CLIENTS = Number(process.argv[2] ?? 6_000)
const OPERATORS = 400
/** Several tabs each: memory shows in thousands of connections, and a roster of thousands would be another measurement. */
const TABS = 4
/** Of those who chat; all are of one group. */
const AT_WORK = 40
const EPISODES = 200
const MESSAGES_EACH_WAY = 6
/** So that turns gather what a busy day gathers, and not what a benchmark does. */
const THINK_MS = 400
const IDLE_SECONDS = 22
const NOBODY_SECONDS = 8
const STATUS_CHANGES = 30

const directory = mkdtempSync(join(tmpdir(), 'pult-scale-'))
const { channelKey, operatorTokens } = await seed(directory, { operators: OPERATORS, helpSessions: 0 })
const server = await startPult({ directory })
const { url, pid } = server

function say(name: string, got: string): void {
  process.stdout.write(`${name.padEnd(44)} ${got}\n`)
}

/** Microseconds of the program's processor time for one of `count`. */
async function cpuOf(count: () => number, work: () => Promise<unknown>): Promise<number> {
  const before = cpuSeconds(pid)
  await work()
  return ((cpuSeconds(pid) - before) / count()) * 1e6
}

interface Heard {
  frames: number
  bytes: number
}
/** Answers heartbeats and counts what comes. @param onFrame of every other frame */
function listen({ ws }: Peer, heard: Heard, onFrame?: (action: string, frame: string) => void): void {
  ws.onmessage = (event) => {
    const frame = event.data as string
    const action = frame.slice(11, frame.indexOf('"', 11))
    if (action === 'heartbeat') {
      const { seq } = JSON.parse(frame) as { seq: number }
      return ws.send(JSON.stringify({ command: 'heartbeat', id: 'h', data: { cursor: `epoch:${seq}` } }))
    }
    heard.frames += 1
    heard.bytes += Buffer.byteLength(frame)
    onFrame?.(action, frame)
  }
}

async function closeAll(peers: readonly Peer[]): Promise<void> {
  for (const { ws } of peers) ws.close()
  // Longer than a client's grace: what their going costs the engine is counted with it.
  await Bun.sleep(17_000)
}

/** Microseconds a second of a program that nobody asks for anything: not the clients' fault. */
const cpuNobody = await cpuOf(
  () => NOBODY_SECONDS,
  () => Bun.sleep(NOBODY_SECONDS * 1_000),
)

// Visitors: arriving, being there, going, coming back.
let tokens: string[] = []
const cpuHello = await cpuOf(
  () => CLIENTS,
  async () => {
    tokens = await inTurn(CLIENTS, 50, async () => (await hello(url, channelKey)).clientToken)
  },
)
const half = CLIENTS / 2
const joinClients = (from: number, cursors?: readonly string[]): Promise<Peer[]> =>
  inTurn(half, 100, (index) =>
    connect(url, 'client', tokens[from + index]!, {
      keep: true,
      ...(cursors === undefined ? {} : { cursor: cursors[from + index]! }),
    }),
  )
let clients = await joinClients(0)
await Bun.sleep(1_500)
const rssHalf = residentBytes(pid)
const cpuConnect = await cpuOf(
  () => half,
  async () => clients.push(...(await joinClients(half))),
)
await Bun.sleep(1_500)
const rssAll = residentBytes(pid)
const idle: Heard = { frames: 0, bytes: 0 }
for (const client of clients) listen(client, idle)
const cpuIdle = await cpuOf(
  () => IDLE_SECONDS,
  () => Bun.sleep(IDLE_SECONDS * 1_000),
)
const cursors = clients.map(cursorOf)
const weight = clients[0]!.frames.reduce((sum, frame) => sum + Buffer.byteLength(frame), 0)
const cpuGo = await cpuOf(
  () => CLIENTS,
  () => closeAll(clients),
)
const cpuResume = await cpuOf(
  () => half,
  async () => {
    clients = await joinClients(0, cursors)
  },
)
const resumed = clients.filter(({ frames }) => frames[0]!.includes('"mode":"resumed"')).length
say('a hello', `${cpuHello.toFixed(0)} µs`)
say(
  'a client that connects',
  `${cpuConnect.toFixed(0)} µs, ${weight} B to it, ${((rssAll - rssHalf) / half / 1024).toFixed(1)} KiB resident`,
)
say(
  'a client that is there',
  `${((cpuIdle - cpuNobody) / CLIENTS).toFixed(2)} µs a second: a heartbeat each 20 s, answered, and the looking after; ${(cpuNobody / 1e3).toFixed(1)} ms a second with nobody there`,
)
say('a client that goes', `${cpuGo.toFixed(0)} µs`)
say('a client that resumes', `${cpuResume.toFixed(0)} µs (${resumed} of ${half} resumed)`)
await closeAll(clients)

// Operators: a desk that opens, and a status that everybody hears of.
const joinOperators = (): Promise<Peer[]> =>
  inTurn((OPERATORS * TABS) / 2, 20, (index) =>
    connect(url, 'operator', operatorTokens[index % OPERATORS]!, { keep: true }),
  )
let operators = await joinOperators()
const snapshot = operators[0]!.frames.reduce((sum, frame) => sum + Buffer.byteLength(frame), 0)
for (const operator of operators) operator.frames.length = 0
await Bun.sleep(1_500)
const rssOperators = residentBytes(pid)
const cpuOperator = await cpuOf(
  () => OPERATORS * (TABS / 2),
  async () => {
    operators = [...operators, ...(await joinOperators())]
  },
)
await Bun.sleep(1_500)
const perOperator = (residentBytes(pid) - rssOperators) / (OPERATORS * (TABS / 2)) / 1024
const told: Heard = { frames: 0, bytes: 0 }
for (const operator of operators) listen(operator, told)
const command = (peer: Peer, name: string, data: unknown): void =>
  peer.ws.send(JSON.stringify({ command: name, id: 'c', key: crypto.randomUUID(), data }))
const cpuStatus = await cpuOf(
  () => told.frames,
  async () => {
    for (let round = 0; round < STATUS_CHANGES; round += 1) {
      command(operators[0]!, 'setStatus', { status: round % 2 === 0 ? 'ONLINE' : 'AWAY' })
      await Bun.sleep(60)
    }
    await Bun.sleep(500)
  },
)
say(
  'an operator who connects',
  `${cpuOperator.toFixed(0)} µs, ${snapshot} B with a roster of ${OPERATORS}, ${perOperator.toFixed(1)} KiB resident`,
)
say('a status told to one operator', `${cpuStatus.toFixed(2)} µs, ${(told.bytes / told.frames).toFixed(0)} B`)
for (const { ws } of operators.splice(OPERATORS)) ws.close()

// Chats: each client writes to an operator, who answers.
const desk: Heard = { frames: 0, bytes: 0 }
const bystanders: Heard = { frames: 0, bytes: 0 }
const visitors: Heard = { frames: 0, bytes: 0 }
let sent = 0
const write = (peer: Peer, data: Record<string, string>): void => {
  sent += 1
  command(peer, 'sendMessage', { body: bodyOf(sent), ...data })
}
for (const [index, operator] of operators.entries()) {
  if (index >= AT_WORK) {
    listen(operator, bystanders)
    continue
  }
  listen(operator, desk, (action, frame) => {
    if (action !== 'chatMessageCreated' || !frame.includes('"authorType":"CLIENT"')) return
    const { sessionId } = (JSON.parse(frame) as { data: { sessionId: string } }).data
    if (startsEnded) setTimeout(() => write(operator, { sessionId }), THINK_MS)
    else firsts.push(() => write(operator, { sessionId }))
  })
  command(operator, 'setStatus', { status: 'ONLINE' })
}
let startsEnded = false
const firsts: (() => void)[] = []
const talks = { finished: 0 }
const talkers = await inTurn(EPISODES, 50, (index) => connect(url, 'client', tokens[index]!))
for (const talker of talkers) {
  let answers = 0
  listen(talker, visitors, (action, frame) => {
    if (action !== 'chatMessageCreated' || !frame.includes('"authorType":"OPERATOR"')) return
    answers += 1
    if (answers < MESSAGES_EACH_WAY) setTimeout(() => write(talker, {}), THINK_MS)
    else talks.finished += 1
  })
}
await Bun.sleep(2_000)
const reset = (): void => {
  for (const heard of [desk, bystanders, visitors]) heard.frames = heard.bytes = 0
}
const tell = (name: string, count: number, cpu: number): void =>
  say(
    name,
    `${cpu.toFixed(0)} µs; ${[
      ['the operators at work', desk],
      ['clients', visitors],
      ['others of the group', bystanders],
    ]
      .map(([who, heard]) => {
        const { frames, bytes } = heard as Heard
        return `${(frames / count).toFixed(1)} frames, ${(bytes / count).toFixed(0)} B to ${who as string}`
      })
      .join('; ')}`,
  )
reset()
const cpuStart = await cpuOf(
  () => EPISODES,
  async () => {
    for (const talker of talkers) {
      write(talker, {})
      await Bun.sleep(5)
    }
    await Bun.sleep(1_000)
  },
)
tell(`a session that starts (group of ${OPERATORS})`, EPISODES, cpuStart)
reset()
startsEnded = true
const before = sent
const cpuMessage = await cpuOf(
  () => sent - before,
  async () => {
    for (const answer of firsts) setTimeout(answer, Math.random() * THINK_MS)
    const giveUpAt = performance.now() + 20_000
    while (talks.finished < EPISODES && performance.now() < giveUpAt) await Bun.sleep(50)
    await Bun.sleep(300)
  },
)
tell(`a message (${talks.finished} of ${EPISODES} talks to the end)`, sent - before, cpuMessage)
reset()
const cpuTyping = await cpuOf(
  () => EPISODES * 10,
  async () => {
    for (let round = 0; round < 10; round += 1) {
      for (const talker of talkers) command(talker, 'typing', { text: bodyOf(round).slice(0, 60) })
      await Bun.sleep(200)
    }
  },
)
tell('typing', EPISODES * 10, cpuTyping)
reset()
const cpuClose = await cpuOf(
  () => EPISODES,
  async () => {
    for (const talker of talkers) command(talker, 'closeSession', {})
    await Bun.sleep(1_000)
  },
)
tell('a session that is closed', EPISODES, cpuClose)
await server.stop()
rmSync(directory, { recursive: true, force: true })
process.exit(0)
