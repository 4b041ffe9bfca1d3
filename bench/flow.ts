/**
 * What sessions with a FLOW bot cost: bytes that each carries beside itself, as JSON and in the heap, and processor time an answer.
 * Asked: ≤ 2 KB each, ≤ 1 ms an answer. No server, no disk: the interpreter and nothing else, on the shop of the examples.
 *
 *   bun bench/flow.ts          10,000 sessions
 *   bun bench/flow.ts 1000     so many
 */
import { heapStats } from 'bun:jsc'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { memoryBytes, parseFlow, readMemory, step } from '@pult/bots/flow'
import type { Flow, FlowEvent, Memory, Situation } from '@pult/bots/flow'
import { figure, machineNote, quantile, tableOf } from './cabinet/figure.ts'

const ROUNDS = 5
const sessions = Number(process.argv[2] ?? 10_000)

/** What a client of the shop writes, one after the other; the calls are answered as its server would. */
const script: readonly FlowEvent[] = [
  { name: 'begin', why: 'NEW' },
  { name: 'message', body: 'Здравствуйте, где мой заказ?', attachments: 0 },
  { name: 'message', body: 'Где мой заказ?', actionId: 'menu/0', attachments: 0 },
  { name: 'message', body: '123', attachments: 0 },
  { name: 'message', body: '10-2345', attachments: 0 },
  { name: 'called', ok: true, body: { order: { state: 'sent', delivery: { day: '27 ноября' } } } },
  { name: 'message', body: 'Подскажите, сколько будет стоить доставка в Тулу?', attachments: 0 },
  { name: 'message', body: 'а слонов продаёте?', attachments: 0 },
]

const situation: Situation = {
  nowMs: Date.parse('2026-11-25T09:00:00Z'),
  revision: 1,
  client: { name: 'Вера', email: null, phone: null, language: 'ru', externalId: null, attributes: {} },
  channel: { id: 'chn_1', type: 'WIDGET' },
  secrets: { shop_token: 'hush' },
}

function shop(): Flow {
  const path = join(import.meta.dir, '../packages/bots/src/flow/examples/shop-ru.flow')
  const { flow, problems } = parseFlow(readFileSync(path, 'utf8'))
  if (flow === undefined) throw new Error(JSON.stringify(problems))
  return flow
}

function heapBytes(): number {
  Bun.gc(true)
  return heapStats().heapSize
}

/** Processor time of this process in microseconds, of all its threads. */
function processorUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

const flow = shop()
const heap: number[] = []
const json: number[] = []
const microseconds: number[] = []
let largest = 0
/** All rounds' sessions stay, so that what one round leaves behind is not taken for what the next one needs. */
const kept: (Memory | null)[][] = []

for (let round = 0; round < ROUNDS; round += 1) {
  const memories = Array.from<Memory | null>({ length: sessions }).fill(null)
  kept.push(memories)
  const heapBefore = heapBytes()
  const before = processorUs()
  for (const event of script) {
    for (let session = 0; session < sessions; session += 1) {
      // As the host does it: what is kept is read again, and is the session's own.
      memories[session] = step(flow, readMemory(memories[session]), event, situation).memory
    }
  }
  microseconds.push((processorUs() - before) / (script.length * sessions))
  // Texts that sessions share in this process would be each session's own in the one that loads them.
  for (const [session, memory] of memories.entries())
    memories[session] = readMemory(JSON.parse(JSON.stringify(memory)))
  heap.push((heapBytes() - heapBefore) / sessions)
  const sizes = memories.map((memory) => (memory === null ? 0 : memoryBytes(memory)))
  json.push(quantile(sizes, 0.5))
  largest = Math.max(largest, ...sizes)
}
if (kept.flat().length !== ROUNDS * sessions) throw new Error('A session is missing.')

/** A session whose client filled every variable with all that it holds. */
const full = step(
  {
    version: 1,
    start: 'a',
    nodes: {
      a: {
        kind: 'set',
        values: Array.from({ length: 50 }, (_, index) => ({ into: `v${index}`, value: 'ы'.repeat(500) })),
        next: 'wait',
      },
    },
  },
  null,
  { name: 'message', body: 'x', attachments: 0 },
  situation,
).memory

process.stdout.write(
  `${tableOf(`FLOW, ${sessions} sessions, ${script.length} events each`, [
    figure('memory of a session as JSON, bytes', '', json, 2_048),
    figure('the largest, bytes', '', [largest], 2_048),
    figure('one filled to the brim, bytes', '', [full === null ? 0 : memoryBytes(full)], 2_048),
    figure('memory of a session in the heap, bytes', '', heap, 2_048),
    figure('processor time an answer, µs', '', microseconds, 1_000),
  ])}\n${machineNote()}\n`,
)
