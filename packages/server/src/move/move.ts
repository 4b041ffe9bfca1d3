import { LogCopy, type LogRecord, type MaybePromise } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import { compareLogs, compareModels, Difference } from './compare.ts'
import { type End, type Held, pushKeysOf, SERVER_SECRET } from './ends.ts'

/** Records written at once: long enough to be worth a commit, short enough to be seen moving. */
const BATCH_RECORDS = 500
/** Between two looks whether the source is free, and what has become visible of it. */
const LOOK_MS = 1_000

export interface MovePorts {
  readonly source: End
  readonly target: End
  /** How long the source may stay in use after everything that can be seen of it is copied. */
  readonly waitMs: number
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number
  /** A clock that nobody sets back. */
  readonly steadyMs: () => number
  readonly wait: (ms: number) => Promise<void>
  readonly progress: MoveProgress
}

/** Is told how far it is. */
export interface MoveProgress {
  copied(id: WorkspaceId, seq: number, headSeq: number): void
  compared(id: WorkspaceId, seq: number, headSeq: number): void
  /** Told once: everything that can be seen is copied, and the rest needs the source stopped. */
  waiting(id: WorkspaceId, who: string): void
}

export interface Moved {
  readonly id: WorkspaceId
  readonly records: number
  /** Asked of both read models. */
  readonly questions: number
}

/** It cannot be done as things are; the message says what to do. Nothing at the target was changed that another move would miss. */
export class CannotMove extends Error {
  override readonly name = 'CannotMove'
}

/** The source was not stopped in time. What was copied stays. */
export class StillInUse extends Error {
  override readonly name = 'StillInUse'
}

/** What an installation has once. @throws CannotMove where the target has another one */
export async function moveSecrets({ source, target }: MovePorts, ids: readonly WorkspaceId[]): Promise<void> {
  for (const name of [SERVER_SECRET, ...ids.map(pushKeysOf)]) {
    const value = await source.secrets.read(name)
    if (value === undefined || (await target.secrets.keep(name, value)) === value) continue
    throw new CannotMove(
      `The target has another secret "${name}" than the source: a Pult was started there before. Move into an empty database or folder.`,
    )
  }
}

/**
 * Copies a workspace and compares both. What a move that was killed has copied is compared and stays. The target is ours until it is whole: whoever fails leaves it
 * locked against everybody but another move.
 * @throws CannotMove, StillInUse, Difference, StorageAway, StorageFull, StorageFault
 */
export async function moveWorkspace(ports: MovePorts, id: WorkspaceId): Promise<Moved> {
  const watched = await ports.source.watch(id)
  let source: Held | undefined
  let target: Held | undefined
  try {
    let epoch = await watched.epoch()
    if (epoch === undefined) {
      // Too young for anything to be seen of it.
      source = await heldInTime(ports, id, () => undefined)
      epoch = source.store.epoch
    }
    target = await begunTarget(ports, id, epoch)
    const copy = await LogCopy.open(id, target.store, ports.nowMs())
    const follow = createFollowing(ports, id, copy)
    source ??= await heldInTime(ports, id, async () => {
      await follow((after, limit) => watched.read(after, limit), await watched.headSeq())
    })

    const { store } = source
    const records = store.headSeq()
    const compared = await follow((after, limit) => store.read(after, limit), records)
    if (target.store.headSeq() > records)
      throw new CannotMove(
        `The target has ${target.store.headSeq()} records of the workspace ${id}, and the source ${records}: Pult has worked there already. Nothing there was touched.`,
      )
    if (compared < records) throw new Difference(`Record ${compared + 1} cannot be read any more.`)
    // Brings its read models to the end of its log, as a start does.
    await LogCopy.open(id, store, ports.nowMs())
    const questions = await compareModels(store, target.store, ports.nowMs())
    const whole = target
    target = undefined
    await whole.release()
    return { id, records, questions }
  } finally {
    await target?.store.close()
    await source?.release()
  }
}

async function begunTarget({ target }: MovePorts, id: WorkspaceId, epoch: string): Promise<Held> {
  const held = await target.begin(id, epoch)
  if (typeof held === 'string')
    throw new CannotMove(`The target's workspace ${id} is not free: ${held}. Stop that first.`)
  if (held.store.epoch === epoch) return held
  await held.release()
  throw new CannotMove(
    `The target has a workspace ${id} already, and it is another one. Move into an empty database or folder.`,
  )
}

/** Goes on looking, with `meanwhile` before each look, until nobody else has the source. @throws StillInUse */
async function heldInTime(
  { source, waitMs, steadyMs, wait, progress }: MovePorts,
  id: WorkspaceId,
  meanwhile: () => MaybePromise<unknown>,
): Promise<Held> {
  let untilMs: number | undefined
  for (;;) {
    await meanwhile()
    const held = await source.hold(id)
    if (typeof held !== 'string') return held
    if (untilMs === undefined) {
      untilMs = steadyMs() + waitMs
      progress.waiting(id, held)
    }
    if (steadyMs() >= untilMs)
      throw new StillInUse(
        `What can be read of the workspace ${id} while it is in use is copied (${held}). Stop Pult and run this again: it goes on from there.`,
      )
    await wait(LOOK_MS)
  }
}

type Read = (afterSeq: number, limit: number) => MaybePromise<readonly LogRecord[]>

/** Copies what there is to read, and compares it. What is there before is compared first: nothing is put behind a log that went another way. */
function createFollowing(
  { progress }: MovePorts,
  id: WorkspaceId,
  copy: LogCopy,
): (read: Read, headSeq: number) => Promise<number> {
  const { store } = copy
  const written: Read = (after, limit) => store.read(after, limit)
  let comparedSeq = 0
  const compareTo = async (read: Read, toSeq: number): Promise<void> => {
    comparedSeq = await compareLogs(read, written, comparedSeq, toSeq, (seq) =>
      progress.compared(id, seq, toSeq),
    )
  }
  return async (read, headSeq) => {
    await compareTo(read, Math.min(headSeq, store.headSeq()))
    if (comparedSeq < store.headSeq()) return comparedSeq
    for (;;) {
      const records = await read(store.headSeq(), BATCH_RECORDS)
      if (records.length === 0) break
      await copy.take(records)
      progress.copied(id, store.headSeq(), Math.max(headSeq, store.headSeq()))
    }
    await compareTo(read, store.headSeq())
    return comparedSeq
  }
}
