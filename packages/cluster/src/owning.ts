import { WorkspaceEngine, type LogRecord, type Signal, type WorkspaceStore } from '@pult/engine'
import { OwnerDesk } from './owner-desk.ts'
import type { ClusterEnginePorts } from './ports.ts'

/** For how long a former owner says that nothing is done here any more: longer than the others need to hear of the next one. */
const LATE_MS = 15_000

/** A workspace whose turns are taken here. */
export interface Owning {
  readonly lease: number
  readonly engine: WorkspaceEngine
  readonly store: WorkspaceStore
  readonly desk: OwnerDesk
}

/** Takes the turns under a lease, from the log of its store. @throws LeaseLost */
export async function openOwning(
  { id, bus, nowMs, defer, after, onFatal, onError }: ClusterEnginePorts,
  lease: number,
  store: WorkspaceStore,
  tell: {
    readonly publish: (records: readonly LogRecord[], signals: readonly Signal[]) => void
    readonly onLeaseLost: () => void
  },
): Promise<Owning> {
  let desk: OwnerDesk | undefined
  const engine = await WorkspaceEngine.open(id, {
    store,
    nowMs,
    defer,
    after,
    publish: (records, signals) => {
      desk?.told(records, signals)
      tell.publish(records, signals)
    },
    onFatal,
    onBug: onError,
    onLeaseLost: tell.onLeaseLost,
  })
  desk = new OwnerDesk({ workspaceId: id, lease, engine, bus })
  return { lease, engine, store, desk }
}

/** Finishes the turns that are queued and lets go of the log. Who has not heard of it yet goes on asking here, and is told so for a while. */
export async function closeOwning(
  { engine, store, desk }: Owning,
  after: ClusterEnginePorts['after'],
): Promise<void> {
  await engine.stop()
  desk.close()
  after(LATE_MS, () => desk.stop())
  await store.close()
}
