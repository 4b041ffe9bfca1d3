/**
 * kill -9 under load, again and again on the same data: nothing that was acknowledged may be missing, nothing may be there twice, and the log
 * may have no hole. `bun bench/kill.ts [cycles]`
 */
import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cliProgress from 'cli-progress'
import { freePort, furnish, post, startPult } from './pult-server.ts'

const cycles = Number(process.argv[2] ?? 200)
const CLIENTS = 16
const IN_FLIGHT = 4
/** Messages of one chat read back after a cycle. */
const PAGE = 200

interface Client {
  readonly token: string
  readonly chatId: string
  /** Acknowledged in this cycle: the key and the id that it was given. */
  acknowledged: Map<string, string>
  /** Sent and not answered when the process died: resent with the same key. */
  open: Set<string>
}

const directory = mkdtempSync(join(tmpdir(), 'pult-kill-'))
const port = await freePort()
const environment = { PORT: String(port) }
let server = await startPult({ directory, environment })
const { channelKey } = await furnish(server.url, 0, 1)
const clients: Client[] = []
for (let index = 0; index < CLIENTS; index += 1) {
  const hello = await post<{ clientToken: string; chatId: string }>(server.url, '/client/hello', {
    channelKey,
  })
  clients.push({ token: hello.clientToken, chatId: hello.chatId, acknowledged: new Map(), open: new Set() })
}

let acknowledged = 0
let lost = 0
let doubled = 0
const restartsMs: number[] = []
const bar = new cliProgress.SingleBar({
  format: '{bar} {value}/{total} kills, {acknowledged} acknowledged, {lost} lost, {doubled} doubled',
})
bar.start(cycles, 0, { acknowledged, lost, doubled })

/** Writes until the socket dies. What was open before is sent first, with the keys that it had. */
function write(client: Client): Promise<void> {
  return new Promise((resolve) => {
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/client/stream`, 'pult.v1')
    const again = [...client.open]
    const send = (): void => {
      const key = again.shift() ?? crypto.randomUUID()
      client.open.add(key)
      ws.send(JSON.stringify({ command: 'sendMessage', id: key, key, data: { body: `message ${key}` } }))
    }
    ws.onopen = () =>
      ws.send(
        JSON.stringify({ command: 'connect', id: 'c', data: { token: client.token, instance: 'kill' } }),
      )
    ws.onmessage = (event) => {
      const frame = event.data as string
      if (frame.startsWith('{"action":"live"')) for (let count = 0; count < IN_FLIGHT; count += 1) send()
      if (!frame.startsWith('{"action":"reply"') || frame.includes('"id":"c"')) return
      const reply = JSON.parse(frame) as { id: string; data?: { messageId: string } }
      if (reply.data === undefined) return
      client.open.delete(reply.id)
      client.acknowledged.set(reply.id, reply.data.messageId)
      send()
    }
    ws.onclose = () => resolve()
  })
}

async function check(client: Client): Promise<void> {
  const response = await fetch(`${server.url}/api/v1/chats/${client.chatId}/messages?limit=${PAGE}`, {
    headers: { authorization: `Bearer ${client.token}` },
  })
  const { items } = (await response.json()) as { items: { id: string; body: string }[] }
  const bodies = items.map(({ body }) => body)
  doubled += bodies.length - new Set(bodies).size
  const ids = new Map(items.map(({ id, body }) => [body, id]))
  const newest = [...client.acknowledged].slice(-PAGE / 2)
  for (const [key, id] of newest) if (ids.get(`message ${key}`) !== id) lost += 1
  // The older ones answer to their keys: the same id, and nothing new.
  for (const [key, id] of [...client.acknowledged].slice(0, 3)) {
    const { data } = await post<{ data: { messageId: string } }>(
      server.url,
      '/commands/sendMessage',
      { key, data: { body: `message ${key}` } },
      client.token,
    )
    if (data.messageId !== id) doubled += 1
  }
  acknowledged += client.acknowledged.size
  client.acknowledged = new Map()
}

for (let cycle = 0; cycle < cycles; cycle += 1) {
  const writing = clients.map(write)
  await Bun.sleep(150 + Math.random() * 500)
  process.kill(server.pid, 'SIGKILL')
  await Promise.all(writing)
  const diedAt = performance.now()
  server = await startPult({ directory, environment })
  restartsMs.push(performance.now() - diedAt)
  for (const client of clients) await check(client)
  bar.increment(1, { acknowledged, lost, doubled })
}
bar.stop()
await server.stop()

const log = new Database(join(directory, 'workspaces/main/log.sqlite'), { readonly: true })
const integrity = log.query<{ integrity_check: string }, []>('PRAGMA integrity_check').get()?.integrity_check
const shape = log
  .query<{ count: number; last: number }, []>('SELECT count(*) AS count, max(seq) AS last FROM log')
  .get()!
log.close()
restartsMs.sort((one, other) => one - other)
const holes = shape.last - shape.count
process.stdout.write(
  `\n${cycles} kills, ${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled, ${holes} holes in ${shape.last} records, integrity ${integrity}\n` +
    `restart to the first answer: median ${restartsMs[Math.floor(restartsMs.length / 2)]!.toFixed(0)} ms, worst ${restartsMs.at(-1)!.toFixed(0)} ms (goal ≤ 1000)\n`,
)
rmSync(directory, { recursive: true, force: true })
process.exit(lost + doubled + holes === 0 && integrity === 'ok' ? 0 : 1)
