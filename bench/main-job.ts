/**
 * The main job beside a bare relay on the same runtime, in one run: relay, Pult, relay, Pult, … with fresh data each time; medians of the
 * paired ratios. CPU first: seconds of the server's process for 10,000 messages, after a warm-up of three seconds.
 *
 *   bun bench/main-job.ts [rounds] [seconds]
 */
import { join } from 'node:path'
import { cpuSeconds, furnish, post, startPult } from './pult-server.ts'

const rounds = Number(process.argv[2] ?? 5)
const seconds = Number(process.argv[3] ?? 5)
const CLIENTS = 200
const OPERATORS = 20
const IN_FLIGHT = 4
const WARM_UP_SECONDS = 3

interface LoadResult {
  messages: number
  perSecond: number
  p50: number
  p99: number
  missing: number
  doubled: number
  errors: number
  generatorCpuSeconds: number
}
interface Round extends LoadResult {
  readonly cpuPer10k: number
}

async function load(pid: number, job: unknown): Promise<Round> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'load.ts'), JSON.stringify(job)], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  let before = 0
  let used = 0
  let last = ''
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of child.stdout) {
    rest += decoder.decode(chunk, { stream: true })
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      if (line === 'ready') before = cpuSeconds(pid)
      else if (line === 'over') used = cpuSeconds(pid) - before
      else last = line
    }
  }
  const result = JSON.parse(last) as LoadResult
  return { ...result, cpuPer10k: (used / result.messages) * 10_000 }
}

async function relayRound(): Promise<Round> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'relay.ts')], { stdout: 'pipe' })
  const reader = child.stdout.getReader()
  const { value } = await reader.read()
  const url = `ws://127.0.0.1:${new TextDecoder().decode(value).trim()}`
  const endpoints = (count: number, kind: string) =>
    Array.from({ length: count }, (_, index) => ({ url: `${url}/${kind}/${index}` }))
  const round = await load(child.pid, {
    kind: 'relay',
    clients: endpoints(CLIENTS, 'client'),
    operators: endpoints(OPERATORS, 'operator'),
    warmUpSeconds: WARM_UP_SECONDS,
    seconds,
    inFlight: IN_FLIGHT,
  })
  child.kill()
  return round
}

async function pultRound(): Promise<Round> {
  const pult = await startPult()
  try {
    const desk = await furnish(pult.url, OPERATORS, CLIENTS)
    const stream = pult.url.replace('http', 'ws')
    const operators = desk.operatorTokens.map((token) => ({ url: `${stream}/api/v1/operator/stream`, token }))
    const online = operators.map(async ({ url, token }, index) => {
      await post(pult.url, '/commands/setStatus', { data: { status: 'ONLINE' } }, token)
      const ws = new WebSocket(url, 'pult.v1')
      await new Promise<void>((resolve) => {
        ws.onopen = () =>
          ws.send(
            JSON.stringify({ command: 'connect', id: 'c', data: { token, instance: `setup-${index}` } }),
          )
        ws.onmessage = (event) => String(event.data).startsWith('{"action":"live"') && resolve()
      })
      return ws
    })
    const sockets = await Promise.all(online)
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        const { clientToken } = await post<{ clientToken: string }>(pult.url, '/client/hello', {
          channelKey: desk.channelKey,
        })
        await post(pult.url, '/commands/sendMessage', { data: { body: 'hello' } }, clientToken)
        return { url: `${stream}/api/v1/client/stream`, token: clientToken }
      }),
    )
    for (const ws of sockets) ws.close()
    return await load(pult.pid, {
      kind: 'pult',
      clients,
      operators,
      warmUpSeconds: WARM_UP_SECONDS,
      seconds,
      inFlight: IN_FLIGHT,
    })
  } finally {
    await pult.stop()
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

const relays: Round[] = []
const pults: Round[] = []
for (let round = 1; round <= rounds; round += 1) {
  for (const [name, run, list] of [
    ['relay', relayRound, relays],
    ['pult ', pultRound, pults],
  ] as const) {
    const result = await run()
    list.push(result)
    const { perSecond, p50, p99, cpuPer10k, missing, doubled, errors } = result
    process.stdout.write(
      `${round}/${rounds} ${name} ${perSecond.toFixed(0).padStart(7)}/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  CPU ${cpuPer10k.toFixed(3)} s/10k  missing ${missing} doubled ${doubled} errors ${errors}\n`,
    )
  }
}
const ratios = (of: (round: Round) => number): number =>
  median(pults.map((round, index) => of(round) / of(relays[index]!)))
process.stdout.write(
  `\nCPU per message: ${median(pults.map((round) => round.cpuPer10k)).toFixed(3)} s/10k, ${ratios((round) => round.cpuPer10k).toFixed(2)} times the relay's ${median(relays.map((round) => round.cpuPer10k)).toFixed(3)}\n` +
    `Rate: ${median(pults.map((round) => round.perSecond)).toFixed(0)}/s, ${ratios((round) => round.perSecond).toFixed(2)} of the relay's ${median(relays.map((round) => round.perSecond)).toFixed(0)}/s\n`,
)
