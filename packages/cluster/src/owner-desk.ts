import type { Command, LogRecord, Outcome, Signal, SystemCommand, WorkspaceEngine } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { Bus } from './bus.ts'
import { subjects, writeAnswers, writeTold, type Answers, type Asked, type NodeId } from './messages.ts'

/** Answers of one node that can be given again: more than can be on the way at once. */
const ANSWERS_KEPT = 20_000

export interface OwnerDeskPorts {
  readonly workspaceId: WorkspaceId
  readonly lease: number
  readonly engine: Pick<WorkspaceEngine, 'dispatch' | 'state'>
  readonly bus: Bus
}

type Answer = Answers['answers'][number]

/** What the owner knows of one node. */
interface Guest {
  /** The number of the next command of theirs. */
  next: number
  readonly answers: Map<number, Answer>
  /** Who is connected there, with what is to be said when the node is gone. */
  readonly connections: Map<string, SystemCommand>
}

/** Where the other nodes' commands come in and what is durable goes out, as long as the lease is held here. */
export class OwnerDesk {
  readonly #ports: OwnerDeskPorts
  readonly #guests = new Map<NodeId, Guest>()
  /** What goes out with the end of the turn. */
  readonly #outgoing = new Map<NodeId, Answer[]>()
  readonly #stopHearing: () => void
  #isFlushing = false
  #isClosed = false
  #toldSeq: number

  constructor(ports: OwnerDeskPorts) {
    this.#ports = ports
    this.#toldSeq = ports.engine.state.headSeq
    this.#stopHearing = ports.bus.subscribe(subjects.asked(ports.workspaceId), (text) =>
      this.#take(JSON.parse(text) as Asked),
    )
    this.greet()
  }

  /** Says under which lease there is an owner: who hears it asks here, and says who is connected. */
  greet(): void {
    this.told([], [])
  }

  /** Tells the other nodes what is durable. */
  told(records: readonly LogRecord[], signals: readonly Signal[]): void {
    if (this.#isClosed) return
    const { bus, workspaceId, lease } = this.#ports
    const before = this.#toldSeq
    const head = records.at(-1)?.seq ?? before
    this.#toldSeq = head
    bus.publish(subjects.told(workspaceId), writeTold({ lease, before, head, records, signals }))
  }

  /** A node is gone, and everybody who was connected there. */
  nodeGone(node: NodeId): void {
    const guest = this.#guests.get(node)
    if (guest === undefined) return
    const { engine } = this.#ports
    for (const command of guest.connections.values()) engine.dispatch(command, () => undefined)
    // Its numbers stay: a node that was only slow goes on with them.
    guest.connections.clear()
  }

  /** The engine has stopped: whoever asks from now on reads that nothing was done, and what was done is still answered. */
  close(): void {
    this.#flush()
    const { bus, workspaceId, lease } = this.#ports
    const ends = Object.fromEntries([...this.#guests].map(([node, { next }]) => [node, next]))
    const at = { before: this.#toldSeq, head: this.#toldSeq }
    bus.publish(subjects.told(workspaceId), writeTold({ lease, ...at, records: [], signals: [], ends }))
    this.#isClosed = true
  }

  stop(): void {
    this.#isClosed = true
    this.#stopHearing()
  }

  #take({ node, lease, from, commands }: Asked): void {
    // It has not heard who owns the workspace now; where nobody does here any more, the next owner says so.
    if (lease !== this.#ports.lease) return this.greet()
    const guest = this.#guests.get(node) ?? { next: 1, answers: new Map(), connections: new Map() }
    this.#guests.set(node, guest)
    for (const [index, command] of commands.entries()) {
      const number = from + index
      // Something before it was lost on the way: it comes again, with what was lost.
      if (number > guest.next) return
      if (number < guest.next) this.#answerAgain(node, guest, number)
      else {
        guest.next += 1
        noteConnection(guest.connections, command)
        this.#ports.engine.dispatch(command, (outcome) => this.#answer(node, guest, number, outcome))
      }
    }
  }

  #answerAgain(node: NodeId, { answers }: Guest, number: number): void {
    const known = answers.get(number)
    if (known !== undefined) this.#send(node, known)
  }

  #answer(node: NodeId, guest: Guest, number: number, outcome: Outcome): void {
    const answer = { number, outcome, at: this.#ports.engine.state.headSeq }
    guest.answers.set(number, answer)
    if (guest.answers.size > ANSWERS_KEPT) guest.answers.delete(guest.answers.keys().next().value!)
    this.#send(node, answer)
  }

  #send(node: NodeId, answer: Answer): void {
    const waiting = this.#outgoing.get(node)
    if (waiting === undefined) this.#outgoing.set(node, [answer])
    else waiting.push(answer)
    if (this.#isFlushing) return
    this.#isFlushing = true
    // After the turn has told: its facts are on their way before its answers.
    queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    this.#isFlushing = false
    const { workspaceId, lease, bus } = this.#ports
    for (const [node, answers] of this.#outgoing)
      for (const text of writeAnswers({ workspaceId, lease, answers })) bus.publish(subjects.node(node), text)
    this.#outgoing.clear()
  }
}

/** Who comes and goes at another node, so that they can be said to be gone when it is. */
function noteConnection(connections: Map<string, SystemCommand>, command: Command): void {
  const actor = { type: 'SYSTEM' } as const
  switch (command.name) {
    case 'operatorConnected': {
      const { operatorId, connectionId } = command.data
      connections.set(connectionId, {
        actor,
        name: 'operatorDisconnected',
        data: { operatorId, connectionId },
      })
      return
    }
    case 'clientConnected': {
      const { chatId, connectionId } = command.data
      connections.set(connectionId, { actor, name: 'clientDisconnected', data: { chatId, connectionId } })
      return
    }
    case 'operatorDisconnected':
    case 'clientDisconnected':
      connections.delete(command.data.connectionId)
      return
    default:
  }
}
