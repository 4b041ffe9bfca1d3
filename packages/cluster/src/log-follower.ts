import type { LogRecord, Replica, Signal, WorkspaceReader } from '@pult/engine'
import type { Told } from './messages.ts'

/** Records read from the journal at once. */
const READ_PAGE = 500
/** Turns that wait to be taken in; above it the oldest go, and the journal has them: a reader that is slow must not fill the memory. */
const WAITING_MAX = 1_000
/** An answer that is here before what it has caused waits so long for the bus, then the journal is asked. */
const PATIENCE_MS = 100
/** After the journal could not be read. */
const RETRY_MS = 500

export interface LogFollowerPorts {
  readonly replica: Replica
  readonly reader: Pick<WorkspaceReader, 'read' | 'readHead'>
  readonly nowMs: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
  /** Is told of what is durable and applied, in order and without a hole. Must not throw. */
  readonly publish: (records: readonly LogRecord[], signals: readonly Signal[]) => void
  readonly onError: (error: unknown) => void
}

/** Somebody who waits until the replica has come to a place in the log. */
interface Waiting {
  readonly seq: number
  readonly run: () => void
}

/**
 * Keeps a replica at the end of its log: what the owner tells is applied as it comes, and a hole in it is filled from the journal. Nothing is told
 * twice or out of order, whatever the bus loses, doubles or brings late.
 */
export class LogFollower {
  readonly #ports: LogFollowerPorts
  readonly #told: Told[] = []
  /** In the order of their coming, which is not that of their places. */
  #waiting: Waiting[] = []
  #cuts: ((state: Replica['state']) => void)[] = []
  /** The journal has records up to here, as far as is known: they are read where nobody tells them. */
  #wantedSeq = 0
  /** What was brought from the store may be of this moment: no cut is shown before it. */
  #broughtSeq = 0
  #asking: Promise<number> | undefined
  #isRunning = false
  #isStopped = false

  constructor(ports: LogFollowerPorts) {
    this.#ports = ports
  }

  get state(): Replica['state'] {
    return this.#ports.replica.state
  }

  /** Takes what the owner tells. */
  tell(told: Told): void {
    if (told.head <= this.state.headSeq && told.signals.length === 0) return
    this.#told.push(told)
    if (this.#told.length > WAITING_MAX) this.#told.shift()
    this.#wake()
  }

  /** Runs `run` when the replica has come to `seq`: before anybody hears of what lies there. */
  when(seq: number, run: () => void): void {
    if (this.state.headSeq >= seq && !this.#isRunning) return run()
    this.#waiting.push({ seq, run })
    if (this.state.headSeq >= seq) return this.#wake()
    this.#ports.after(PATIENCE_MS, () => this.reach(seq))
  }

  /** The journal is known to have records up to `seq`. */
  reach(seq: number): void {
    if (seq <= this.#wantedSeq || seq <= this.state.headSeq) return
    this.#wantedSeq = seq
    this.#wake()
  }

  /** Runs `read` between two steps, when the state is one of a moment. */
  cut(read: (state: Replica['state']) => void): void {
    this.#cuts.push(read)
    if (this.#isRunning) return
    if (this.#mayCut()) this.#runCuts()
    else this.#wake()
  }

  /** Resolves when everything that was durable when this was asked has been told, or when nothing more is told here. */
  async caughtUp(): Promise<void> {
    // Who asks while another question is on its way may be later than what that one finds.
    while (this.#asking !== undefined) await this.#asking.catch(() => undefined)
    const asking = Promise.resolve(this.#ports.reader.readHead())
    this.#asking = asking
    const head = await asking.finally(() => {
      this.#asking = undefined
    })
    if (this.#isStopped) return
    this.reach(head)
    await new Promise<void>((resolve) => this.when(head, resolve))
  }

  /** Nothing more is told. Who waits for a place or a cut goes on waiting elsewhere. */
  stop(): {
    readonly waiting: readonly Waiting[]
    readonly cuts: readonly ((state: Replica['state']) => void)[]
  } {
    this.#isStopped = true
    return { waiting: this.#waiting, cuts: this.#cuts }
  }

  #wake(): void {
    if (this.#isRunning || this.#isStopped) return
    this.#isRunning = true
    void this.#run()
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isStopped && (await this.#step()));
      this.#isRunning = false
    } catch (error) {
      // What is told meanwhile waits in its place.
      this.#ports.onError(error)
      this.#ports.after(RETRY_MS, () => {
        this.#isRunning = false
        this.#wake()
      })
    }
  }

  /** False: there is nothing to do. */
  async #step(): Promise<boolean> {
    const { headSeq } = this.state
    const next = this.#told[0]
    if (next !== undefined && next.head <= headSeq) {
      this.#told.shift()
      if (next.signals.length > 0) this.#ports.publish([], next.signals)
      return true
    }
    if (next?.records != null && next.before <= headSeq) {
      await this.#move(next.records, next.signals)
      return true
    }
    const targetSeq = Math.max(this.#wantedSeq, next?.head ?? 0)
    if (targetSeq > headSeq) {
      const records = await this.#ports.reader.read(headSeq, READ_PAGE)
      // A journal that does not have what was told: it was told by one who has lost the lease.
      if (records.length === 0) {
        this.#wantedSeq = headSeq
        this.#told.shift()
      } else await this.#move(records, [])
      return true
    }
    this.#runWaiting()
    if (this.#mayCut()) this.#runCuts()
    return this.#told.length > 0 || this.#wantedSeq > this.state.headSeq
  }

  async #move(records: readonly LogRecord[], signals: readonly Signal[]): Promise<void> {
    const { replica, reader, publish, nowMs } = this.#ports
    if (await replica.prepare(records)) this.#broughtSeq = this.#wantedSeq = await reader.readHead()
    if (this.#isStopped) return
    const fresh = replica.apply(records, nowMs())
    this.#runWaiting()
    publish(fresh, signals)
    if (this.#mayCut()) this.#runCuts()
  }

  #runWaiting(): void {
    const { headSeq } = this.state
    if (!this.#waiting.some(({ seq }) => seq <= headSeq)) return
    const ready = this.#waiting.filter(({ seq }) => seq <= headSeq)
    this.#waiting = this.#waiting.filter(({ seq }) => seq > headSeq)
    for (const { run } of ready) run()
  }

  #mayCut(): boolean {
    return this.state.headSeq >= this.#broughtSeq
  }

  #runCuts(): void {
    // A cut may ask for another one: it is the same moment.
    for (let read = this.#cuts.shift(); read !== undefined; read = this.#cuts.shift()) read(this.state)
  }
}
