import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { missingMount, mountSmallDisk, type SmallDisk } from '../faults/small-disk.ts'
import { makeWorkplace, type Workplace } from '../faults/workplace.ts'
import { brokenPromises, copyOf, write, type Writer, type Writing } from '../faults/writers.ts'
import { NotStarted, startPult, type Running } from '../program.ts'
import { randomFrom } from '../random.ts'
import type { Trial, TrialContext, TrialResult } from '../trial.ts'

const DISK_MB = 8
const WRITERS = 4
/** Longer than a page of the file, so that the disk fills within seconds. */
const BODY_CHARS = 2_000
/** What is left for writing at the beginning: enough that read models are filled as well. */
const ROOM_BYTES = 2_500_000
const FULL_MS_MAX = 20_000
/** How long it stays full, at most: several of the engine's tries. */
const STAYS_FULL_MS = 2_500
/** From the room that is made to the first message that is kept. */
const RECOVERY_MS_MAX = 5_000
const FULL = 'storage_full'
const CANNOT_CREATE = 73

export const fullDisk: Trial = {
  name: 'full-disk',
  sentence:
    'a disk of 8 MB fills up under load: writing is refused as storage_full, reading goes on, and room is enough to write again',
  unit: 'full disks',
  sizes: { ci: 5, release: 100 },
  missing: missingMount,
  run,
}

async function run({ size, seed, folder, progress }: TrialContext): Promise<TrialResult> {
  const random = randomFrom(seed)
  const workplace = await makeWorkplace({
    data: join(folder, 'furnished'),
    writers: WRITERS,
    writeMs: 50,
    end: 'SIGTERM',
  })
  const failures: string[] = []
  let [acknowledged, refused, recoveryMsMax] = [0, 0, 0]
  for (let done = 0; done < size; done += 1) {
    const disk = mountSmallDisk(join(folder, `disk-${done}`), DISK_MB)
    try {
      const unit = await oneDisk(workplace, disk, random)
      failures.push(...unit.broken.map((sentence) => `${done}: ${sentence}`))
      acknowledged += unit.acknowledged
      refused += unit.refused
      recoveryMsMax = Math.max(recoveryMsMax, unit.recoveryMs)
    } finally {
      disk.unmount()
      rmSync(disk.path, { recursive: true, force: true })
    }
    progress(done + 1, `${acknowledged} acknowledged, ${refused} refused`)
  }
  return {
    done: size,
    failures,
    figures: { acknowledged, refused, recoveryMsMax: Math.round(recoveryMsMax) },
  }
}

interface Unit {
  readonly broken: readonly string[]
  readonly acknowledged: number
  readonly refused: number
  readonly recoveryMs: number
}

async function oneDisk(workplace: Workplace, disk: SmallDisk, random: () => number): Promise<Unit> {
  const directory = join(disk.path, 'data')
  cpSync(workplace.data, directory, { recursive: true })
  const writers = workplace.writers.map(copyOf)
  disk.leave(ROOM_BYTES * (0.5 + random()))
  let program = await startPult({ directory })
  const writings = writers.map((writer) => write(program.url, writer, { bodyOf: longBody }))
  const broken: string[] = []
  if (!(await untilAll(writers, FULL_MS_MAX)))
    broken.push(`[G10] the disk was not full after ${FULL_MS_MAX / 1000} s`)
  for (let look = 0; look < 3; look += 1) {
    broken.push(...(await whileFull(program, writers)))
    await Bun.sleep((random() * STAYS_FULL_MS) / 3)
  }
  // A program that is started anew on a full disk: it says so, or it serves what it has.
  if (random() < 0.5) {
    program = await restarted(program, writings, directory, random, broken, disk)
    writings.splice(
      0,
      writings.length,
      ...writers.map((writer) => write(program.url, writer, { bodyOf: longBody })),
    )
  }
  const recoveryMs = await recovered(disk, writers)
  if (recoveryMs > RECOVERY_MS_MAX)
    broken.push(`[G10] ${Math.round(recoveryMs)} ms after there was room nothing had been written`)
  await Promise.all(writings.map((writing) => writing.stop()))
  for (const writer of writers) broken.push(...(await brokenPromises(program.url, writer)))
  const codes = writers.flatMap(({ refusals }) => [...refusals.keys()]).filter((code) => code !== FULL)
  if (codes.length > 0) broken.push(`[G10] writing was refused as ${[...new Set(codes)].join()}`)
  await end(program, random, broken)
  const next = await startPult({ directory })
  for (const writer of writers) broken.push(...(await brokenPromises(next.url, writer)))
  await end(next, () => 1, broken)
  return {
    broken,
    acknowledged: sum(writers.map((writer) => writer.acknowledged.size)),
    refused: sum(writers.flatMap(({ refusals }) => [...refusals.values()])),
    recoveryMs,
  }
}

/** Everybody has been refused. */
async function untilAll(writers: readonly Writer[], withinMs: number): Promise<boolean> {
  const startedAt = performance.now()
  while (writers.some(({ refusals }) => !refusals.has(FULL))) {
    if (performance.now() - startedAt > withinMs) return false
    await Bun.sleep(20)
  }
  return true
}

/** Everything that was acknowledged can be read, and the program is in good health. */
async function whileFull(program: Running, writers: readonly Writer[]): Promise<string[]> {
  const broken: string[] = []
  for (const writer of writers) {
    broken.push(
      ...(await brokenPromises(program.url, writer)).map((sentence) => `while it is full: ${sentence}`),
    )
  }
  const health = await fetch(`${program.url}/healthz`)
  if (!health.ok) broken.push(`/healthz answers ${health.status} while the disk is full`)
  return broken
}

async function restarted(
  program: Running,
  writings: readonly Writing[],
  directory: string,
  random: () => number,
  broken: string[],
  disk: SmallDisk,
): Promise<Running> {
  await end(program, random, broken)
  await Promise.all(writings.map(({ ended }) => ended))
  try {
    return await startPult({ directory })
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error
    if (error.code !== CANNOT_CREATE || !error.said.includes('is full'))
      broken.push(`[SV5] the start on a full disk ended with ${error.code}: ${error.said}`)
    disk.makeRoom()
    return startPult({ directory })
  }
}

async function end(program: Running, random: () => number, broken: string[]): Promise<void> {
  if (random() < 0.5) return program.kill()
  const code = await program.stop()
  if (code !== 0) broken.push(`[SV8] it stopped with ${code}: ${program.lastWords()}`)
}

/** Makes room; from there to the first new acknowledgement. */
async function recovered(disk: SmallDisk, writers: readonly Writer[]): Promise<number> {
  disk.makeRoom()
  const startedAt = performance.now()
  const newest = (): number =>
    Math.max(...writers.flatMap(({ acknowledged }) => [...acknowledged.values()].map(({ atMs }) => atMs)))
  while (newest() < startedAt && performance.now() - startedAt <= RECOVERY_MS_MAX) await Bun.sleep(20)
  return Math.max(0, performance.now() - startedAt)
}

function longBody(key: string): string {
  return `message ${key} ${'ы'.repeat(BODY_CHARS)}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0)
}
