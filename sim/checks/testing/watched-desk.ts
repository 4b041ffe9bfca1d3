import type { LogRecord } from '@pult/engine'
import type { OwnedHost } from '@pult/gateway'
import { createDesk, START_MS, type Desk } from '../../../packages/engine/src/testing/desk.ts'
import { createRandom } from '../../kernel/random.ts'
import { createScheduler, type Scheduler } from '../../kernel/scheduler.ts'
import { createDisk } from '../../node/disk.ts'
import type { Check, PromiseName, ServerConnection, World } from '../../types.ts'
import { createChecks } from '../index.ts'

/** A real engine's records under the eyes of all the checks; what lies between the two is the test's to spoil. */
export interface WatchedDesk {
  readonly desk: Desk
  readonly scheduler: Scheduler
  readonly disk: World['disk']
  /** Every broken promise, in order: what is spoilt for one may be wrong for others too. */
  readonly broken: readonly { readonly promise: PromiseName; readonly sentence: string }[]
  readonly marks: ReadonlySet<string>
  /** Tells what has happened at the desk since the last time, as it is or as `spoil` makes it. */
  readonly tell: (spoil?: (records: LogRecord[]) => LogRecord[]) => void
  /** Where the log ends, as the store says; null: where it really does. */
  headSeq: number | null
  readonly writes: (to: string, frame: object | string, bufferedBytes?: number) => void
  readonly starts: () => void
  readonly looks: () => void
  /** So long passes in the world, and the checks look. */
  readonly passes: (ms: number) => void
  /** The server has a connection of an operator of the desk; returns how to end it. */
  readonly connects: (who: string) => () => void
  /** An operator of the desk opens a tab that has not heard anything yet. */
  readonly tab: (name: string, who: string) => void
}

const LOOK_MS = 1_000

export function watchDesk(): WatchedDesk {
  const desk = createDesk()
  const scheduler = createScheduler(START_MS)
  const disk = createDisk('memory', createRandom('a watched desk'))
  const broken: { promise: PromiseName; sentence: string }[] = []
  const marks = new Set<string>()
  const durable: LogRecord[] = []
  let watched: WatchedDesk | undefined
  const store = {
    headSeq: () => watched?.headSeq ?? durable.length,
    read: (after: number, limit: number) => durable.slice(after, after + limit),
  }
  const host = {
    store,
    engine: { state: desk.state },
    hub: { ring: { endSeq: 0 } },
  } as unknown as OwnedHost
  const world = {
    scheduler,
    disk,
    node: {
      host,
      nowMs: () => desk.nowMs,
      jumps: { atMs: -Infinity, sumMs: 0 },
      isTroubled: () => false,
    },
    operatorTabs: [] as World['operatorTabs'],
    visitorTabs: [],
    isHealed: false,
    tell: () => undefined,
    mark: (name: string) => void marks.add(name),
    broke: (promise: PromiseName, sentence: string) => void broken.push({ promise, sentence }),
  } as unknown as World
  const checks: readonly Check[] = createChecks(world)
  let told = 0

  watched = {
    desk,
    scheduler,
    disk,
    broken,
    marks,
    headSeq: null,
    tell(spoil = (records) => records) {
      const records = spoil(desk.log.slice(told))
      told = desk.log.length
      durable.push(...records)
      for (const check of checks) check.onTold?.(records, host)
    },
    writes(to, frame, bufferedBytes = 0) {
      const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
      for (const check of checks) check.onWritten?.({ to, wire: 1, frame: text, bufferedBytes })
    },
    starts() {
      for (const check of checks) check.onStarted?.(host)
    },
    looks() {
      for (const check of checks) check.onLook?.()
    },
    passes(ms) {
      // Not in one go: who has not looked for long knows nothing.
      for (let left = ms; left > 0; left -= LOOK_MS) {
        const passed = Math.min(left, LOOK_MS)
        scheduler.after(passed, () => undefined)
        scheduler.step()
        desk.nowMs += passed
        for (const check of checks) check.onLook?.()
      }
    },
    connects(who) {
      const viewer = { flavour: 'OPERATOR', operatorId: desk.id(who) }
      const connection = {
        flavour: 'OPERATOR',
        viewer,
        state: { name: 'joined' },
        inFlight: 0,
        queue: [],
        socket: { bufferedBytes: () => 0 },
      }
      for (const check of checks) check.onConnection?.(connection as unknown as ServerConnection)
      return () => {
        connection.state.name = 'closed'
      }
    },
    tab(name, who) {
      world.operatorTabs.push({
        name,
        operatorId: desk.id(who),
        device: { name },
        isOpen: true,
      } as unknown as World['operatorTabs'][number])
    },
  }
  watched.tell()
  return watched
}

/** The records with one of them changed: the last that `isIt`. */
export function changing(
  isIt: (record: LogRecord) => boolean,
  change: (record: LogRecord) => LogRecord,
): (records: LogRecord[]) => LogRecord[] {
  return (records) => {
    const index = records.findLastIndex(isIt)
    if (index < 0) throw new Error('there is no such record to spoil')
    return records.with(index, change(records[index]!))
  }
}
