import type { Batch, MaybePromise, MessageQuery, SessionQuery, Touched, WorkspaceStore } from '@pult/engine'
import type { Story } from '../story.fixture.ts'

/** A place that outlives a store, as a folder outlives a process. */
export interface Place {
  open(): MaybePromise<WorkspaceStore>
  /** Leaves the store as a killed process does, and opens the place again. */
  crash(store: WorkspaceStore): MaybePromise<WorkspaceStore>
  dispose(): MaybePromise<void>
}

/** What every test of the suite begins with: an empty store and a story to tell it. */
export interface Kit {
  place: Place
  store: WorkspaceStore
  story: Story
  bodies(query: MessageQuery): Promise<string[]>
  sessionIds(query: Omit<SessionQuery, 'limit'>): Promise<string[]>
}

/** The same number in another workspace. */
export function foreign<T extends string>(id: T): T {
  return `${id.slice(0, -4)}zzzz` as T
}

/** What the engine does at a start: everything after the checkpoint is taken in again. */
export async function replay(store: WorkspaceStore, batches: readonly Batch[]): Promise<void> {
  const { seq } = await store.checkpoint(0)
  let from = seq
  for (;;) {
    const records = await store.read(from, 7)
    if (records.length === 0) return
    const last = records.at(-1)!.seq
    const touched: Touched[] = batches
      .filter((batch) => (batch.records.at(-1)?.seq ?? 0) <= last && (batch.records.at(-1)?.seq ?? 0) > from)
      .flatMap((batch) => batch.touched)
    await store.project({ records, touched })
    from = last
  }
}
