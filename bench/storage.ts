import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Batch } from '@pult/engine'
import { openSqliteStore } from '@pult/storage'
import { Story, type Talk } from '../packages/storage/src/story.fixture.ts'
import { bodyOf } from './words.ts'

/**
 * What keeping a message costs: `bun bench/storage.ts [messages]`. CPU is that of the whole process, so it holds the encoding, SQLite
 * and the kernel's part of writing; the machine's disk shows in the wall time only.
 */
const MESSAGES = Number(process.argv[2] ?? 50_000)
const TALKS = 200
/** Small batches are measured on fewer messages: each costs a sync. */
const BATCHES: readonly (readonly [size: number, messages: number])[] = [
  [1, 4_000],
  [32, MESSAGES],
  [256, MESSAGES],
]
interface Cost {
  readonly cpuUs: number
  readonly wallUs: number
}

function measured(count: number, action: () => void): Cost {
  Bun.gc(true)
  const [cpu, startMs] = [process.cpuUsage(), performance.now()]
  action()
  const used = process.cpuUsage(cpu)
  return {
    cpuUs: (used.user + used.system) / count,
    wallUs: ((performance.now() - startMs) * 1_000) / count,
  }
}

function batchesOf(story: Story, talks: readonly Talk[], size: number, count: number): Batch[] {
  const batches: Batch[] = []
  for (let index = 0; index < count;) {
    for (let inBatch = 0; inBatch < size && index < count; inBatch += 1, index += 1) {
      const key = crypto.randomUUID()
      story.message(talks[index % talks.length]!, bodyOf(index), { key, hash: '2f8k1mzq0x' })
    }
    batches.push(story.batch())
  }
  return batches
}

for (const [size, count] of BATCHES) {
  const directory = mkdtempSync(join(tmpdir(), 'pult-bench-'))
  const store = openSqliteStore({ directory, makeEpoch: () => 'bench' })
  const story = new Story()
  const talks = Array.from({ length: TALKS }, (_, index) => story.talk(`Клиент ${index}`))
  await story.append(store)
  await store.checkpoint(0)
  const batches = batchesOf(story, talks, size, count)
  // Appends and projection apart: a read takes in everything that waits, and so ends each measurement of the second.
  const append: Cost[] = []
  const project: Cost[] = []
  const perRound = Math.ceil(4_096 / size)
  for (let from = 0; from < batches.length; from += perRound) {
    const round = batches.slice(from, from + perRound)
    const records = round.reduce((sum, batch) => sum + batch.records.length, 0)
    append.push(measured(records, () => round.forEach((batch) => void store.append(batch))))
    project.push(measured(records, () => void store.sessions({ limit: 1 })))
    await Bun.sleep(60)
  }
  await store.close()
  const bytes = (name: string): number => statSync(join(directory, name)).size / count
  process.stdout.write(
    [
      `${String(size).padStart(3)} a batch`,
      `append ${show(append)}`,
      `projection ${show(project)}`,
      `log ${bytes('log.sqlite').toFixed(0)} B`,
      `read models ${bytes('read.sqlite').toFixed(0)} B a message`,
    ].join(' · ') + '\n',
  )
  rmSync(directory, { recursive: true })
}

function show(costs: readonly Cost[]): string {
  return `${median(costs.map(({ cpuUs }) => cpuUs))} µs CPU, ${median(costs.map(({ wallUs }) => wallUs))} µs wall`
}

function median(values: readonly number[]): string {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)]!.toFixed(2)
}
