import { join } from 'node:path'
import { furnish, post } from './pult-server.ts'

/** The main job of PERFORMANCE.md: who takes part, and how it is measured. */
export const CLIENTS = 200
export const OPERATORS = 20
const IN_FLIGHT = 4
const WARM_UP_SECONDS = 3

export interface LoadResult {
  messages: number
  perSecond: number
  p50: number
  p99: number
  missing: number
  doubled: number
  errors: number
  generatorCpuSeconds: number
}
interface Endpoint {
  readonly url: string
  readonly token?: string
}
export interface Job {
  readonly kind: 'relay' | 'pult'
  readonly clients: readonly Endpoint[]
  readonly operators: readonly Endpoint[]
}
export interface Round extends LoadResult {
  readonly cpuPer10k: number
  /** The same by who used it. */
  readonly partsPer10k: Readonly<Record<string, number>>
}

/**
 * Runs the generator.
 * @param usedSeconds of the processor so far, by name, of everything that is measured
 * @param pacePerSecond messages a second; 0: as many as there is room for
 */
export async function load(
  usedSeconds: () => Readonly<Record<string, number>>,
  seconds: number,
  job: Job,
  pacePerSecond = 0,
): Promise<Round> {
  const child = Bun.spawn(
    [
      process.execPath,
      join(import.meta.dir, 'load.ts'),
      JSON.stringify({
        ...job,
        warmUpSeconds: WARM_UP_SECONDS,
        seconds,
        inFlight: IN_FLIGHT,
        pacePerSecond,
      }),
    ],
    {
      stdout: 'pipe',
      stderr: 'inherit',
    },
  )
  let before: Readonly<Record<string, number>> = {}
  let after = before
  let last = ''
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of child.stdout) {
    rest += decoder.decode(chunk, { stream: true })
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      if (line === 'ready') before = usedSeconds()
      else if (line === 'over') after = usedSeconds()
      else last = line
    }
  }
  const result = JSON.parse(last) as LoadResult
  const parts = Object.entries(after).map(
    ([name, used]) => [name, ((used - (before[name] ?? 0)) / result.messages) * 10_000] as const,
  )
  return {
    ...result,
    cpuPer10k: parts.reduce((sum, [, seconds]) => sum + seconds, 0),
    partsPer10k: Object.fromEntries(parts),
  }
}

/** Operators and clients of a Pult, spread over its nodes in turn; each client has a chat with somebody. */
export async function seatPeople(urls: readonly string[]): Promise<Job> {
  const desk = await furnish(urls[0]!, OPERATORS, CLIENTS)
  const at = (index: number): string => urls[index % urls.length]!
  const stream = (index: number): string => at(index).replace('http', 'ws')
  const operators = desk.operatorTokens.map((token, index) => ({
    url: `${stream(index)}/api/v1/operator/stream`,
    token,
  }))
  const online = operators.map(async ({ url, token }, index) => {
    await post(at(index), '/commands/setStatus', { data: { status: 'ONLINE' } }, token)
    const ws = new WebSocket(url, 'pult.v1')
    await new Promise<void>((resolve) => {
      ws.onopen = () =>
        ws.send(JSON.stringify({ command: 'connect', id: 'c', data: { token, instance: `setup-${index}` } }))
      ws.onmessage = (event) => String(event.data).startsWith('{"action":"live"') && resolve()
    })
    return ws
  })
  const sockets = await Promise.all(online)
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, index) => {
      const { clientToken } = await post<{ clientToken: string }>(at(index), '/client/hello', {
        channelKey: desk.channelKey,
      })
      await post(at(index), '/commands/sendMessage', { data: { body: 'hello' } }, clientToken)
      return { url: `${stream(index)}/api/v1/client/stream`, token: clientToken }
    }),
  )
  for (const ws of sockets) ws.close()
  return { kind: 'pult', clients, operators }
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

export function lineOf({ perSecond, p50, p99, cpuPer10k, missing, doubled, errors }: Round): string {
  return `${perSecond.toFixed(0).padStart(7)}/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  CPU ${cpuPer10k.toFixed(3)} s/10k  missing ${missing} doubled ${doubled} errors ${errors}`
}
