import type { LogRecord } from '@pult/engine'
import type { Edge, OwnedHost } from '@pult/gateway'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { BotPorts } from './bots.ts'
import { createErrandWatch } from './errand-watch.ts'
import type { NodeState } from '../node-worlds.ts'
import { seatMember, type Member } from './member.ts'
import { Node, type NodePorts } from './node.ts'
import type { Server } from './server.ts'
import type { Lost, SharedDisk } from './shared-disk.ts'
import { WorldBus } from './world-bus.ts'

type Connection = ReturnType<Edge['streams']['open']>

export interface ClusterPorts
  extends BotPorts, Pick<NodePorts, 'snapshotPartBytes' | 'onError' | 'onConnection'> {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly nodes: number
  readonly disk: SharedDisk
  /** Another process takes the turns. */
  readonly onOwner: (name: string, host: OwnedHost) => void
  /** Records are durable; the nodes tell them when they come to them. */
  readonly onDurable: (records: readonly LogRecord[], host: OwnedHost) => void
  /** A process has died; `start` starts its node again. */
  readonly onDied: (
    name: string,
    why: 'killed' | 'disk',
    connections: ReadonlySet<Connection>,
    start: () => void,
  ) => void
  readonly onState: (state: NodeState) => void
}

interface Place {
  readonly name: string
  readonly node: Node
  /** Of the present life or the last one. */
  member: Member | undefined
  lost: Lost
  /** When it next has written something, nothing comes back for so long: what became of the batch, nobody knows there. 0: no more than usual. */
  unsureMs: number
}

/** Several nodes on one log. Who comes reaches any that listens; the machines keep one time. */
export class Cluster implements Server {
  readonly bus: WorldBus
  readonly #ports: ClusterPorts
  readonly #places: Place[]
  readonly #luck: Random

  constructor(ports: ClusterPorts) {
    this.#ports = ports
    const { scheduler, random, disk, onState } = ports
    this.#luck = random.fork('luck')
    const errands = createErrandWatch(() => onState('a command carried by the bus answered by a new owner'))
    this.bus = new WorldBus(scheduler, random.fork('bus'), errands.hear)
    this.#places = Array.from({ length: ports.nodes }, (_, index): Place => {
      const name = `node${index + 1}`
      const node = new Node({
        ...ports,
        name: `${name} `,
        random: random.fork(name),
        seat: seatMember(
          {
            ...ports,
            name,
            disk,
            bus: this.bus,
            lost: () => place.lost,
            onDurable: (records, host) => {
              ports.onDurable(records, host)
              this.#losesAnswer(place)
            },
            isAlive: (id) => this.members.some((member) => member.id === id),
            onOwner: (member) => this.#owns(member, name),
          },
          (member) => {
            place.member = member
          },
        ),
        onDied: (why, connections) => ports.onDied(name, why, connections, () => node.start()),
      })
      const place: Place = { name, node, member: undefined, lost: 'nothing', unsureMs: 0 }
      return place
    })
  }

  /** The processes that live, whether they listen yet or stand still. */
  get members(): readonly Member[] {
    return this.#places.flatMap(({ member }) => (member?.process.isAlive() === true ? [member] : []))
  }

  get nodes(): readonly Place[] {
    return this.#places
  }

  get host(): OwnedHost | undefined {
    return this.#there().find(({ node }) => node.host !== undefined)?.node.host
  }

  readonly nowMs = (): number => this.#places[0]!.node.nowMs()
  readonly isListening = (): boolean => this.#there().length > 0

  readonly isTroubled = (): boolean =>
    this.bus.isTroubled ||
    this.host === undefined ||
    this.#there().length < this.#places.length ||
    this.#places.some(({ lost }) => lost !== 'nothing')

  get jumps(): Server['jumps'] {
    return this.#places[0]!.node.jumps
  }

  jump(ms: number): void {
    for (const { node } of this.#places) node.jump(ms)
  }

  start(): void {
    for (const { node } of this.#places) node.start()
  }

  kill(isSilent: boolean): void {
    this.#any()?.node.kill(isSilent)
  }

  stop(): void {
    this.#any()?.node.stop()
  }

  end(): void {
    for (const { node } of this.#places) node.end()
  }

  /** Every fault ends. */
  heal(): void {
    Object.assign(this.bus.faults, { drop: 0, double: 0, lateMs: 0 })
    for (const place of this.#places) {
      place.lost = 'nothing'
      place.unsureMs = 0
      this.bus.cut(place.name, false)
      place.node.thaw()
    }
    this.start()
  }

  readonly accept: Server['accept'] = (socket, caller) => this.#any()?.node.accept(socket, caller)
  readonly fetch: Server['fetch'] = (request, caller) => this.#any()?.node.fetch(request, caller)
  readonly answerAsBot: Server['answerAsBot'] = (secret, body) => this.#any()?.node.answerAsBot(secret, body)
  readonly signIn: Server['signIn'] = async (...given) => this.#any()?.node.signIn(...given)

  /** Those whom somebody who comes is sent to. */
  #there(): readonly Place[] {
    return this.#places.filter(({ node }) => node.isListening() && !node.isFrozen)
  }

  #any(): Place | undefined {
    const there = this.#there()
    return there.length === 0 ? undefined : this.#luck.pick(there)
  }

  #losesAnswer(place: Place): void {
    const { unsureMs } = place
    if (unsureMs === 0) return
    place.unsureMs = 0
    place.lost = 'everything'
    this.#ports.scheduler.after(unsureMs, () => (place.lost = 'nothing'))
  }

  #owns(member: Member, name: string): void {
    const { onState, onOwner } = this.#ports
    if (this.members.some((other) => other !== member && other.engine.lease !== null))
      onState('two nodes believed they own at one moment')
    onOwner(name, member.view)
  }
}
