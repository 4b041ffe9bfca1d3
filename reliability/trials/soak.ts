import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { command, furnish } from '../door.ts'
import { ON_A_SMALL_MACHINE, residentBytes, startPult, type Running } from '../program.ts'
import { randomFrom } from '../random.ts'
import { judgeMemory, type Sample } from '../soak/memory.ts'
import type { Pings } from '../soak/messages.ts'
import { tidy, visitAgainAndAgain, workShifts, type House } from '../soak/people.ts'
import { quantile } from '../statistics.ts'
import type { Trial } from '../trial.ts'

/** Places for clients, who come and go in them; some hundred commands a second, which leaves the machine room for what runs beside. */
const PLACES = 40
const OPERATORS = 6
const CAPACITY = 100
const SAMPLE_MS = 1_000
/** The files that a program has open when nobody is there, after as before. */
const DESCRIPTORS_DIFFERENCE_MAX = 5
/** A connection that its client has closed is gone within so long. */
const EMPTY_MS = 8_000
/** [RT43] The goal is 50 ms on a machine of its own; here the cores are shared with whatever runs beside. */
const PING_MS_MAX = 250
const PINGER = new URL('../soak/pinger.ts', import.meta.url).pathname
const PICTURE = new URL('../../docs/pictures/widget.png', import.meta.url).pathname
const MINUTE_MS = 60_000

export const soak: Trial = {
  name: 'soak',
  sentence:
    'Clients, uploads, the bot and operators come and go for minutes: memory and open files stay level, every request is answered soon, and the log has no error.',
  unit: 'minutes',
  sizes: { ci: 5, release: 150 },
  runs: 'beside',
  missing: () => null,
  async run({ size, seed, folder, progress }) {
    const server = await startPult({
      directory: join(folder, 'data'),
      environment: ON_A_SMALL_MACHINE,
    })
    const desk = await furnish(server.url, { operators: OPERATORS, capacity: CAPACITY })
    const botKey = await botChannel(server, desk.adminToken, desk.groupId)
    let isOver = false
    const house: House = {
      url: server.url,
      desk,
      channelKeys: [desk.channelKey, botKey],
      random: randomFrom(seed),
      picture: new Blob([readFileSync(PICTURE)], { type: 'image/png' }),
      isOver: () => isOver,
      tally: {
        visits: 0,
        acknowledged: 0,
        uploads: 0,
        refused: 0,
        heard: { BOT: 0, OPERATOR: 0 },
        faults: [],
      },
    }
    const descriptors = descriptorsOf(server)
    const pinger = startPinger(server.url)
    const samples: Sample[] = []
    const startedAt = performance.now()
    const sampling = setInterval(() => {
      const atMs = performance.now() - startedAt
      samples.push({ atMs, bytes: residentBytes(server.pid) })
      progress(
        atMs / MINUTE_MS,
        `${house.tally.visits} visits, ${Math.round(samples.at(-1)!.bytes / 1024 / 1024)} MiB`,
      )
    }, SAMPLE_MS)
    const people = [
      ...Array.from({ length: PLACES }, () => visitAgainAndAgain(house)),
      ...desk.operators.map((_, index) => workShifts(house, index)),
      tidy(house),
    ]
    const over = Bun.sleep(size * MINUTE_MS).then(() => {
      isOver = true
      return undefined
    })
    await Promise.all([...people, over])
    clearInterval(sampling)
    pinger.stop()
    await Bun.sleep(EMPTY_MS)
    const left = descriptorsOf(server) - descriptors
    const failures = [...house.tally.faults, ...server.complaints()]
    const memory = judgeMemory(samples)
    if (memory.fault !== null) failures.push(memory.fault)
    if (Math.abs(left) > DESCRIPTORS_DIFFERENCE_MAX)
      failures.push(`${left} open files more than before anybody came`)
    const p99 = quantile(pinger.answersMs, 0.99)
    const late: string[] = []
    if (p99 > PING_MS_MAX) late.push(`one in a hundred requests waited more than ${p99.toFixed(0)} ms`)
    if (pinger.failed() > 0) failures.push(`${pinger.failed()} requests were not answered with 200`)
    const code = await server.stop()
    if (code !== 0) failures.push(`the exit code is ${code}`)
    const { visits, acknowledged, uploads, heard } = house.tally
    const happened = {
      visits,
      acknowledged,
      uploads,
      'words of the bot': heard.BOT,
      'words of operators': heard.OPERATOR,
      pings: pinger.answersMs.length,
    }
    // Who does nothing needs no memory.
    for (const [what, count] of Object.entries(happened))
      if (count === 0) failures.push(`there were no ${what}`)
    return {
      done: Math.round((samples.at(-1)?.atMs ?? 0) / MINUTE_MS),
      failures,
      late,
      figures: {
        visits,
        acknowledged,
        uploads,
        residentMiB: Math.round((samples.at(-1)?.bytes ?? 0) / 1024 / 1024),
        stepMiB: Math.round(memory.stepMiB * 10) / 10,
        slopeMiBPerHour: Math.round(memory.slopeMiBPerHour * 10) / 10,
        filesLeftOpen: left,
        pingMsMedian: Math.round(quantile(pinger.answersMs, 0.5) * 10) / 10,
        pingMsP99: Math.round(p99 * 10) / 10,
      },
    }
  },
}

async function botChannel({ url }: Running, adminToken: string, groupId: string): Promise<string> {
  const data = { messengerType: 'API', name: 'Bot', groupId, bot: { kind: 'BUILTIN' } }
  const { answer } = await command(url, adminToken, 'createChannel', data)
  if (answer.kind !== 'done') throw new Error(`no channel: ${JSON.stringify(answer)}`)
  return String(answer.data['channelKey'])
}

function descriptorsOf({ pid }: Running): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

function startPinger(url: string): { readonly answersMs: number[]; failed(): number; stop(): void } {
  const answersMs: number[] = []
  let failed = 0
  const child = Bun.spawn([process.execPath, PINGER, url], {
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    ipc(pings: Pings) {
      answersMs.push(...pings.answersMs)
      failed += pings.failed
    },
  })
  return { answersMs, failed: () => failed, stop: () => child.kill() }
}
