import { wireError } from '@pult/protocol'
import {
  LeaseLost,
  Replica,
  type Command,
  type Engine,
  type LogRecord,
  type Outcome,
  type Signal,
  type Workspace,
  type WorkspaceStore,
} from '@pult/engine'
import { sayWhoIsHere } from './announcing.ts'
import { Asking, sortOut } from './asking.ts'
import type { Errand } from './errand.ts'
import { catchUp } from './catch-up.ts'
import { LogFollower } from './log-follower.ts'
import { subjects, type Answers, type NodeId, type Told } from './messages.ts'
import { closeOwning, openOwning, type Owning } from './owning.ts'
import type { ClusterEnginePorts } from './ports.ts'

type Role =
  | { readonly name: 'following'; readonly follower: LogFollower; asking: Asking | null }
  | ({ readonly name: 'owning' } & Owning)
  | { readonly name: 'changing' }

/**
 * One workspace on one of several nodes. Under a lease its turns are taken here; otherwise this node follows the log, and takes commands to the owner. To everybody
 * on this node it is the same: what is told goes on without a gap when the workspace moves, and a command is carried out once or its sender is told that nobody knows.
 */
export class ClusterEngine implements Engine {
  readonly #ports: ClusterEnginePorts
  #role: Role = { name: 'changing' }
  #state: Readonly<Workspace>
  /** How far everybody on this node has been told. */
  #toldSeq: number
  /** Commands that nobody has in hand. */
  #errands: Errand[] = []
  #cuts = new Set<(state: Readonly<Workspace>) => void>()
  #waiting: (() => void)[] = []
  #isStopped = false
  /** The newest lease that is known, whoever has it. */
  #lease = 0
  /** The one that was held here and is over: nobody answers under it. */
  #pastLease = 0
  /** One change of the role after the other. */
  #changes: Promise<void> = Promise.resolve()
  readonly #stopHearing: readonly (() => void)[]

  private constructor(ports: ClusterEnginePorts, replica: Replica) {
    this.#ports = ports
    this.#state = replica.state
    this.#toldSeq = replica.state.headSeq
    this.#follow(replica)
    const { bus, id, node } = ports
    this.#stopHearing = [
      bus.subscribe(subjects.told(id), (text) => this.#hear(JSON.parse(text) as Told)),
      bus.subscribe(subjects.node(node), (text) => this.#hearAnswers(JSON.parse(text) as Answers)),
    ]
  }

  /** Begins as a follower. */
  static async open(ports: ClusterEnginePorts): Promise<ClusterEngine> {
    return new ClusterEngine(ports, await Replica.open(ports.id, ports.reader, ports.nowMs()))
  }

  get epoch(): string {
    return this.#ports.reader.epoch
  }

  get state(): Readonly<Workspace> {
    return this.#role.name === 'owning' ? this.#role.engine.state : this.#state
  }

  /** The lease under which the turns are taken here, or null. */
  get lease(): number | null {
    return this.#role.name === 'owning' ? this.#role.lease : null
  }

  dispatch(command: Command, respond: (outcome: Outcome) => void): void {
    if (this.#isStopped) return respond({ error: wireError('shutting_down') })
    this.#carry({ command, respond, lease: null })
  }

  request(command: Command): Promise<Outcome> {
    return new Promise((resolve) => this.dispatch(command, resolve))
  }

  cut(read: (state: Readonly<Workspace>) => void): void {
    this.#cuts.add(read)
    this.#passCut(read)
  }

  async caughtUp(): Promise<void> {
    for (;;) {
      const role = this.#role
      if (role.name === 'following') {
        await role.follower.caughtUp()
        // A follower whose time was over meanwhile may have left before it was there.
        if (this.#role === role) return
      } else if (role.name === 'owning') {
        // An owner has written all that there is. One who has not is the owner no more, and has not heard of it yet.
        if ((await this.#ports.reader.readHead()) <= role.engine.state.headSeq) return
        await this.#lose(role.lease)
      }
      // What was read on the way to the next role may be older than the question, which is asked again there.
      else await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    }
  }

  /** The lease was taken for this node. Rejects with nothing: one that was lost meanwhile is lost. */
  own(lease: number): Promise<void> {
    return this.#change(() => this.#own(lease))
  }

  /** Finishes the turns that are queued and lets go of the log; the lease may be given away when this resolves. Commands wait for the next owner. */
  resign(): Promise<void> {
    return this.#change(async () => {
      if (this.#role.name === 'owning') await this.#end(this.#role)
    })
  }

  /** The lease has gone to another node, as far as is known: this one must not go on believing in its own. */
  async leaseIs(lease: number): Promise<void> {
    if (lease <= this.#lease) return
    this.#lease = lease
    if (this.#role.name === 'owning' && this.#role.lease < lease) await this.#lose(this.#role.lease)
    else this.#askOwner()
  }

  /** Asks the journal whether there is more than was told: for when the bus is silent or gone. */
  look(): void {
    if (this.#role.name !== 'following') return
    const { follower } = this.#role
    Promise.resolve(this.#ports.reader.readHead()).then((head) => follower.reach(head), this.#ports.onError)
  }

  /** Says again who is connected here: the owner has taken this node for gone. */
  announce(): void {
    const { connected, after, onError } = this.#ports
    sayWhoIsHere(connected, (command) => this.request(command), after).catch(onError)
  }

  /** Another node is gone, and everybody who was connected there. */
  nodeGone(node: NodeId): void {
    if (this.#role.name === 'owning') this.#role.desk.nodeGone(node)
  }

  async stop(): Promise<void> {
    await this.resign()
    await this.#change(async () => {
      this.#isStopped = true
      if (this.#role.name === 'following') {
        this.#role.follower.stop()
        this.#errands.push(...(this.#role.asking?.stop() ?? []))
      }
      for (const stop of this.#stopHearing) stop()
      for (const { respond } of this.#errands.splice(0)) respond({ error: wireError('shutting_down') })
    })
  }

  #change(run: () => Promise<void>): Promise<void> {
    const changed = this.#changes.then(run).catch((error: unknown) => this.#ports.onError(error))
    this.#changes = changed
    return changed
  }

  async #own(lease: number): Promise<void> {
    // Under an older lease: what it may still write is over.
    if (this.#role.name === 'owning' && this.#role.lease < lease) await this.#end(this.#role)
    const role = this.#role
    if (role.name !== 'following' || this.#isStopped || lease < this.#lease) return
    this.#lease = lease
    let store: WorkspaceStore | undefined
    try {
      store = await this.#ports.openStore(lease)
      // Nobody else can write any more: what the log has is all that there was.
      const head = store.headSeq()
      await new Promise<void>((resolve) => {
        role.follower.reach(head)
        role.follower.when(head, resolve)
      })
      this.#leave(role)
      const owning = await openOwning(this.#ports, lease, store, {
        publish: (records, signals) => this.#publish(records, signals),
        onLeaseLost: () => void this.#lose(lease),
      })
      this.#role = { name: 'owning', ...owning }
    } catch (error) {
      await store?.close()
      if (this.#role.name === 'changing') await this.#followAnew()
      if (!(error instanceof LeaseLost)) throw error
      return
    }
    this.#begin(true)
  }

  #lose(lease: number): Promise<void> {
    return this.#change(async () => {
      if (this.#role.name === 'owning' && this.#role.lease === lease) await this.#end(this.#role)
    })
  }

  async #end(owning: Owning): Promise<void> {
    await closeOwning(owning, this.#ports.after)
    await this.#followAnew()
  }

  /** From what is durable; those on this node are told what was not told here. */
  async #followAnew(): Promise<void> {
    if (this.#role.name === 'owning') {
      this.#pastLease = this.#role.lease
      // Until the journal is read: the replica of the time before the lease knows nobody who has come since, and lets in who was blocked since.
      this.#state = this.#role.engine.state
    }
    this.#role = { name: 'changing' }
    const replica = await catchUp(
      this.#ports,
      () => this.#toldSeq,
      (records, state) => {
        this.#state = state
        this.#publish(records, [])
      },
    )
    this.#follow(replica)
    this.#begin(false)
  }

  #follow(replica: Replica): void {
    const { reader, nowMs, after, onError } = this.#ports
    this.#state = replica.state
    const follower = new LogFollower({
      replica,
      reader,
      nowMs,
      after,
      onError,
      publish: (records, signals) => this.#publish(records, signals),
    })
    this.#role = { name: 'following', follower, asking: null }
  }

  /** Takes back what the follower has in hand. */
  #leave({ follower, asking }: Extract<Role, { name: 'following' }>): void {
    this.#role = { name: 'changing' }
    const { waiting } = follower.stop()
    this.#waiting.push(...waiting.map(({ run }) => run))
    this.#errands = [...sortOut(asking?.stop() ?? []), ...this.#errands]
  }

  /** Everything that waited for the change goes on. */
  #begin(isOwner: boolean): void {
    this.#ports.onRole(isOwner)
    for (const run of this.#waiting.splice(0)) run()
    for (const read of this.#cuts) this.#passCut(read)
    if (isOwner) {
      this.announce()
      for (const errand of sortOut(this.#errands.splice(0))) this.#carry(errand)
    } else {
      this.#askOwner()
      // What was told while nobody listened.
      this.look()
    }
  }

  #publish(records: readonly LogRecord[], signals: readonly Signal[]): void {
    this.#toldSeq = records.at(-1)?.seq ?? this.#toldSeq
    this.#ports.publish(records, signals)
  }

  #passCut(read: (state: Readonly<Workspace>) => void): void {
    const once = (state: Readonly<Workspace>): void => {
      // It may have been passed to an engine that has stopped since, and again to the next one.
      if (this.#cuts.delete(read)) read(state)
    }
    if (this.#role.name === 'owning') this.#role.engine.cut(once)
    else if (this.#role.name === 'following') this.#role.follower.cut(once)
  }

  #carry(errand: Errand): void {
    const role = this.#role
    if (role.name === 'owning') {
      const { lease } = role
      errand.lease = lease
      role.engine.dispatch(errand.command, (outcome) => {
        // The engine has stopped and nothing was done: the next owner is asked.
        if (outcome.error?.code !== 'shutting_down' || this.#isStopped) return errand.respond(outcome)
        errand.lease = null
        if (this.#role === role) this.#errands.push(errand)
        else this.#carry(errand)
      })
    } else if (role.name === 'following' && role.asking !== null) role.asking.ask(errand)
    else this.#errands.push(errand)
  }

  /** Somebody else is known to own the workspace: they are asked from now on. */
  #askOwner(): void {
    const role = this.#role
    if (role.name !== 'following' || this.#lease === 0 || this.#lease === this.#pastLease) return
    if (role.asking?.lease === this.#lease) return
    const { id, node, bus, steadyMs, after, defer } = this.#ports
    const before = sortOut(role.asking?.stop() ?? [])
    role.asking = new Asking(this.#lease, {
      workspaceId: id,
      node,
      bus,
      steadyMs,
      after,
      defer,
      when: (seq, run) => role.follower.when(seq, run),
    })
    const waiting = [...before, ...this.#errands.splice(0)]
    this.announce()
    for (const errand of waiting) role.asking.ask(errand)
  }

  #hear(told: Told): void {
    if (told.lease < this.#lease) return
    if (told.lease > this.#lease) void this.leaseIs(told.lease)
    if (this.#role.name !== 'following') return
    const { follower, asking } = this.#role
    if (asking?.lease === told.lease) {
      asking.ownerHeard()
      if (told.ends !== undefined) asking.ended(told.ends[this.#ports.node] ?? 1)
    }
    follower.tell(told)
  }

  #hearAnswers(answers: Answers): void {
    if (answers.workspaceId !== this.#ports.id || this.#role.name !== 'following') return
    const { asking } = this.#role
    if (asking?.lease === answers.lease) asking.answered(answers)
  }
}
