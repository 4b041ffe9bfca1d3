import { wireError, type WorkspaceId } from '@pult/protocol'
import { forgetIdle } from './apply.ts'
import type { Command, Outcome, Signal } from './commands.ts'
import type { Engine } from './engine.ts'
import type { LogRecord } from './facts.ts'
import { load } from './loader.ts'
import { LeaseLost, StorageAway, StorageFull, type WorkspaceStore } from './ports.ts'
import { loadDurable } from './log-copy.ts'
import type { Workspace } from './state.ts'
import { expectEverybodyBack, runTurn } from './turn.ts'

/** A turn takes no more than this, so that its transaction stays short and the first in it does not wait for the last. */
const BATCH_COMMANDS_MAX = 512
/** Commands that wait for their turn; above it the edge is told that we are overloaded, which is kinder than to wait. */
export const INBOX_MAX = 20_000
/** How long writing is refused after a full disk before it is tried again. */
export const FULL_RETRY_MS = 1_000
/** Between two tries to load while what is kept does not answer; the store itself has waited before each. */
export const AWAY_RETRY_MS = 1_000
/** After a turn that failed, deadlines wait for so long: one that is due would only fail again, over and over. */
const FAILED_TURN_PAUSE_MS = 1_000
/** Records of a found batch read at once. */
const FOUND_PAGE = 1_000
/** Timers count in 32 bits; a later deadline is looked at again. */
const DELAY_MS_MAX = 24 * 3600 * 1000
/** Closed sessions kept at hand for late edits, ratings and reads. */
const CLOSED_SESSIONS_MAX = 5_000

export interface EnginePorts {
  readonly store: WorkspaceStore
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number
  /** Runs something after what is going on now, so that everything that came in together is decided together. */
  readonly defer: (run: () => void) => void
  /** Runs something once after a while; returns how to stop it. */
  readonly after: (delayMs: number, run: () => void) => () => void
  /** Is told what is durable, in order, between two turns. Must not throw. */
  readonly publish: (records: readonly LogRecord[], signals: readonly Signal[]) => void
  /** The disk has failed: nothing that follows can be trusted, the process must stop [G10]. */
  readonly onFatal: (error: unknown) => void
  /** Another node owns the workspace: nothing more is done here. Whoever waited has been told `shutting_down`: nothing of theirs was done. */
  readonly onLeaseLost?: () => void
  /** A bug was caught; the workspace has reloaded. */
  readonly onBug: (error: unknown) => void
}

interface Pending {
  readonly command: Command
  readonly respond: (outcome: Outcome) => void
}

/**
 * Runs one workspace: one turn after the other, each decided in memory, appended once, then told. Nobody hears of anything
 * that is not durable [S5].
 */
export class WorkspaceEngine implements Engine {
  readonly #ports: EnginePorts
  #state: Workspace
  #inbox: Pending[] = []
  #cuts: ((state: Readonly<Workspace>) => void)[] = []
  #running = false
  #stopped = false
  /** The commands of the turn that goes on, as long as they have not been answered. */
  #unanswered: readonly Pending[] = []
  /** Who waits for the turns to finish. */
  #stopping: (() => void)[] = []
  /** Everybody has been told of everything up to here, or has begun with it. */
  #toldSeq: number
  #fullUntilMs = 0
  #pauseUntilMs = 0
  #timer: (() => void) | undefined
  #timerAtMs = Infinity

  private constructor(ports: EnginePorts, state: Workspace) {
    this.#ports = ports
    this.#state = state
    this.#toldSeq = state.headSeq
  }

  /** Loads what is alive and replays what the read models do not have yet. */
  static async open(workspaceId: WorkspaceId, ports: EnginePorts): Promise<WorkspaceEngine> {
    const state = await loadWorkspace(workspaceId, ports)
    const engine = new WorkspaceEngine(ports, state)
    engine.#schedule()
    return engine
  }

  get state(): Readonly<Workspace> {
    return this.#state
  }

  get epoch(): string {
    return this.#ports.store.epoch
  }

  dispatch(command: Command, respond: (outcome: Outcome) => void): void {
    if (this.#stopped) return respond({ error: wireError('shutting_down') })
    if (this.#inbox.length >= INBOX_MAX)
      return respond({ error: wireError('overloaded', { retryMs: 1_000 }) })
    this.#inbox.push({ command, respond })
    this.#wake()
  }

  request(command: Command): Promise<Outcome> {
    return new Promise((resolve) => this.dispatch(command, resolve))
  }

  cut(read: (state: Readonly<Workspace>) => void): void {
    if (this.#running) {
      this.#cuts.push(read)
      return
    }
    read(this.#state)
  }

  caughtUp(): Promise<void> {
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.()
    // Woken, not asking again and again: a slow disk may take seconds.
    while (this.#running) await new Promise<void>((resolve) => void this.#stopping.push(resolve))
  }

  #wake(): void {
    if (this.#running) return
    this.#running = true
    this.#ports.defer(() => void this.#run())
  }

  async #run(): Promise<void> {
    try {
      do {
        this.#unanswered = this.#inbox.splice(0, BATCH_COMMANDS_MAX)
        await this.#turn(this.#unanswered)
        // A cut may ask for another one: it is the same moment.
        for (let read = this.#cuts.shift(); read !== undefined; read = this.#cuts.shift()) read(this.#state)
      } while (this.#inbox.length > 0)
    } catch (error) {
      // Whoever stopped us while the database was away has lost nothing that was acknowledged.
      const isStoppedAway = this.#stopped && error instanceof StorageAway
      this.#stopped = true
      this.#timer?.()
      const isLost = error instanceof LeaseLost
      if (!isLost && !isStoppedAway) this.#ports.onFatal(error)
      // Nobody is left waiting. Without a lease nothing was done; else nobody knows what became of the turn: with a key it may be asked again.
      const refusal = isLost ? wireError('shutting_down') : wireError('internal', { retryMs: 1_000 })
      for (const { respond } of [...this.#unanswered, ...this.#inbox.splice(0)]) respond({ error: refusal })
      this.#unanswered = []
      this.#cuts = []
      if (isLost) this.#ports.onLeaseLost?.()
    } finally {
      this.#running = false
      this.#schedule()
      for (const resolve of this.#stopping.splice(0)) resolve()
    }
  }

  async #turn(pending: readonly Pending[]): Promise<void> {
    const { store, publish } = this.#ports
    let result
    try {
      for (const { command } of pending) {
        const loading = load(this.#state, store, command)
        if (loading instanceof Promise) await loading
      }
      const nowMs = this.#ports.nowMs()
      result = runTurn(
        this.#state,
        pending.map(({ command }) => command),
        nowMs,
      )
      const { batch } = result
      if (batch.records.length > 0) {
        if (isWithin(this.#fullUntilMs, nowMs, FULL_RETRY_MS)) throw new StillFull()
        const appending = store.append(batch)
        if (appending instanceof Promise) await appending
      }
    } catch (error) {
      await this.#recover(pending, error)
      return
    }
    this.#unanswered = []
    // Replies first: an author knows its message by the reply when the event comes.
    for (const [index, { respond }] of pending.entries()) respond(result.outcomes[index]!)
    this.#toldSeq = this.#state.headSeq
    if (result.batch.records.length > 0 || result.signals.length > 0)
      publish(result.batch.records, result.signals)
    forgetIdle(this.#state, CLOSED_SESSIONS_MAX)
  }

  /** Memory is ahead of the disk and nobody was told: drop it, load what is durable, and say no to everybody of the turn. */
  async #recover(pending: readonly Pending[], error: unknown): Promise<void> {
    const nowMs = this.#ports.nowMs()
    const isFull = error instanceof StorageFull
    const isAway = error instanceof StorageAway
    if (!isFull && !isAway && !isBug(error)) throw error
    if (isAway) {
      this.#unanswered = []
      refuseAway(pending)
    } else if (!isFull) this.#ports.onBug(error)
    // Only the disk's own answer prolongs the refusal, or a steady stream of commands would prolong it for ever.
    else if (!(error instanceof StillFull)) {
      this.#fullUntilMs = nowMs + FULL_RETRY_MS
      // By the steady clock as well: one that was set back comes to the same second again.
      this.#ports.after(FULL_RETRY_MS, () => (this.#fullUntilMs = 0))
    }
    this.#pauseUntilMs = nowMs + FAILED_TURN_PAUSE_MS
    await this.#reload()
    if (isAway) return
    const refusal = isFull
      ? wireError('storage_full', { retryMs: FULL_RETRY_MS })
      : wireError('internal', { retryMs: 1_000 })
    // One command with a bug in it must not cost its neighbours their answers: each gets a turn of its own.
    if (!isFull && pending.length > 1) {
      for (const [index, one] of pending.entries()) {
        this.#unanswered = pending.slice(index)
        await this.#turn([one])
      }
      return
    }
    this.#unanswered = []
    for (const { respond } of pending) respond({ error: refusal })
  }

  /**
   * Back to what is durable. While that does not answer, this turn goes on: nobody reads a state that was never told, and whoever comes is refused soon rather than left to
   * wait.
   */
  async #reload(): Promise<void> {
    const { id, presence } = this.#state
    for (;;) {
      try {
        this.#state = await loadWorkspace(id, this.#ports, presence)
        await this.#tellFound()
        return
      } catch (error) {
        if (!(error instanceof StorageAway) || this.#stopped) throw error
        refuseAway(this.#inbox.splice(0))
        await new Promise<void>((resolve) => void this.#ports.after(AWAY_RETRY_MS, resolve))
      }
    }
  }

  /**
   * A batch whose answer was lost may have been written: its senders were refused and may ask again, but it stands in the log, and nobody would ever hear of it. It is one turn,
   * and this is its end.
   */
  async #tellFound(): Promise<void> {
    const { store, publish } = this.#ports
    const { headSeq } = this.#state
    const found: LogRecord[] = []
    while (this.#toldSeq + found.length < headSeq) {
      const page = await store.read(this.#toldSeq + found.length, FOUND_PAGE)
      if (page.length === 0) throw new Error(`the log has nothing after ${this.#toldSeq + found.length}`)
      found.push(...page.filter(({ seq }) => seq <= headSeq))
    }
    this.#toldSeq = headSeq
    if (found.length > 0) publish(found, [])
  }

  /** One timer for the earliest deadline. */
  #schedule(): void {
    const dueMs = this.#stopped ? undefined : this.#state.deadlines.nextAtMs()
    const isPaused = isWithin(this.#pauseUntilMs, this.#ports.nowMs(), FAILED_TURN_PAUSE_MS)
    const atMs = dueMs === undefined ? undefined : isPaused ? Math.max(dueMs, this.#pauseUntilMs) : dueMs
    if (atMs === undefined || (this.#timer !== undefined && this.#timerAtMs <= atMs)) return
    this.#timer?.()
    this.#timerAtMs = atMs
    this.#timer = this.#ports.after(Math.min(DELAY_MS_MAX, Math.max(0, atMs - this.#ports.nowMs())), () => {
      this.#timer = undefined
      this.#timerAtMs = Infinity
      if (!this.#stopped)
        this.dispatch({ actor: { type: 'SYSTEM' }, name: 'tick', data: {} }, () => undefined)
    })
  }
}

/** Whether a pause of at most `pauseMs` still lasts. A clock that was set back makes it no longer: then it is over. */
function isWithin(untilMs: number, nowMs: number, pauseMs: number): boolean {
  return nowMs < untilMs && untilMs - nowMs <= pauseMs
}

/** Whatever is not the world's doing is ours. */
function isBug(error: unknown): boolean {
  return error instanceof Error && error.name !== 'StorageFault' && !(error instanceof LeaseLost)
}

function refuseAway(pending: readonly Pending[]): void {
  const message = 'The database does not answer; try again soon.'
  const error = wireError('overloaded', { message, retryMs: AWAY_RETRY_MS })
  for (const { respond } of pending) respond({ error })
}

/** The disk was full a moment ago and has not been asked again. */
class StillFull extends StorageFull {}

/** A workspace as it is durable, before anybody is back. */
async function loadWorkspace(
  id: WorkspaceId,
  ports: EnginePorts,
  presence?: Workspace['presence'],
): Promise<Workspace> {
  const state = await loadDurable(id, ports.store, ports.nowMs(), presence)
  expectEverybodyBack(state, ports.nowMs())
  return state
}
