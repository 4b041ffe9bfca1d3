import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Batch, WorkspaceStore } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import {
  connectPostgres,
  migrateDatabase,
  openPostgresStore,
  openSqliteStore,
  takeLease,
} from '@pult/storage'
import { type PostgresServer, startPostgres } from '@pult/storage/testing'
import { Story, type Talk } from '../packages/storage/src/story.fixture.ts'
import { bodyOf } from './words.ts'

/**
 * What keeping a message costs in SQLite and in PostgreSQL, side by side: `bun bench/storage-postgres.ts [rounds]`. Both take the same batches in turns, in one run, so that what else the machine
 * does falls on both. CPU is that of this process and of every process of the database; all that serves reading is filled, too.
 */
const ROUNDS = Number(process.argv[2] ?? 5)
const TALKS = 200
/** Messages of a round: small batches cost a sync each, and are measured on fewer. */
const BATCHES: readonly (readonly [size: number, messages: number])[] = [
  [1, 300],
  [32, 3_200],
  [256, 10_240],
]
/** Of `/proc/PID/stat`: the kernel tells processors' time to programs in hundredths of a second everywhere. */
const TICKS_A_SECOND = 100

interface Cost {
  readonly cpuSeconds: number
  readonly wallSeconds: number
}

interface Contestant {
  readonly name: string
  readonly store: WorkspaceStore
  readonly story: Story
  readonly talks: readonly Talk[]
  /** Of processes other than this one. */
  readonly otherCpuSeconds: () => number
  close(): Promise<void>
}

async function contestant(
  name: string,
  store: WorkspaceStore,
  otherCpuSeconds: () => number,
  end: () => Promise<void> | void,
): Promise<Contestant> {
  const story = new Story()
  const talks = Array.from({ length: TALKS }, (_, index) => story.talk(`Клиент ${index}`))
  await story.append(store)
  return {
    name,
    store,
    story,
    talks,
    otherCpuSeconds,
    close: async () => {
      await store.close()
      await end()
    },
  }
}

async function sqlite(): Promise<Contestant> {
  const directory = mkdtempSync(join(tmpdir(), 'pult-bench-'))
  const store = openSqliteStore({ directory, makeEpoch: () => 'bench' })
  return contestant(
    'SQLite',
    store,
    () => 0,
    () => rmSync(directory, { recursive: true }),
  )
}

async function postgres(): Promise<Contestant> {
  const server = await startPostgres()
  const sql = connectPostgres(await server.createDatabase())
  await migrateDatabase(sql)
  const workspaceId = 'wsp_of_the_bench' as WorkspaceId
  const lease = await takeLease(sql, workspaceId, 'bench', 3_600_000)
  if (lease === undefined) throw new Error('nobody else can have it')
  const store = await openPostgresStore({ sql, workspaceId, lease, makeEpoch: () => 'bench' })
  return contestant(
    'PostgreSQL',
    store,
    () => cpuSecondsOf(server),
    async () => {
      await sql.close()
      await server.dispose()
    },
  )
}

/** Of the first process of the server, of those that it has, and of those that it has had. */
function cpuSecondsOf(server: PostgresServer): number {
  const first = server.postmasterPid()
  let ticks = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid)
    if (stat === undefined || (Number(pid) !== first && Number(stat[1]) !== first)) continue
    const own = Number(stat[11]) + Number(stat[12])
    ticks += Number(pid) === first ? own + Number(stat[13]) + Number(stat[14]) : own
  }
  return ticks / TICKS_A_SECOND
}

/** The fields after the name, which may hold anything. Undefined: it has ended. */
function statOf(pid: string): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

let written = 0
function batchesOf({ story, talks }: Contestant, size: number, count: number): Batch[] {
  const batches: Batch[] = []
  for (let index = 0; index < count;) {
    for (let inBatch = 0; inBatch < size && index < count; inBatch += 1, index += 1) {
      written += 1
      const key = crypto.randomUUID()
      story.message(talks[index % talks.length]!, bodyOf(written), { key, hash: '2f8k1mzq0x' })
    }
    batches.push(story.batch())
  }
  return batches
}

async function measure(who: Contestant, size: number, count: number): Promise<Cost> {
  const batches = batchesOf(who, size, count)
  Bun.gc(true)
  const [own, other, startMs] = [process.cpuUsage(), who.otherCpuSeconds(), performance.now()]
  for (const batch of batches) await who.store.append(batch)
  // Takes in what waits: SQLite's read models are filled behind.
  await who.store.sessions({ limit: 1 })
  const wallSeconds = (performance.now() - startMs) / 1_000
  const used = process.cpuUsage(own)
  const cpuSeconds = (used.user + used.system) / 1e6 + who.otherCpuSeconds() - other
  return { cpuSeconds, wallSeconds }
}

const contestants = [await sqlite(), await postgres()]
for (const [size, count] of BATCHES) {
  const costs = contestants.map((): Cost[] => [])
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, who] of contestants.entries()) costs[index]!.push(await measure(who, size, count))
  for (const [index, { name }] of contestants.entries()) {
    const rate = median(costs[index]!.map(({ wallSeconds }) => count / wallSeconds))
    const cpu = median(costs[index]!.map(({ cpuSeconds }) => (cpuSeconds / count) * 10_000))
    process.stdout.write(
      `${String(size).padStart(3)} a batch · ${name.padEnd(10)} · ${rate.toFixed(0)} messages/s · ${cpu.toFixed(3)} CPU s / 10,000\n`,
    )
  }
  const ratios = costs[0]!.map((cost, round) => cost.wallSeconds / costs[1]![round]!.wallSeconds)
  process.stdout.write(
    `${String(size).padStart(3)} a batch · PostgreSQL's rate is ${(median(ratios) * 100).toFixed(0)} % of SQLite's\n`,
  )
}
for (const one of contestants) await one.close()

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]!
}
