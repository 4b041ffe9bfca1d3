import { join } from 'node:path'
import { mkdirSync, rmSync } from 'node:fs'
import { EIO, makeFail, missingFiu, underFiu, type FailingCall } from '../faults/failing-calls.ts'
import { copyData, makeWorkplace, type Workplace } from '../faults/workplace.ts'
import { brokenPromises, copyOf, keptOf, write, type Writer } from '../faults/writers.ts'
import { NotStarted, startPult, type Running } from '../program.ts'
import { randomFrom } from '../random.ts'
import type { Trial, TrialContext, TrialResult } from '../trial.ts'

/** Calls that nothing but our files makes in a running program. Sockets, pipes and the runtime use others, and their failing would say nothing of us. */
const CALLS: readonly {
  readonly call: string
  /** Every message needs it: when it fails always, that cannot go unnoticed. */
  readonly isOfWriting?: true
  /** Only a start makes it: later there is nothing that could fail. */
  readonly isOfStarting?: true
}[] = [
  { call: 'posix/io/sync/fsync', isOfWriting: true },
  { call: 'posix/io/rw/pwrite', isOfWriting: true },
  { call: 'posix/io/rw/pwrite/reduce' },
  { call: 'posix/io/rw/pread' },
  { call: 'posix/io/rw/ftruncate' },
  { call: 'posix/io/oc/open', isOfStarting: true },
]
/** Always, like a disk that is gone; seldom, so that it fails in the middle of something; often. */
const PROBABILITIES = [1, 0.02, 0.2] as const
/** One in so many of the others has the fault from the first call on: what a start says of it is tested too. */
const STARTS_ONE_IN = 5
const WRITERS = 3
const WRITING_MS = 120
const FAILING_MS = 250
/** [G10] From the failed fsync to the end of the process. */
const STOP_MS_MAX = 5_000
/** sysexits.h, as the manual lists them: damaged, cannot be written, the disk has failed. */
const REFUSED_START = new Set([65, 73, 74])
const DISK_FAILED = 74
const STOPPED_IN_ORDER = 0

export const disk: Trial = {
  name: 'disk',
  sentence:
    'calls to the disk fail under load: it stops with 74 or goes on, and nothing acknowledged is lost',
  unit: 'failing disks',
  sizes: { ci: 40, release: 2_000 },
  missing: missingFiu,
  run,
}

interface Tally {
  readonly failures: string[]
  /** How often the program stopped or did not start because of this call. */
  readonly felt: Map<string, number>
  stops: number
  refusedStarts: number
  survived: number
  acknowledged: number
  stopMsMax: number
}

async function run({ size, seed, folder, progress }: TrialContext): Promise<TrialResult> {
  const random = randomFrom(seed)
  const workplace = await makeWorkplace({
    data: join(folder, 'furnished'),
    writers: WRITERS,
    writeMs: 200,
    end: 'SIGKILL',
  })
  const tally: Tally = {
    failures: [],
    felt: new Map(CALLS.map(({ call }) => [call, 0])),
    stops: 0,
    refusedStarts: 0,
    survived: 0,
    acknowledged: 0,
    stopMsMax: 0,
  }
  for (let done = 0; done < size; done += 1) {
    const { call, isOfStarting = false } = CALLS[done % CALLS.length]!
    const probability = PROBABILITIES[Math.floor(done / CALLS.length) % PROBABILITIES.length]!
    const failing = { call, probability, errno: EIO }
    const failsFromTheStart = isOfStarting || random() < 1 / STARTS_ONE_IN
    const endsBefore = tally.stops + tally.refusedStarts
    const broken = await oneDisk(workplace, join(folder, 'unit'), failing, failsFromTheStart, random, tally)
    tally.felt.set(call, tally.felt.get(call)! + tally.stops + tally.refusedStarts - endsBefore)
    const words = `${call} at ${failing.probability}${failsFromTheStart ? ' from the start' : ''}`
    tally.failures.push(...broken.map((sentence) => `${done} (${words}): ${sentence}`))
    progress(done + 1, `${tally.stops} stopped, ${tally.acknowledged} acknowledged`)
  }
  const { failures, felt, stops, refusedStarts, survived, acknowledged, stopMsMax } = tally
  // Faults that reach nothing would pass every check.
  for (const { call } of CALLS.slice(0, size).filter(({ isOfWriting }) => isOfWriting))
    if (felt.get(call) === 0) failures.push(`[RT61] ${call} failed always, and the program felt nothing`)
  return {
    done: size,
    failures,
    figures: {
      stops,
      refusedStarts,
      survived,
      acknowledged,
      stopMsMax: Math.round(stopMsMax),
      felt: [...felt].map(([call, count]) => `${call.replace('posix/io/', '')} ${count}`).join(' '),
    },
  }
}

/** One life on a failing disk, and the next one on a good one; what was broken. */
async function oneDisk(
  workplace: Workplace,
  folder: string,
  failing: FailingCall,
  failsFromTheStart: boolean,
  random: () => number,
  tally: Tally,
): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const data = join(folder, 'data')
  copyData(workplace, data)
  const writers = workplace.writers.map(copyOf)
  const broken: string[] = []
  const before = underFiu(folder, failsFromTheStart ? failing : undefined)
  const program = await startOrWord(data, before, broken, tally)
  if (program !== undefined)
    await liveAndDie(program, folder, failing, failsFromTheStart, writers, random, broken, tally)
  const next = await startPult({ directory: data })
  for (const writer of writers) {
    broken.push(...(await brokenPromises(next.url, writer)))
    tally.acknowledged += writer.acknowledged.size
  }
  const code = await next.stop()
  if (code !== STOPPED_IN_ORDER) broken.push(`on a good disk it stopped with ${code}: ${next.lastWords()}`)
  return broken
}

/** A start may be refused on a failing disk, in one plain sentence [SV5]. */
async function startOrWord(
  directory: string,
  command: readonly string[],
  broken: string[],
  tally: Tally,
): Promise<Running | undefined> {
  try {
    return await startPult({ directory, command })
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error
    tally.refusedStarts += 1
    const { code, said } = error
    if (!REFUSED_START.has(code)) broken.push(`[G10] the start ended with ${code}: ${said}`)
    else if (code !== DISK_FAILED && (said.includes('    at ') || said.trim() === ''))
      broken.push(`[SV5] what prevents the start is no plain sentence: ${said}`)
    return undefined
  }
}

async function liveAndDie(
  program: Running,
  folder: string,
  failing: FailingCall,
  isFailing: boolean,
  writers: readonly Writer[],
  random: () => number,
  broken: string[],
  tally: Tally,
): Promise<void> {
  const writings = writers.map((writer) => write(program.url, writer))
  const life: { exit?: number } = {}
  void program.exited.then((code) => (life.exit = code))
  await Bun.sleep(random() * WRITING_MS)
  if (!isFailing) await makeFail(folder, program.pid, failing)
  const failedAt = performance.now()
  // Reading reaches calls that writing does not; whatever it is answered, a dead line included.
  const reading = keptOf(program.url, writers[0]!).catch(() => undefined)
  while (life.exit === undefined && performance.now() - failedAt < FAILING_MS) await Bun.sleep(10)
  if (life.exit === undefined && failing.call === 'posix/io/sync/fsync' && failing.probability === 1) {
    await Promise.race([program.exited, Bun.sleep(STOP_MS_MAX)])
    if (life.exit === undefined) broken.push('[G10] every fsync fails and it goes on')
  }
  if (life.exit !== undefined) tally.stopMsMax = Math.max(tally.stopMsMax, performance.now() - failedAt)
  const isStopped = life.exit !== undefined
  let code = life.exit
  if (!isStopped) {
    tally.survived += 1
    if (random() < 0.5) await program.kill()
    else code = await program.stop()
  }
  await Promise.all([reading, ...writings.map(({ ended }) => ended)])
  if (code === DISK_FAILED) {
    tally.stops += 1
    if (!program.lastWords().includes('the disk has failed'))
      broken.push(`[G10] it stopped without saying why: ${program.lastWords()}`)
  } else if (isStopped || (code !== undefined && code !== STOPPED_IN_ORDER)) {
    broken.push(`[G10] it ended with ${code}: ${program.lastWords()}`)
  }
}
