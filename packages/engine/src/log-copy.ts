import type { WorkspaceId } from '@pult/protocol'
import { apply, forgetIdle } from './apply.ts'
import type { LogRecord } from './facts.ts'
import { loadAlive, loadFor } from './load-alive.ts'
import type { Batch, ReadModels, WorkspaceStore } from './ports.ts'
import type { Workspace } from './state.ts'

/** Records replayed at once. */
const REPLAY_PAGE = 2_000
/** Closed sessions at hand while a log is copied: late edits, reads and ratings follow soon, and any other is read again. */
const CLOSED_SESSIONS_MAX = 5_000

/** Moves a state on by records of its log. Returns them as a batch, with what they left of the entities that they changed. */
export async function replay(
  state: Workspace,
  models: Pick<ReadModels, 'session'>,
  records: readonly LogRecord[],
): Promise<Batch> {
  const touched = new Map<string, Batch['touched'][number]>()
  for (const record of records) {
    const loading = loadFor(state, models, record)
    if (loading instanceof Promise) await loading
    // Ids of different kinds differ.
    apply(state, record, (entity) => void touched.set(entity.id, entity))
  }
  return { records, touched: [...touched.values()] }
}

/** A workspace as it is durable: the read models' checkpoint, then the log after it, which the read models take in. */
export async function loadDurable(
  id: WorkspaceId,
  store: WorkspaceStore,
  nowMs: number,
  presence?: Workspace['presence'],
): Promise<Workspace> {
  const state = await loadAlive(id, store, nowMs, presence)
  for (;;) {
    const records = await store.read(state.headSeq, REPLAY_PAGE)
    if (records.length === 0) return state
    const batch = await replay(state, store, records)
    await store.project(batch)
  }
}

/**
 * Writes another store's log into this one, record for record, and its read models with it, as the engine that made the records did. Nothing is decided here, and no deadline
 * fires. Whoever was killed opens it again and goes on after `headSeq()`.
 */
export class LogCopy {
  readonly store: WorkspaceStore
  readonly #state: Workspace

  private constructor(store: WorkspaceStore, state: Workspace) {
    this.store = store
    this.#state = state
  }

  /** Brings the read models to the end of the store's log first. */
  static async open(id: WorkspaceId, store: WorkspaceStore, nowMs: number): Promise<LogCopy> {
    return new LogCopy(store, await loadDurable(id, store, nowMs))
  }

  /** Records that go on from `store.headSeq()` without a hole. Returns when they are durable. @throws what `append` throws; after that open it anew */
  async take(records: readonly LogRecord[]): Promise<void> {
    await this.store.append(await replay(this.#state, this.store, records))
    while (this.#state.deadlines.takeDue(Infinity) !== undefined);
    forgetIdle(this.#state, CLOSED_SESSIONS_MAX)
  }
}
