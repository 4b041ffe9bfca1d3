/** The crowd on several nodes: each comes in at any that lives, and at another one when that goes; one reads at one node what was acknowledged at another. */
import type { Message } from '@pult/protocol'
import { read, type Visitor } from '../door.ts'
import { clientOf, doorOf, post } from '../load/client.ts'
import type { Crowd } from '../load/crowd.ts'
import { openOf, type Notebook } from '../load/notebook.ts'
import { operatorOf } from '../load/operator.ts'
import { ask, newText, type Scene } from '../load/scene.ts'
import { openPeer } from '../peer.ts'
import { pick } from '../random.ts'
import { liveOf, type Cluster, type Node } from './cluster.ts'
import type { History } from './history.ts'

/** People at work, from one audit to the next. */
export interface Round {
  readonly cluster: Cluster
  readonly crowd: Crowd
  /** Of the log, for whoever makes a cursor of a number. */
  readonly epoch: string
  readonly notebook: Notebook
  readonly history: History
  readonly faults: string[]
  /** Connections that have ended, in order. */
  readonly stints: Stint[]
  /** Acknowledgements of one node that were looked for at another one. */
  readBack: number
  /** Everybody goes home. */
  readonly home: AbortController
}

export interface Stint {
  readonly actor: string
  /** The life of the node. */
  readonly pid: number
  readonly code: number
}

/** Somebody who finds nobody tries again after so long, at any other node. */
const AGAIN_MS_MAX = 60
const READ_PAUSE_MS = 60
/** Rounds last for seconds, and what is looked at afterwards is all that was written: enough is always under way. */
const PAUSE_MS = 50
/** What somebody may hear at a door behind which things are being killed; anything else is a refusal of who was right to come. */
const EXPECTED_AT_THE_DOOR =
  /^(internal|overloaded|shutting_down|the line was lost|closed with (1000|1001|1005|1006|4001|4003) )/u

/** Everybody works; resolves when all have gone home, after `round.home` was aborted. The first visitor writes over HTTP, the second reads back. */
export async function stay(round: Round): Promise<void> {
  const { operators } = round.crowd.desk
  const [poster, reader, ...clients] = round.crowd.visitors
  await Promise.all([
    ...operators.map(({ token }, index) =>
      live(round, `operator-${index}`, (scene, actor) =>
        operatorOf(scene, actor, token, operators[(index + 1) % operators.length]!.id),
      ),
    ),
    ...clients.map((visitor, index) =>
      live(round, `client-${index}`, (scene, actor) => clientOf(scene, actor, visitor)),
    ),
    live(round, 'poster', async (scene, actor) => () => post(scene, actor, poster!)),
    readBack(round, reader!),
  ])
}

/** One person, at one node after the other. */
async function live(
  round: Round,
  actor: string,
  come: (scene: Scene, actor: string) => Promise<() => Promise<void>>,
): Promise<void> {
  const { home, crowd, cluster } = round
  while (!home.signal.aborted) {
    const nodes = liveOf(cluster)
    const node = nodes.length === 0 ? undefined : pick(crowd.random, nodes)
    if (node !== undefined) await stint(round, node, actor, come)
    await Bun.sleep(crowd.random() * AGAIN_MS_MAX)
  }
}

async function stint(
  round: Round,
  node: Node,
  actor: string,
  come: (scene: Scene, actor: string) => Promise<() => Promise<void>>,
): Promise<void> {
  const scene = sceneAt(round, node)
  const pid = node.running!.pid
  try {
    const work = await come(scene, actor)
    await work()
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    if (!EXPECTED_AT_THE_DOOR.test(words)) round.faults.push(`${actor} came to ${node.name}: ${words}`)
  }
  const code = scene.closes.get(actor)
  if (code !== undefined && !round.home.signal.aborted) round.stints.push({ actor, pid, code })
}

/** What one person does at one node. */
export function sceneAt({ crowd, notebook, history, faults, home }: Round, node: Node): Scene {
  return {
    url: node.url,
    notebook,
    random: crowd.random,
    leftOpen: openOf(notebook),
    cursors: crowd.cursors,
    closes: new Map(),
    faults,
    cutRequests: [],
    isOver: false,
    pauseMs: PAUSE_MS,
    home: home.signal,
    witness: history,
  }
}

/** What is acknowledged at one node is found at any other by who comes there with the number of the acknowledgement as a cursor [S3]. */
async function readBack(round: Round, visitor: Visitor): Promise<void> {
  const { cluster, crowd, epoch, home, faults } = round
  const { token, chatId } = visitor
  while (!home.signal.aborted) {
    await Bun.sleep(crowd.random() * READ_PAUSE_MS)
    const nodes = liveOf(cluster)
    if (nodes.length < 2) continue
    const one = pick(crowd.random, nodes)
    const other = pick(
      crowd.random,
      nodes.filter((node) => node !== one),
    )
    const scene = sceneAt(round, one)
    const { key, body } = newText(crowd.random)
    const answer = await ask(scene, doorOf(scene, token), {
      actor: 'reader',
      command: 'sendMessage',
      data: { body },
      chatId,
      key,
    })
    if (answer.kind !== 'done' || answer.seq === undefined) continue
    const { seq, data } = answer
    try {
      const peer = await openPeer({
        url: other.url,
        flavour: 'client',
        token,
        instance: 'reader',
        cursor: `${epoch}:${seq}`,
        signal: home.signal,
      })
      const stands = Number(peer.cursor().split(':')[1])
      if (stands < seq) faults.push(`who came to ${other.name} with the cursor ${seq} stands at ${stands}`)
      const { items } = await read<{ items: Message[] }>(
        other.url,
        token,
        `/chats/${chatId}/messages?limit=20`,
      )
      peer.close()
      const after = encodeURIComponent(`${epoch}:${seq}`)
      const operator = crowd.desk.operators[0]!.token
      const { mode } = await read<{ mode: string }>(other.url, operator, `/events?after=${after}&waitMs=0`)
      if (mode !== 'resumed')
        faults.push(`a poll of ${other.name} with the cursor ${seq} is answered with a ${mode}`)
      round.readBack += 1
      if (!items.some(({ id }) => id === data['messageId']))
        faults.push(
          `message ${String(data['messageId'])}, acknowledged at ${one.name}, is not at ${other.name}`,
        )
    } catch {
      // The other node went, or its database: nothing was read.
    }
  }
}
