import { join } from 'node:path'
import { closeCodes } from '@pult/protocol'
import { withFiles } from '../files-open.ts'
import { inTurn } from '../in-turn.ts'
import { ON_A_SMALL_MACHINE, residentBytes, startPult, type Running } from '../program.ts'
import { furnishRoom, writeTo, type Room, type Writer } from '../slow/room.ts'
import { comeBack, pausedReader, reading } from '../slow/reader.ts'
import type { Trial } from '../trial.ts'

/** One in ten is a client, at most so many: each needs megabytes of a chat of its own. */
const CLIENTS_MAX = 5
const CLIENTS_SHARE = 0.1
/** Those who read along while the usual growth is measured. */
const CONTROL_READERS_MAX = 50
/** What the slow may cost beyond what the same traffic costs when everybody reads; with many of them, what [G6] allows each. */
const RESIDENT_BYTES_MAX = 64 * 1024 * 1024
const RESIDENT_BYTES_EACH_MAX = 1024 * 1024
/** What is garbage is collected by then, what waits for somebody is still there. */
const SETTLE_MS = 6_000
/** The server gives up on a reader who has taken nothing for 15 s ([GS2]); twice that is late on any machine. */
const GIVEN_UP_MS_MAX = 30_000
/** It cuts those who do not answer its good-bye after 5 s ([GS1]). */
const CUT_MS = 8_000
/** Readers who read again at once: each brings megabytes. */
const WIDTH = 25

export const slow: Trial = {
  name: 'slow',
  sentence:
    'Operators and clients stop reading while they are told 8 MB each: all are closed with 4008 or cut, come back with their cursors and miss nothing; the server grows by 64 MiB at most.',
  unit: 'readers',
  sizes: { ci: 50, release: 2_000 },
  runs: 'beside',
  missing: () => null,
  async run({ size, folder, progress }) {
    const server = await startPult({
      directory: join(folder, 'data'),
      environment: ON_A_SMALL_MACHINE,
      command: withFiles(size + CONTROL_READERS_MAX + 500),
    })
    const clients = Math.min(CLIENTS_MAX, Math.ceil(size * CLIENTS_SHARE))
    const room = await furnishRoom(server.url, clients)
    const control = await whileReading(server, room, Math.min(size, CONTROL_READERS_MAX))
    progress(0, 'the usual growth is measured')

    const readers = await inTurn(size, 1, (index) =>
      pausedReader(server, room, writerOf(room, index, clients)),
    )
    const marks = await writeTo(server.url, room)
    progress(0, 'everybody has stopped reading')
    const grownBytes = (await settled(server)) - control.bytes
    const givenUpMs = await untilGivenUp(server)
    const failures: string[] = []
    const codes = { told: 0, cut: 0 }
    let done = 0
    for (const [from, to] of [
      [0, Math.ceil(size / 2)],
      [Math.ceil(size / 2), size],
    ] as const) {
      // The first half hears the good-bye; the others come back when it is too late for that.
      if (from > 0) await Bun.sleep(CUT_MS)
      const half = readers.slice(from, to)
      await inTurn(half.length, WIDTH, async (index) => {
        const { code, faults } = await comeBack(server, half[index]!, marks)
        if (code === closeCodes.tooSlow) codes.told += 1
        else if (code === undefined) codes.cut += 1
        else faults.push(`was closed with ${code} instead of 4008`)
        failures.push(...faults.map((words) => `${half[index]!.name}: ${words}`))
        done += 1
        progress(done)
      })
    }
    const slowBytes = grownBytes - control.grownBytes
    if (slowBytes > Math.max(RESIDENT_BYTES_MAX, size * RESIDENT_BYTES_EACH_MAX))
      failures.push(`the server grew by ${megabytes(slowBytes)} MiB more than when everybody reads`)
    failures.push(...server.complaints())
    await server.stop()
    return {
      done,
      failures,
      figures: {
        givenUpMs,
        closedWith4008: codes.told,
        cut: codes.cut,
        grownMiB: megabytes(grownBytes),
        grownMiBWhenAllRead: megabytes(control.grownBytes),
      },
    }
  },
}

function writerOf(room: Room, index: number, clients: number): Writer {
  return index < clients ? room.writers[index + 1]! : room.writers[0]
}

/** How long it took until the server counted no connection any more. */
async function untilGivenUp({ url }: Running): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const text = await (await fetch(`${url}/metrics`, { keepalive: false })).text()
    const left = Number(/^pult_connections (\d+)/m.exec(text)?.[1])
    const tookMs = Math.round(performance.now() - startedAt)
    if (left === 0) return tookMs
    if (tookMs > GIVEN_UP_MS_MAX)
      throw new Error(`${left} readers who read nothing are still connected after ${tookMs} ms`)
    await Bun.sleep(250)
  }
}

/** The memory after the same traffic when everybody reads, and by how much it grew; it is sent twice, the first time to get warm. */
async function whileReading(
  server: Running,
  room: Room,
  count: number,
): Promise<{ readonly bytes: number; readonly grownBytes: number }> {
  const stops = await inTurn(count, WIDTH, () => reading(server, room))
  await writeTo(server.url, room)
  const before = await settled(server)
  await writeTo(server.url, room)
  const bytes = await settled(server)
  for (const stop of stops) stop()
  return { bytes, grownBytes: bytes - before }
}

async function settled({ pid }: Running): Promise<number> {
  await Bun.sleep(SETTLE_MS)
  return residentBytes(pid)
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
