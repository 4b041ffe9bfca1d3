import {
  MembershipAsTold,
  type Audience,
  type LogRecord,
  type Membership,
  type Signal,
  type Workspace,
} from '@pult/engine'
import type { ChatId, OperatorId } from '@pult/protocol'
import type { EventContext, ViewContext } from '../views/event-view.ts'
import type { Connection } from './connection.ts'
import { dataFrame } from './frames.ts'
import { lastWords } from './last-words.ts'
import { SIGNALS_MS } from './limits.ts'
import { Renderings } from './renderings.ts'
import { Ring, type Viewer } from './ring.ts'

/**
 * Who of one workspace is connected here, and what they are told. A record is rendered once for each kind of viewer; finding its
 * viewers costs as much as there are of them, not as there are connections.
 */
export class Hub {
  readonly ring: Ring
  readonly #operators = new Map<OperatorId, Set<Connection>>()
  readonly #chats = new Map<ChatId, Set<Connection>>()
  readonly #state: () => Readonly<Workspace>
  readonly #context: EventContext
  readonly #later: (delayMs: number, run: () => void) => void
  readonly #signals = new Map<Connection, Map<string, string>>()
  readonly #waiting = new Set<() => void>()
  /** Of what has been told; the state is ahead of it. */
  readonly #membership: MembershipAsTold

  constructor(options: {
    readonly state: () => Readonly<Workspace>
    readonly context: ViewContext
    readonly later: (delayMs: number, run: () => void) => void
  }) {
    this.#state = options.state
    this.#context = {
      ...options.context,
      operator: (id) => options.state().operators.get(id)?.operator,
    }
    this.#later = options.later
    this.ring = new Ring(options.state().headSeq)
    this.#membership = new MembershipAsTold(options.state())
  }

  get context(): EventContext {
    return this.#context
  }

  join(connection: Connection, viewer: Viewer): void {
    if (viewer.flavour === 'OPERATOR') addTo(this.#operators, viewer.operatorId, connection)
    else addTo(this.#chats, viewer.chatId, connection)
  }

  leave(connection: Connection, viewer: Viewer): void {
    if (viewer.flavour === 'OPERATOR') removeFrom(this.#operators, viewer.operatorId, connection)
    else removeFrom(this.#chats, viewer.chatId, connection)
    this.#signals.delete(connection)
  }

  /** The connections of one person. */
  connectionsOf(viewer: Viewer): ReadonlySet<Connection> {
    const found =
      viewer.flavour === 'OPERATOR' ? this.#operators.get(viewer.operatorId) : this.#chats.get(viewer.chatId)
    return found ?? NOBODY
  }

  /** Everybody who is connected here. */
  *connections(): Generator<Connection> {
    yield* this.#allOperators()
    for (const connections of this.#chats.values()) yield* connections
  }

  /** How many connections there are, of each kind. */
  counts(): { readonly operators: number; readonly clients: number } {
    return { operators: sizes(this.#operators), clients: sizes(this.#chats) }
  }

  /** Tells what is durable to whom it concerns. */
  publish(records: readonly LogRecord[], signals: readonly Signal[]): void {
    // Signals wait to be gathered anyway; first, so that what has been said takes back what was being typed.
    for (const signal of signals) this.#signal(signal)
    for (const record of records) {
      this.ring.push(record)
      this.#membership.take(record)
      this.#tell(record)
    }
    for (const wake of this.#waiting) wake()
  }

  /** Calls `wake` at the next thing that is published; returns how to stop. For long polls. */
  onPublish(wake: () => void): () => void {
    this.#waiting.add(wake)
    return () => void this.#waiting.delete(wake)
  }

  #tell(record: LogRecord): void {
    const { tell, type } = record.fact
    const typing = type === 'message' ? typingOf(record.fact.message) : undefined
    for (const { as, to } of tell) {
      const frames = new Renderings(record, as, this.#context)
      const last = lastWords[as]
      this.#forEach(to, this.#membership, (connection) => {
        // A person may be meant twice, as the holder of a session and as one who watches it: they are told once.
        if (connection.toldSeq >= record.seq || connection.isEnding) return
        // What was being typed has been said.
        if (typing !== undefined && this.#signals.size > 0) this.#signals.get(connection)?.delete(typing)
        if (last !== undefined) connection.tellLast(frames.for(connection), last)
        else if (connection.mode === 'tail') connection.tellLive(frames.for(connection))
      })
    }
  }

  #forEach(
    to: Audience,
    { members, supervisors }: Membership,
    visit: (connection: Connection) => void,
  ): void {
    if (to.chat !== undefined) for (const connection of this.#chats.get(to.chat) ?? NOBODY) visit(connection)
    const visitOperator = (id: OperatorId): void => {
      if (to.except?.includes(id) === true) return
      for (const connection of this.#operators.get(id) ?? NOBODY) visit(connection)
    }
    if (to.everyone === true) {
      for (const id of this.#operators.keys()) visitOperator(id)
      return
    }
    const done = to.group === undefined ? undefined : new Set<OperatorId>()
    for (const id of to.operators ?? []) {
      done?.add(id)
      visitOperator(id)
    }
    if (to.group !== undefined && done !== undefined) {
      for (const id of members.get(to.group) ?? [])
        if (!done.has(id)) {
          done.add(id)
          visitOperator(id)
        }
      for (const id of supervisors) if (!done.has(id)) visitOperator(id)
    }
    if (to.login !== undefined) {
      const login = to.login
      const operatorId = this.#state().logins.get(login)?.operatorId
      const connections =
        operatorId === undefined ? this.#allOperators() : (this.#operators.get(operatorId) ?? NOBODY)
      for (const connection of connections) {
        if (connection.viewer?.flavour === 'OPERATOR' && connection.viewer.loginId === login)
          visit(connection)
      }
    }
  }

  /** A login that has ended is gone from the state when its end is told. */
  *#allOperators(): Generator<Connection> {
    for (const connections of this.#operators.values()) yield* connections
  }

  /** Only the newest signal of an author in a session counts; a socket that is behind gets none [S8]. */
  #signal({ as, to, data }: Signal): void {
    const frame = dataFrame(as, data)
    // What is typed concerns nobody who has lost the right meanwhile.
    this.#forEach(to, this.#state(), (connection) => {
      if (connection.mode !== 'tail') return
      if (this.#signals.size === 0) this.#later(SIGNALS_MS, () => this.#flushSignals())
      let pending = this.#signals.get(connection)
      if (pending === undefined) this.#signals.set(connection, (pending = new Map()))
      pending.set(typingOf(data), frame)
    })
  }

  #flushSignals(): void {
    for (const [connection, pending] of this.#signals) {
      if (connection.mode === 'tail') for (const frame of pending.values()) connection.push(frame)
    }
    this.#signals.clear()
  }
}

function typingOf({ sessionId, authorId }: { sessionId: string; authorId: string }): string {
  return `${sessionId} ${authorId}`
}

const NOBODY: ReadonlySet<Connection> = new Set()

function sizes(all: ReadonlyMap<unknown, ReadonlySet<Connection>>): number {
  let total = 0
  for (const some of all.values()) total += some.size
  return total
}

function addTo<K>(map: Map<K, Set<Connection>>, key: K, connection: Connection): void {
  const set = map.get(key)
  if (set === undefined) map.set(key, new Set([connection]))
  else set.add(connection)
}

function removeFrom<K>(map: Map<K, Set<Connection>>, key: K, connection: Connection): void {
  const set = map.get(key)
  if (set?.delete(connection) === true && set.size === 0) map.delete(key)
}
