import type { EventFrame, Message } from '@pult/protocol'
import { openPeer, type Answer, type Peer } from '../peer.ts'
import { isAway, noteAnswer, type Asked, type Notebook } from './notebook.ts'

/** One life of the server, as everybody in the crowd shares it. */
export interface Scene {
  readonly url: string
  readonly notebook: Notebook
  readonly random: () => number
  /** What was open when this life began, to be asked again by its authors. */
  readonly leftOpen: readonly Asked[]
  /** Where each reader stood last; outlives the server. */
  readonly cursors: Map<string, string>
  /** The code with which each connection ended. */
  readonly closes: Map<string, number>
  /** Broken orders, refused resumes, statuses of HTTP that there may not be. */
  readonly faults: string[]
  /** Keys of requests over HTTP that somebody took and nobody answered: the program, or only the kernel on its behalf. */
  readonly cutRequests: string[]
  /** The first line is lost or closed: nobody begins anything new. */
  isOver: boolean
  /** The longest pause between two words of somebody; absent: {@link PAUSE_MS_MAX}. */
  readonly pauseMs?: number
  /** Everybody goes home. */
  readonly home?: AbortSignal
  readonly witness?: Witness
}

/** Writes down in which order things were asked, acknowledged and told. */
export interface Witness {
  asks(asked: Asked): void
  hears(asked: Asked, answer: Answer): void
  sees(actor: string, event: EventFrame): void
}

/** Whatever can be asked: a socket, or a door for one request after the other. */
export type Asking = Pick<Peer, 'ask'>

/** Between two words of somebody: not faster than a disk, so that the rest of the crowd is heard as well. */
const PAUSE_MS_MAX = 12
/** Who heard that the database is away does not ask at once again. */
const AWAY_PAUSE_MS = 200

export function pause({ random, pauseMs = PAUSE_MS_MAX }: Scene): Promise<void> {
  return Bun.sleep(random() * pauseMs)
}

/** A key, and a text of one to forty words that begins with it. */
export function newText(random: () => number): { readonly key: string; readonly body: string } {
  const key = crypto.randomUUID()
  return { key, body: `${key} ${'word '.repeat(1 + Math.floor(random() * 40))}`.trimEnd() }
}

/** Asks, having written down that it was asked: whatever happens then, it is in the notebook. */
export async function ask(
  scene: Scene,
  way: Asking,
  what: Omit<Asked, 'outcome' | 'key'> & { readonly key?: string },
): Promise<Answer> {
  const asked: Asked = { key: crypto.randomUUID(), ...what, outcome: { name: 'open' } }
  scene.notebook.asked.set(asked.key, asked)
  scene.witness?.asks(asked)
  const answer = await way.ask(asked.command, asked.data, asked.key)
  scene.witness?.hears(asked, answer)
  noteAnswer(scene.notebook, asked, answer)
  if (isAway(scene.notebook, answer)) await Bun.sleep(AWAY_PAUSE_MS)
  return answer
}

/** Asks again, with the same keys, what this one asked in an earlier life and nobody answered. */
export async function repeatOpen(scene: Scene, way: Asking, actor: string): Promise<void> {
  for (const one of scene.leftOpen) if (one.actor === actor) await ask(scene, way, one)
}

/** Comes in, with the cursor of the life before, and says again what is open. */
export async function comeIn(
  scene: Scene,
  who: { readonly actor: string; readonly flavour: 'operator' | 'client'; readonly token: string },
  onMessage: (message: Message) => void,
): Promise<Peer> {
  const { actor } = who
  const cursor = scene.cursors.get(actor)
  const peer = await openPeer({
    ...who,
    url: scene.url,
    instance: actor,
    cursor,
    signal: scene.home,
    onEvent(event: EventFrame) {
      const { action, data } = event
      scene.witness?.sees(actor, event)
      if (action !== 'chatMessageCreated') return
      const message = data as Message
      scene.notebook.heard.set(message.id, message.chatId)
      onMessage(message)
    },
  })
  // Clients go on from what the server has in memory, and a new life has nothing there ([GS7]).
  if (who.flavour === 'operator' && cursor !== undefined && peer.mode !== 'resumed')
    scene.faults.push(`${actor} came back to a snapshot`)
  await repeatOpen(scene, peer, actor)
  return peer
}

/** Waits for the end of the connection and writes down how it was. */
export async function stayUntilClosed(scene: Scene, actor: string, peer: Peer): Promise<void> {
  const code = await peer.closed
  scene.isOver = true
  scene.closes.set(actor, code)
  scene.cursors.set(actor, peer.cursor())
  scene.faults.push(...peer.breaks.map((words) => `${actor}: ${words}`))
}
