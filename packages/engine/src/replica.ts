import type { SessionId, WorkspaceId } from '@pult/protocol'
import { apply, forgetIdle } from './apply.ts'
import type { LogRecord } from './facts.ts'
import { loadAlive, loadFor, sessionOf } from './load-alive.ts'
import type { WorkspaceReader } from './ports.ts'
import type { Workspace } from './state.ts'

/** Closed sessions kept at hand on a node that only follows: what its readers open again and again. */
const CLOSED_SESSIONS_MAX = 1_000

/**
 * A copy of a workspace that another node owns: the same state, moved on by the same records. It decides nothing: presence and keys are the owner's, and
 * its deadlines are thrown away.
 */
export class Replica {
  readonly state: Readonly<Workspace>
  readonly #state: Workspace
  readonly #reader: Pick<WorkspaceReader, 'session'>

  private constructor(state: Workspace, reader: Pick<WorkspaceReader, 'session'>) {
    this.#state = this.state = state
    this.#reader = reader
  }

  /** As the read models stand. */
  static async open(
    id: WorkspaceId,
    reader: Pick<WorkspaceReader, 'checkpoint' | 'session'>,
    nowMs: number,
  ): Promise<Replica> {
    return new Replica(await loadAlive(id, reader, nowMs), reader)
  }

  /**
   * Brings what records need that is not at hand, so that {@link apply} needs no I/O. What is brought may be of a later moment than the records, which
   * does no harm as they are absolute; it must not be told of before the replica has come to that moment.
   * @returns whether anything was brought
   */
  async prepare(records: readonly LogRecord[]): Promise<boolean> {
    const before = this.#state.sessions.size
    const coming = new Set<SessionId>()
    for (const record of records) {
      if (record.fact.type === 'session') coming.add(record.fact.session.card.id)
      const id = sessionOf(record)
      if (id === undefined || coming.has(id)) continue
      const loading = loadFor(this.#state, this.#reader, record)
      if (loading instanceof Promise) await loading
    }
    return this.#state.sessions.size > before
  }

  /** Applies those records that are new, without a hole. @returns them */
  apply(records: readonly LogRecord[], nowMs: number): readonly LogRecord[] {
    const fresh = records.filter(({ seq }) => seq > this.#state.headSeq)
    for (const record of fresh) apply(this.#state, record)
    while (this.#state.deadlines.takeDue(nowMs) !== undefined);
    forgetIdle(this.#state, CLOSED_SESSIONS_MAX)
    return fresh
  }
}
