import { Replica, type LogRecord, type Workspace } from '@pult/engine'
import type { ClusterEnginePorts } from './ports.ts'

/** Records read from the journal at once. */
const READ_PAGE = 500
/** A database that is away is asked again. */
const AGAIN_MS = 500

/**
 * From what is durable: a replica, after `publish` was told, in order, of everything up to it that was not told on this node. Tries for as long as it takes; each
 * failure is told to `onError`.
 */
export async function catchUp(
  { id, reader, nowMs, onError, after }: ClusterEnginePorts,
  toldSeq: () => number,
  publish: (records: readonly LogRecord[], state: Readonly<Workspace>) => void,
): Promise<Replica> {
  for (;;) {
    try {
      const replica = await Replica.open(id, reader, nowMs())
      while (toldSeq() < replica.state.headSeq) {
        const records = await reader.read(toldSeq(), READ_PAGE)
        const due = records.filter(({ seq }) => seq <= replica.state.headSeq)
        if (due.length === 0) throw new Error(`the journal has nothing after ${toldSeq()}`)
        publish(due, replica.state)
      }
      return replica
    } catch (error) {
      onError(error)
      await new Promise<void>((resolve) => void after(AGAIN_MS, resolve))
    }
  }
}
