/** What is done to a cluster under load, one thing at a time, and how long it takes until it serves again. */
import { closeCodes } from '@pult/protocol'
import type { Visitor } from '../door.ts'
import { doorOf } from '../load/client.ts'
import { ask, newText } from '../load/scene.ts'
import { pick } from '../random.ts'
import { liveOf, ownerOf, standingOf, type Node } from './cluster.ts'
import type { Line, LineState } from './line.ts'
import { sceneAt, type Round } from './people.ts'

/** A round, and who asks at each node whether it serves. */
export interface Stage extends Round {
  readonly probes: ReadonlyMap<Node, Visitor>
}

/** What was measured, by name; several of one deed are several values. */
export type Measured = readonly (readonly [name: string, ms: number])[]

export interface Deed {
  readonly name: string
  readonly kind: 'kill' | 'line' | 'restart'
  readonly run: (stage: Stage) => Promise<Measured>
}

/** [CL11] and a healed line have goals of 5 s and 2 s, which are recorded. Who waits for so long is told that nobody knows [CL4]: that is a failure however busy the machine. */
const SERVING_MS_MAX = 15_000
/** [SV8] */
const STOP_MS_MAX = 10_000
/** How long something is away: most times shorter than a node may be silent (3 s), and now and then longer than anybody's patience with a silent line. */
const AWAY_MS = { min: 200, short: 1_500, long: 5_500 }
const LONG_ONE_IN = 5
const STATES: readonly LineState[] = ['cut', 'halfOpen', 'forgotten', 'clogged', 'delayed']
/** Until everybody who was cut off from the bus has found it again. */
const BUS_MS_MAX = 15_000

/** One of each; a trial goes through them in an order that it chooses anew each time. */
export const DEEDS: readonly Deed[] = [
  { name: 'the owner is killed', kind: 'kill', run: (stage) => killNode(stage, true) },
  { name: 'another node is killed', kind: 'kill', run: (stage) => killNode(stage, false) },
  { name: 'PostgreSQL is killed', kind: 'kill', run: killPostgres },
  { name: 'NATS is killed', kind: 'kill', run: killNats },
  ...STATES.map((state): Deed => ({
    name: `a line to NATS is ${state}`,
    kind: 'line',
    run: (stage) => spoilNats(stage, state),
  })),
  ...STATES.map((state): Deed => ({
    name: `a line to PostgreSQL is ${state}`,
    kind: 'line',
    run: (stage) => spoilPostgres(stage, state),
  })),
  { name: 'the nodes are restarted one after the other', kind: 'restart', run: restartAll },
]

async function killNode(stage: Stage, isOwner: boolean): Promise<Measured> {
  const { cluster, crowd } = stage
  const owner = await ownerOf(cluster)
  const node = isOwner
    ? owner
    : pick(
        crowd.random,
        cluster.nodes.filter((one) => one !== owner),
      )
  if (node === undefined) throw new Error('nobody says that the workspace is theirs')
  const { running } = node
  node.running = null
  await running!.kill()
  const killedAt = performance.now()
  const measured = await served(stage, liveOf(cluster), killedAt, `${isOwner ? 'owner' : 'node'}KilledMs`)
  const started = await node.start()
  return [
    ...measured,
    ['nodeStartMs', started.readyMs],
    ...(await served(stage, [node], performance.now(), 'joinedMs')),
  ]
}

async function killPostgres(stage: Stage): Promise<Measured> {
  const { cluster, crowd } = stage
  await cluster.postgres.stop('immediate')
  await Bun.sleep(crowd.random() * AWAY_MS.short)
  await cluster.postgres.start()
  return served(stage, cluster.nodes, performance.now(), 'postgresBackMs')
}

async function killNats(stage: Stage): Promise<Measured> {
  const { cluster } = stage
  await cluster.nats.kill()
  const without = await served(stage, cluster.nodes, performance.now(), 'withoutNatsMs')
  await Bun.sleep(awayMs(stage))
  await cluster.nats.restart()
  const healed = await served(stage, cluster.nodes, performance.now(), 'natsBackMs')
  await onTheBus(stage)
  return [...without, ...healed]
}

/** A node without NATS goes on serving what it owns, and reaches the owner where it is another one. */
async function spoilNats(stage: Stage, state: LineState): Promise<Measured> {
  const node = await ownerOrAnother(stage)
  const isOwner = node === (await ownerOf(stage.cluster))
  const feltBefore = node.toNats.felt()
  node.toNats.set(state)
  const without = await served(
    stage,
    [node],
    performance.now(),
    isOwner ? 'ownerWithoutNatsMs' : 'nodeWithoutNatsMs',
  )
  const healed = await heal(stage, node.toNats, feltBefore, `${state}NatsHealedMs`)
  await onTheBus(stage)
  return [...without, ...healed]
}

async function spoilPostgres(stage: Stage, state: LineState): Promise<Measured> {
  const node = await ownerOrAnother(stage)
  const feltBefore = node.toPostgres.felt()
  node.toPostgres.set(state)
  return heal(stage, node.toPostgres, feltBefore, `${state}PostgresHealedMs`)
}

async function heal(stage: Stage, line: Line, feltBefore: number, name: string): Promise<Measured> {
  await Bun.sleep(awayMs(stage))
  if (line.felt() === feltBefore) stage.faults.push('nobody felt the line')
  line.set('whole')
  return served(stage, stage.cluster.nodes, performance.now(), name)
}

/** SIGTERM to one node after the other, each started again before the next one. */
async function restartAll(stage: Stage): Promise<Measured> {
  const measured: (readonly [string, number])[] = []
  for (const node of stage.cluster.nodes) {
    const { running } = node
    const askedAt = performance.now()
    // Who looks for a node from now on goes by it, as behind a proxy that asks /readyz.
    node.running = null
    const code = await running!.stop('SIGTERM')
    const stopMs = performance.now() - askedAt
    measured.push(['stopMs', stopMs])
    if (code !== 0) stage.faults.push(`${node.name} was asked to stop and ended with ${code}`)
    if (stopMs > STOP_MS_MAX) stage.faults.push(`${node.name} took ${stopMs.toFixed(0)} ms to stop`)
    measured.push(...(await served(stage, liveOf(stage.cluster), askedAt, 'handedOverMs')))
    for (const { actor, pid, code: close } of stage.stints)
      if (pid === running!.pid && close !== closeCodes.shuttingDown && close !== closeCodes.sameInstance)
        stage.faults.push(`${actor} heard ${close} instead of 4001 from ${node.name}`)
    await node.start()
  }
  return measured
}

function ownerOrAnother({ cluster, crowd }: Stage): Promise<Node> {
  const other = pick(crowd.random, cluster.nodes)
  return crowd.random() < 0.5 ? Promise.resolve(other) : ownerOf(cluster).then((owner) => owner ?? other)
}

function awayMs({ crowd: { random } }: Stage): number {
  const max = random() * LONG_ONE_IN < 1 ? AWAY_MS.long : AWAY_MS.short
  return AWAY_MS.min + random() * (max - AWAY_MS.min)
}

/** From `sinceMs` until each of these nodes has acknowledged something that it was asked afterwards. */
async function served(
  stage: Stage,
  nodes: readonly Node[],
  sinceMs: number,
  name: string,
): Promise<Measured> {
  const times = await Promise.all(nodes.map((node) => acknowledgedBy(stage, node, sinceMs)))
  return [[name, Math.max(...times)]]
}

async function acknowledgedBy(stage: Stage, node: Node, sinceMs: number): Promise<number> {
  const { chatId, token } = stage.probes.get(node)!
  const { key, body } = newText(stage.crowd.random)
  for (;;) {
    const scene = sceneAt(stage, node)
    const what = { actor: `probe of ${node.name}`, command: 'sendMessage', data: { body }, chatId, key }
    const { kind } = await ask(scene, doorOf(scene, token), what)
    const tookMs = performance.now() - sinceMs
    if (tookMs > SERVING_MS_MAX) stage.faults.push(`${node.name} served after ${tookMs.toFixed(0)} ms`)
    if (kind === 'done' || tookMs > SERVING_MS_MAX) return tookMs
    await Bun.sleep(20)
  }
}

/** Everybody is connected to NATS again, or the next fault would be about the last one. */
async function onTheBus(stage: Stage): Promise<void> {
  const untilMs = performance.now() + BUS_MS_MAX
  for (const node of stage.cluster.nodes) {
    for (;;) {
      const { bus } = await standingOf(node).catch(() => ({ bus: 'unknown' }))
      if (bus === 'nats') break
      if (performance.now() > untilMs) {
        stage.faults.push(`${node.name} has not found NATS again: ${bus}`)
        return
      }
      await Bun.sleep(50)
    }
  }
}
