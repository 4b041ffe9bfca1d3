import { SQL } from 'bun'
import { join } from 'node:path'
import { furnish, hello, type Visitor } from '../door.ts'
import { gather, type Crowd } from '../load/crowd.ts'
import { openNotebook, openOf, type Asked } from '../load/notebook.ts'
import { clusterMissing, openCluster, type Cluster, type Node } from '../nodes/cluster.ts'
import { compare, cursorAt } from '../nodes/compare.ts'
import { DEEDS, type Deed, type Stage } from '../nodes/deeds.ts'
import { openHistory, type History } from '../nodes/history.ts'
import { stay } from '../nodes/people.ts'
import { randomFrom } from '../random.ts'
import { median } from '../statistics.ts'
import type { Trial, TrialContext } from '../trial.ts'

/** As many at once, each with a database and a bus of its own: most of the time everybody waits. */
const CLUSTERS = 2
/** One writes over HTTP, one reads back, three over sockets. */
const VISITORS = 5
const OPERATORS = 2
const CAPACITY = 1_000
/** Work before the deed and after it. */
const BEFORE_MS = { min: 100, max: 400 }
const AFTER_MS = 200
/** Nothing has been wrong for a while: whoever is not served by then never is. */
const UNDER_WAY_MS_MAX = 15_000
/** Enough to see what is wrong. */
const FAILURES_MAX = 50
/** [SV8] */
const STOP_MS_MAX = 10_000

export const nodes: Trial = {
  name: 'nodes',
  sentence:
    'three nodes under load: node, PostgreSQL or NATS killed, lines to both cut, half-open, forgotten, clogged or slow, nodes restarted in turn: nothing acknowledged is lost, nothing is there twice, one order everywhere.',
  unit: 'faults',
  sizes: { ci: DEEDS.length * CLUSTERS, release: 3_000 },
  runs: 'beside',
  missing: clusterMissing,
  async run(context) {
    const tally: Tally = {
      done: 0,
      failures: [],
      times: new Map(),
      deeds: { kill: 0, line: 0, restart: 0 },
      acknowledged: 0,
      openAtAFault: 0,
      refusedWhileAway: 0,
      readElsewhere: 0,
      judgedByHistory: 0,
      eventsCompared: 0,
    }
    await Promise.all(Array.from({ length: CLUSTERS }, (_, index) => onCluster(context, index, tally)))
    const { done, failures, times, deeds, ...counts } = tally
    // Without these every promise would be kept by nothing having happened.
    if (tally.readElsewhere === 0) failures.push('nobody read at one node what another had acknowledged')
    if (tally.openAtAFault === 0) failures.push('nothing was ever open when a fault came')
    return {
      done,
      failures,
      figures: {
        kills: deeds.kill,
        linesSpoilt: deeds.line,
        restartsInTurn: deeds.restart,
        ...counts,
        ...timesShown(times),
      },
    }
  },
}

interface Tally {
  done: number
  readonly failures: string[]
  readonly times: Map<string, number[]>
  readonly deeds: Record<Deed['kind'], number>
  acknowledged: number
  openAtAFault: number
  refusedWhileAway: number
  readElsewhere: number
  judgedByHistory: number
  eventsCompared: number
}

/** What stays from one round to the next. */
interface Town {
  readonly cluster: Cluster
  readonly crowd: Crowd
  readonly epoch: string
  readonly history: History
  readonly probes: ReadonlyMap<Node, Visitor>
  leftOpen: readonly Asked[]
  /** How far the nodes were compared. */
  comparedSeq: number
}

async function onCluster(context: TrialContext, index: number, tally: Tally): Promise<void> {
  const { size, seed, folder, progress } = context
  const cluster = await openCluster(join(folder, `cluster-${index}`))
  try {
    const random = randomFrom(seed + index)
    const town = await settle(cluster, random)
    let deck: Deed[] = []
    while (tally.done < size && tally.failures.length < FAILURES_MAX) {
      if (deck.length === 0) deck = shuffled(DEEDS, random)
      const deed = deck.pop()!
      tally.done += 1
      const which = `cluster ${index}, fault ${tally.done}, ${deed.name}`
      const faults = await round(town, deed, tally)
      tally.failures.push(...faults.map((words) => `${which}: ${words}`))
      progress(tally.done, `${tally.acknowledged} acknowledged, ${tally.failures.length} failures`)
    }
    tally.judgedByHistory += town.history.looked()
    const faults = await lookBehind(cluster)
    tally.failures.push(...faults.map((words) => `cluster ${index}, at the end: ${words}`))
  } finally {
    await cluster.close()
  }
}

async function settle(cluster: Cluster, random: () => number): Promise<Town> {
  const [first] = cluster.nodes
  const desk = await furnish(first!.url, { operators: OPERATORS, capacity: CAPACITY })
  const crowd = await gather(first!.url, desk, VISITORS, random)
  const probes = await Promise.all(
    cluster.nodes.map(async (node) => [node, await hello(node.url, desk.channelKey)] as const),
  )
  const { epoch, seq } = await cursorAt(first!, desk.adminToken)
  return {
    cluster,
    crowd,
    epoch,
    history: openHistory(),
    probes: new Map(probes),
    leftOpen: [],
    comparedSeq: seq,
  }
}

/** Everybody works, something is done, the cluster serves again, everybody goes home, and each node is asked for everything. */
async function round(town: Town, deed: Deed, tally: Tally): Promise<string[]> {
  const { cluster, crowd, probes, history } = town
  const { random } = crowd
  const notebook = openNotebook(town.leftOpen, true)
  const stage: Stage = { ...town, notebook, faults: [], stints: [], readBack: 0, home: new AbortController() }
  const staying = stay(stage)
  await underWay(stage)
  await Bun.sleep(BEFORE_MS.min + random() * (BEFORE_MS.max - BEFORE_MS.min))
  tally.openAtAFault += openOf(notebook).length
  const measured = await deed.run(stage)
  await Bun.sleep(AFTER_MS)
  stage.home.abort()
  await staying
  const visitors = [...crowd.visitors, ...probes.values()]
  const { faults, levelMs, events } = await compare(stage, visitors, town.comparedSeq)
  for (const [name, ms] of [...measured, ['levelMs', levelMs] as const])
    tally.times.set(name, [...(tally.times.get(name) ?? []), ms])
  tally.deeds[deed.kind] += 1
  tally.acknowledged += notebook.acknowledged
  tally.refusedWhileAway += notebook.away
  tally.readElsewhere += stage.readBack
  tally.eventsCompared += events
  town.comparedSeq = history.newest()
  town.leftOpen = openOf(notebook)
  faults.push(...stage.faults, ...history.faults())
  for (const node of cluster.nodes) faults.push(...(await ended(node)))
  return faults
}

/** A fault that comes before anybody works tries nothing. */
async function underWay({ notebook, faults }: Stage): Promise<void> {
  const untilMs = performance.now() + UNDER_WAY_MS_MAX
  while (notebook.acknowledged === 0 && performance.now() < untilMs) await Bun.sleep(10)
  if (notebook.acknowledged === 0) faults.push('nothing was acknowledged before it')
}

/** Nobody but the trial ends a node; whatever is away, it waits. */
async function ended({ name, running }: Node): Promise<string[]> {
  if (running === null) return [`${name} is not running`]
  const code = await Promise.race([running.exited, Bun.sleep(0).then(() => null)])
  return code === null ? [] : [`${name} ended by itself with ${code}:\n${running.lastWords()}`]
}

/** Everybody stops in order, and the log has no hole. */
async function lookBehind({ nodes, databaseUrl }: Cluster): Promise<string[]> {
  const faults: string[] = []
  await Promise.all(
    nodes.map(async (node) => {
      const { running, name } = node
      node.running = null
      const askedAt = performance.now()
      const code = await running?.stop()
      if (code !== 0) faults.push(`${name} was asked to stop and ended with ${code}`)
      const tookMs = performance.now() - askedAt
      if (tookMs > STOP_MS_MAX) faults.push(`${name} took ${tookMs.toFixed(0)} ms to stop`)
    }),
  )
  const sql = new SQL(databaseUrl, { max: 1 })
  const [shape] = await sql<{ records: string; first: string; last: string }[]>`
    SELECT count(*) AS records, coalesce(min(seq), 1) AS first, coalesce(max(seq), 0) AS last FROM log`
  await sql.close()
  const [records, first, last] = [shape!.records, shape!.first, shape!.last].map(Number) as [
    number,
    number,
    number,
  ]
  if (records === 0) faults.push('the log is empty')
  else if (first !== 1 || last !== records)
    faults.push(`the log has ${records} records from ${first} to ${last}`)
  return faults
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => ({ one, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ one }) => one)
}

/** The median and the worst of each. */
function timesShown(times: ReadonlyMap<string, readonly number[]>): Record<string, number> {
  const shown: Record<string, number> = {}
  for (const [name, values] of times) {
    shown[`${name}Median`] = Math.round(median(values))
    shown[`${name}Worst`] = Math.round(Math.max(...values))
  }
  return shown
}
