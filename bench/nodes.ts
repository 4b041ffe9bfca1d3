/**
 * The main job on SQLite, on PostgreSQL with one node, and on PostgreSQL and NATS with three, in turns, in one run with fresh data each time; medians of the paired ratios. CPU is that of
 * all that takes part: nodes, database, NATS.
 *
 *   bun bench/nodes.ts [rounds] [seconds]
 */
import { readdirSync, readFileSync } from 'node:fs'
import { startPostgres } from '@pult/storage/testing'
import { startNats } from '../packages/cluster/src/testing/nats-server.ts'
import { lineOf, load, median, seatPeople, type Round } from './main-load.ts'
import { cpuSeconds, startPult, type Running } from './pult-server.ts'

const rounds = Number(process.argv[2] ?? 5)
const seconds = Number(process.argv[3] ?? 5)

const postgres = await startPostgres()
const nats = await startNats()

/** Of a process and all that it has started, those that have ended included. */
function treeSeconds(root: number): number {
  let sum = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (Number(name) === root || Number(fields[1]) === root) sum += cpuSeconds(Number(name))
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum
}

async function round(nodes: number, isOnPostgres: boolean): Promise<Round> {
  const environment: Record<string, string> = isOnPostgres
    ? { DATABASE_URL: await postgres.createDatabase(), ...(nodes > 1 ? { NATS_URL: nats.url } : {}) }
    : {}
  const running: Running[] = []
  try {
    while (running.length < nodes) running.push(await startPult({ environment }))
    const people = await seatPeople(running.map(({ url }) => url))
    const used = (): number =>
      running.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0) +
      (isOnPostgres ? treeSeconds(postgres.postmasterPid()) : 0) +
      (nodes > 1 ? cpuSeconds(nats.pid()) : 0)
    return await load(used, seconds, people)
  } finally {
    for (const one of running) await one.stop()
  }
}

const places = [
  { name: 'SQLite', rounds: [] as Round[], run: () => round(1, false) },
  { name: 'PostgreSQL', rounds: [] as Round[], run: () => round(1, true) },
  { name: 'PostgreSQL, NATS, 3 nodes', rounds: [] as Round[], run: () => round(3, true) },
]
for (let number = 1; number <= rounds; number += 1) {
  for (const place of places) {
    const result = await place.run()
    place.rounds.push(result)
    process.stdout.write(`${number}/${rounds} ${place.name.padEnd(26)} ${lineOf(result)}\n`)
  }
}
const [sqlite] = places
for (const { name, rounds: own } of places) {
  const ratio = (of: (one: Round) => number): string =>
    median(own.map((one, index) => of(one) / of(sqlite!.rounds[index]!))).toFixed(2)
  process.stdout.write(
    `\n${name}: ${median(own.map(({ perSecond }) => perSecond)).toFixed(0)}/s (${ratio(({ perSecond }) => perSecond)} of SQLite), CPU ${median(own.map(({ cpuPer10k }) => cpuPer10k)).toFixed(3)} s/10k (${ratio(({ cpuPer10k }) => cpuPer10k)} times), p50 ${median(own.map(({ p50 }) => p50)).toFixed(1)} ms\n`,
  )
}
await nats.kill()
await postgres.dispose()
