/**
 * The generator of the main job, a process of its own: clients that each keep a few messages in flight, operators that take them in. A message
 * is complete when its sender has the acknowledgement and an operator has the message. Speaks to a relay or to Pult, as told.
 *
 *   bun load.ts '{"kind":"pult","clients":[{"url":…,"token":…}],"operators":[…],"seconds":5,"inFlight":4}'
 */
interface Endpoint {
  readonly url: string
  readonly token?: string
}
interface Job {
  readonly kind: 'relay' | 'pult'
  readonly clients: readonly Endpoint[]
  readonly operators: readonly Endpoint[]
  /** Before the measuring begins: both programs compile what they run often. */
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly inFlight: number
  /** Messages a second, by all clients together, whatever comes back; 0: each client sends the next one when one is answered. */
  readonly pacePerSecond: number
}

const job = JSON.parse(process.argv[2] ?? '{}') as Job
const PADDING = 'x'.repeat(180)
/** After this nobody waits for an answer any more. */
const LATE_MS_MAX = 10_000
const sentAt = new Map<string, number>()
const half = new Set<string>()
const latencies: number[] = []
let completed = 0
let doubled = 0
let errors = 0
let isOver = false

function reach(mark: string): void {
  if (half.delete(mark)) {
    completed += 1
    return
  }
  half.add(mark)
}

function markOf(body: string): string | undefined {
  const end = body.indexOf(' ')
  return body.startsWith('m') && end > 0 ? body.slice(0, end) : undefined
}

async function open(
  { url, token }: Endpoint,
  instance: string,
  onFrame: (frame: string, ws: WebSocket) => void,
): Promise<WebSocket> {
  const ws = new WebSocket(url, 'pult.v1')
  await new Promise<void>((resolve, reject) => {
    ws.onerror = () => reject(new Error(`no connection to ${url}`))
    ws.onopen = () => {
      if (token === undefined) return resolve()
      ws.send(JSON.stringify({ command: 'connect', id: 'c', data: { token, instance } }))
    }
    ws.onmessage = (event) => {
      const frame = String(event.data)
      if (frame.startsWith('{"action":"live"')) resolve()
      else if (token !== undefined && frame.includes('"error"')) reject(new Error(frame))
    }
  })
  ws.onmessage = (event) => onFrame(event.data as string, ws)
  return ws
}

const seen = new Set<string>()
const operators = await Promise.all(
  job.operators.map((endpoint, index) =>
    open(endpoint, `operator-${index}`, (frame) => {
      if (!frame.startsWith('{"action":"chatMessageCreated"')) return
      const at = frame.indexOf('"body":"m')
      if (at < 0) return
      const mark = markOf(frame.slice(at + 8, at + 60))
      if (mark === undefined) return
      const sent = sentAt.get(mark)
      if (sent === undefined) return
      if (seen.has(mark)) doubled += 1
      seen.add(mark)
      latencies.push(performance.now() - sent)
      reach(mark)
    }),
  ),
)

let number = 0
function send(ws: WebSocket, client: number): void {
  number += 1
  const mark = `m${client}-${number}`
  sentAt.set(mark, performance.now())
  const frame: Record<string, unknown> = {
    command: 'sendMessage',
    id: mark,
    data: { body: `${mark} ${PADDING}` },
  }
  if (job.kind === 'pult') frame['key'] = `${process.pid}-${mark}`
  ws.send(JSON.stringify(frame))
}

const clients = await Promise.all(
  job.clients.map((endpoint, index) =>
    open(endpoint, `client-${index}`, (frame, ws) => {
      if (!frame.startsWith('{"action":"reply"')) return
      const { id, error } = JSON.parse(frame) as { id: string; error?: unknown }
      if (error !== undefined) {
        errors += 1
        if (errors === 1) process.stderr.write(`${frame}\n`)
        return
      }
      reach(id)
      if (!isOver && job.pacePerSecond === 0) send(ws, index)
    }),
  ),
)

if (job.pacePerSecond === 0) {
  for (const [index, ws] of clients.entries())
    for (let count = 0; count < job.inFlight; count += 1) send(ws, index)
} else {
  let turn = 0
  setInterval(() => {
    if (isOver) return
    const index = turn % clients.length
    turn += 1
    send(clients[index]!, index)
  }, 1000 / job.pacePerSecond)
}
await Bun.sleep(job.warmUpSeconds * 1000)
const cpuBefore = process.cpuUsage()
const completedBefore = completed
latencies.length = 0
process.stdout.write('ready\n')
const startedAt = performance.now()
await Bun.sleep(job.seconds * 1000)
const seconds = (performance.now() - startedAt) / 1000
const done = completed - completedBefore
isOver = true
process.stdout.write('over\n')
// What is late is not missing: on a machine that does other things as well an answer may take a while.
const waitedFrom = performance.now()
while (completed < sentAt.size && performance.now() - waitedFrom < LATE_MS_MAX) await Bun.sleep(20)
latencies.sort((one, other) => one - other)
const cpu = process.cpuUsage(cpuBefore)
const result = {
  messages: done,
  perSecond: done / seconds,
  p50: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
  p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  missing: half.size + (sentAt.size - completed - half.size),
  doubled,
  errors,
  generatorCpuSeconds: (cpu.user + cpu.system) / 1e6,
}
process.stdout.write(`${JSON.stringify(result)}\n`)
for (const ws of [...operators, ...clients]) ws.close()
process.exit(0)
