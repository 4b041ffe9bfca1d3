/** A data folder that is set up once and copied for every unit of a trial: a group, a channel without a bot, and a few people's chats. */
import { cpSync, rmSync } from 'node:fs'
import { furnish, type Desk } from '../door.ts'
import { startPult } from '../program.ts'
import { newWriters, write, type Writer } from './writers.ts'

export interface Workplace {
  readonly data: string
  readonly desk: Desk
  readonly writers: readonly Writer[]
}

export interface WorkplaceOptions {
  readonly data: string
  readonly writers: number
  /** How long they write. */
  readonly writeMs: number
  readonly bodyOf?: (key: string) => string
  /** Done after the writing, while the program runs. */
  readonly before?: (url: string, desk: Desk, writers: readonly Writer[]) => Promise<void>
  /** Killed, the write-ahead logs are left as they were; stopped in order, they are empty. */
  readonly end: 'SIGKILL' | 'SIGTERM'
}

/** Everybody has had something acknowledged by then, however busy the machine is. */
const FIRST_MS_MAX = 30_000

/** Made with the real program, as a company would. */
export async function makeWorkplace(options: WorkplaceOptions): Promise<Workplace> {
  const { data, end, writeMs, bodyOf } = options
  const program = await startPult({ directory: data })
  const desk = await furnish(program.url, { operators: 0, capacity: 1 })
  const writers = await newWriters(program.url, desk.channelKey, options.writers)
  const writings = writers.map((writer) => write(program.url, writer, bodyOf === undefined ? {} : { bodyOf }))
  await Bun.sleep(writeMs)
  // Where the machine is busy with other things, that was no time at all.
  const untilMs = performance.now() + FIRST_MS_MAX
  while (writers.some(({ acknowledged }) => acknowledged.size === 0) && performance.now() < untilMs)
    await Bun.sleep(10)
  await Promise.all(writings.map((writing) => writing.stop()))
  await options.before?.(program.url, desk, writers)
  await program.stop(end)
  return { data, desk, writers }
}

/** The folder as it was furnished, in another place. */
export function copyData(workplace: Workplace, to: string): void {
  rmSync(to, { recursive: true, force: true })
  cpSync(workplace.data, to, { recursive: true })
}
