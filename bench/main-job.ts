/**
 * The main job beside a bare relay on the same runtime, in one run: relay, Pult, relay, Pult, … with fresh data each time; medians of the
 * paired ratios. CPU first: seconds of the server's process for 10,000 messages, after a warm-up of three seconds.
 *
 *   bun bench/main-job.ts [rounds] [seconds]
 */
import { join } from 'node:path'
import { CLIENTS, lineOf, load, median, OPERATORS, seatPeople, type Round } from './main-load.ts'
import { cpuSeconds, startPult } from './pult-server.ts'

const rounds = Number(process.argv[2] ?? 5)
const seconds = Number(process.argv[3] ?? 5)

async function relayRound(): Promise<Round> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'relay.ts')], { stdout: 'pipe' })
  const reader = child.stdout.getReader()
  const { value } = await reader.read()
  const url = `ws://127.0.0.1:${new TextDecoder().decode(value).trim()}`
  const endpoints = (count: number, kind: string) =>
    Array.from({ length: count }, (_, index) => ({ url: `${url}/${kind}/${index}` }))
  const round = await load(() => ({ relay: cpuSeconds(child.pid) }), seconds, {
    kind: 'relay',
    clients: endpoints(CLIENTS, 'client'),
    operators: endpoints(OPERATORS, 'operator'),
  })
  child.kill()
  return round
}

async function pultRound(): Promise<Round> {
  const pult = await startPult()
  try {
    return await load(() => ({ pult: cpuSeconds(pult.pid) }), seconds, await seatPeople([pult.url]))
  } finally {
    await pult.stop()
  }
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
    process.stdout.write(`${round}/${rounds} ${name} ${lineOf(result)}
`)
  }
}
const ratios = (of: (round: Round) => number): number =>
  median(pults.map((round, index) => of(round) / of(relays[index]!)))
process.stdout.write(
  `\nCPU per message: ${median(pults.map((round) => round.cpuPer10k)).toFixed(3)} s/10k, ${ratios((round) => round.cpuPer10k).toFixed(2)} times the relay's ${median(relays.map((round) => round.cpuPer10k)).toFixed(3)}\n` +
    `Rate: ${median(pults.map((round) => round.perSecond)).toFixed(0)}/s, ${ratios((round) => round.perSecond).toFixed(2)} of the relay's ${median(relays.map((round) => round.perSecond)).toFixed(0)}/s\n`,
)
