/** Whether every node tells the same, when everybody has gone home. */
import type { Desk, Visitor } from '../door.ts'
import { audit, type Seen } from '../load/audit.ts'
import { look } from '../load/look.ts'
import type { Cluster, Node } from './cluster.ts'
import type { Round } from './people.ts'

/** As long as somebody who asks waits at most; after that a node that is behind is a failure however busy the machine. */
const LEVEL_MS_MAX = 15_000

export interface Comparison {
  readonly faults: string[]
  /** From when everybody had gone home until the last node had everything that was acknowledged. */
  readonly levelMs: number
  /** Events that every node told, in the same order. */
  readonly events: number
}

/** @param fromSeq how far the nodes were compared before */
export async function compare(
  { cluster, crowd, epoch, notebook, history }: Round,
  visitors: readonly Visitor[],
  fromSeq: number,
): Promise<Comparison> {
  const { desk } = crowd
  const toSeq = history.newest()
  const levelMs = await level(cluster, desk, toSeq)
  const faults: string[] = []
  if (levelMs > LEVEL_MS_MAX) faults.push(`a node was behind for ${levelMs.toFixed(0)} ms`)
  const views = await atOneMoment(cluster, desk, (node) => look(node.url, notebook, desk, visitors))
  if (views === undefined)
    return { faults: [...faults, 'the nodes never stood at one place'], levelMs, events: 0 }
  const streams = await Promise.all(
    views.map(({ node }) => eventsOf(node, desk.operators[0]!.token, `${epoch}:${fromSeq}`, toSeq)),
  )
  const [first, ...others] = views.map((view, index) => ({ ...view, events: streams[index]! }))
  for (const { node, seen } of views)
    faults.push(...audit(notebook, seen).map((words) => `${node.name}: ${words}`))
  for (const other of others) {
    if (other.events.join() !== first!.events.join())
      faults.push(
        `${other.node.name} tells ${firstDifference(first!.events, other.events)} of ${first!.node.name}`,
      )
    const [one, another] = [wordsOf(first!.seen), wordsOf(other.seen)]
    if (one.join('\n') !== another.join('\n'))
      faults.push(`${other.node.name} shows ${firstDifference(one, another)} of ${first!.node.name}`)
  }
  return { faults, levelMs, events: first!.events.length }
}

/**
 * What every node shows while all stand at the same place, before the look and after it: what somebody asked for before they went home may be written at
 * any time, and a node that is looked at later shows it rightly. Undefined: that never came.
 */
async function atOneMoment(
  { nodes }: Cluster,
  { adminToken }: Desk,
  see: (node: Node) => Promise<Seen>,
): Promise<{ readonly node: Node; readonly seen: Seen }[] | undefined> {
  const places = async (): Promise<string> => {
    const cursors = await Promise.all(nodes.map((node) => cursorAt(node, adminToken)))
    const seqs = new Set(cursors.map(({ seq }) => seq))
    return seqs.size === 1 ? [...seqs].join() : ''
  }
  const beganMs = performance.now()
  while (performance.now() - beganMs <= LEVEL_MS_MAX) {
    const before = await places()
    const views = await Promise.all(nodes.map(async (node) => ({ node, seen: await see(node) })))
    if (before !== '' && before === (await places())) return views
    await Bun.sleep(20)
  }
  return undefined
}

/** Waits until every answer of every node includes all that was acknowledged, as its `Pult-Cursor` says. */
async function level({ nodes }: Cluster, { adminToken }: Desk, toSeq: number): Promise<number> {
  const beganMs = performance.now()
  await Promise.all(
    nodes.map(async (node) => {
      while ((await cursorAt(node, adminToken)).seq < toSeq && performance.now() - beganMs <= LEVEL_MS_MAX)
        await Bun.sleep(20)
    }),
  )
  return performance.now() - beganMs
}

/** Where a node's answers stand. */
export async function cursorAt(
  { url }: Pick<Node, 'url'>,
  token: string,
): Promise<{ readonly epoch: string; readonly seq: number }> {
  const response = await fetch(`${url}/api/v1/groups?limit=1`, {
    keepalive: false,
    headers: { authorization: `Bearer ${token}` },
  })
  await response.text()
  const [epoch, seq] = (response.headers.get('pult-cursor') ?? ':0').split(':')
  return { epoch: epoch!, seq: Number(seq) }
}

/** `<seq> <action>` of all that the node tells after the cursor, up to `toSeq`. */
async function eventsOf(node: Node, token: string, cursor: string, toSeq: number): Promise<string[]> {
  const events: string[] = []
  for (let after = cursor; Number(after.split(':')[1]) < toSeq;) {
    const query = new URLSearchParams({ after, waitMs: '0' })
    const response = await fetch(`${node.url}/api/v1/events?${query}`, {
      keepalive: false,
      headers: { authorization: `Bearer ${token}` },
    })
    if (response.status === 429) {
      await Bun.sleep(100)
      continue
    }
    if (!response.ok) throw new Error(`GET /events: ${response.status} ${await response.text()}`)
    const { items, next, mode } = (await response.json()) as {
      items: { seq: number; action: string }[]
      next: string
      mode: string
    }
    if (mode !== 'resumed') return [`nothing after ${after}, but: ${mode}`]
    events.push(...items.filter(({ seq }) => seq <= toSeq).map(({ seq, action }) => `${seq} ${action}`))
    after = next
  }
  return events
}

function firstDifference(one: readonly string[], other: readonly string[]): string {
  const at = Array.from({ length: Math.max(one.length, other.length) }).findIndex(
    (_, index) => one[index] !== other[index],
  )
  return `"${other[at] ?? 'nothing'}" instead of "${one[at] ?? 'nothing'}"`
}

/** Each message, in the order of its chat. */
function wordsOf({ messages }: Seen): string[] {
  const chats = [...messages].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return chats.flatMap(([chatId, list]) => list.map(({ id, body }) => `${chatId} ${id} ${body}`))
}
