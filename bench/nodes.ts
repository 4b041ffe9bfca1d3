/**
 * The main job on SQLite, on PostgreSQL with one node, and on PostgreSQL and NATS with two and three, in turns, in one run with fresh data each time; medians of the paired ratios.
 *
 *   bun bench/nodes.ts full [rounds] [seconds]     as many messages as there is room for: what a message costs the owner of the workspace, the other nodes together, the database and NATS
 *   bun bench/nodes.ts calm [rounds] [seconds]     fifty messages a second: how long one is on its way from a client at one node to an operator at another one
 */
import { startPostgres } from '@pult/storage/testing'
import { startNats } from '../packages/cluster/src/testing/nats-server.ts'
import { lineOf, load, median, seatPeople, type Round } from './main-load.ts'
import { cpuSeconds, startPult, treeSeconds, type Running } from './pult-server.ts'

/** Far below what anything can do, so that nobody waits for a core; and enough for a median in some seconds. */
const CALM_PER_SECOND = 50

const mode = process.argv[2] ?? 'full'
const rounds = Number(process.argv[3] ?? 5)
const seconds = Number(process.argv[4] ?? 5)
if (mode !== 'full' && mode !== 'calm') throw new Error('bun bench/nodes.ts full|calm [rounds] [seconds]')

const postgres = await startPostgres()
const nats = await startNats()

/** Where the turns are taken: the first, where there is only one. */
async function ownerOf(running: readonly Running[]): Promise<Running> {
  for (const one of running) {
    const { owns } = (await (await fetch(`${one.url}/readyz`)).json()) as { owns?: readonly string[] }
    if ((owns?.length ?? 0) > 0) return one
  }
  return running[0]!
}

async function round(nodes: number, isOnPostgres: boolean): Promise<Round> {
  const environment: Record<string, string> = isOnPostgres
    ? { DATABASE_URL: await postgres.createDatabase(), ...(nodes > 1 ? { NATS_URL: nats.url } : {}) }
    : {}
  const running: Running[] = []
  try {
    while (running.length < nodes) running.push(await startPult({ environment }))
    const people = await seatPeople(running.map(({ url }) => url))
    const owner = await ownerOf(running)
    const used = (): Record<string, number> => ({
      owner: cpuSeconds(owner.pid),
      ...(nodes > 1
        ? {
            'other nodes': running.reduce((sum, one) => sum + (one === owner ? 0 : cpuSeconds(one.pid)), 0),
            NATS: cpuSeconds(nats.pid()),
          }
        : {}),
      ...(isOnPostgres ? { database: treeSeconds(postgres.postmasterPid()) } : {}),
    })
    return await load(used, seconds, people, mode === 'calm' ? CALM_PER_SECOND : 0)
  } finally {
    for (const one of running) await one.stop()
  }
}

const places = [
  { name: 'SQLite', rounds: [] as Round[], run: () => round(1, false) },
  { name: 'PostgreSQL', rounds: [] as Round[], run: () => round(1, true) },
  { name: 'PostgreSQL, NATS, 2 nodes', rounds: [] as Round[], run: () => round(2, true) },
  { name: 'PostgreSQL, NATS, 3 nodes', rounds: [] as Round[], run: () => round(3, true) },
]
for (let number = 1; number <= rounds; number += 1) {
  for (const place of places) {
    const result = await place.run()
    place.rounds.push(result)
    process.stdout.write(`${number}/${rounds} ${place.name.padEnd(26)} ${lineOf(result)}\n`)
  }
}
const [sqlite, single] = places
for (const { name, rounds: own } of places) {
  const of = (value: (one: Round) => number): number => median(own.map(value))
  const against = (other: readonly Round[], value: (one: Round, its: Round) => number): number =>
    median(own.map((one, index) => value(one, other[index]!)))
  const parts = Object.keys(own[0]!.partsPer10k).map(
    (part) => `${part} ${of(({ partsPer10k }) => partsPer10k[part] ?? 0).toFixed(3)}`,
  )
  const added = against(single!.rounds, (one, its) => one.p50 - its.p50)
  process.stdout.write(
    `\n${name}: ${of(({ perSecond }) => perSecond).toFixed(0)}/s (${against(sqlite!.rounds, (one, its) => one.perSecond / its.perSecond).toFixed(2)} of SQLite), ` +
      `p50 ${of(({ p50 }) => p50).toFixed(1)} ms (${added < 0 ? '' : '+'}${added.toFixed(1)} to one node on PostgreSQL), ` +
      `CPU s/10k ${of(({ cpuPer10k }) => cpuPer10k).toFixed(3)}: ${parts.join(', ')}\n`,
  )
}
await nats.kill()
await postgres.dispose()
