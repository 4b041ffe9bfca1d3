/** Clients and operators who write, answer, edit, read, note, tag, hand over and close, all at once, until the server goes away. */
import { hello, type Desk, type Visitor } from '../door.ts'
import { clientOf, post } from './client.ts'
import type { Notebook } from './notebook.ts'
import { operatorOf } from './operator.ts'
import type { Scene } from './scene.ts'

/** People who outlive the server: they come back with the cursors that they had. */
export interface Crowd {
  readonly desk: Desk
  /** The first writes over HTTP, the others over sockets. */
  readonly visitors: readonly Visitor[]
  readonly random: () => number
  readonly cursors: Map<string, string>
}

export async function gather(
  url: string,
  desk: Desk,
  visitors: number,
  random: () => number,
): Promise<Crowd> {
  const greeted = await Promise.all(Array.from({ length: visitors }, () => hello(url, desk.channelKey)))
  return { desk, visitors: greeted, random, cursors: new Map() }
}

/**
 * Works until every line is lost or closed, asking again first for what the notebook has open. `whenIn` is called once everybody is in; what it
 * does to the server ends the work, and is waited for.
 */
export async function work(
  { desk, visitors, random, cursors }: Crowd,
  url: string,
  notebook: Notebook,
  whenIn: () => Promise<unknown>,
): Promise<Scene> {
  const scene: Scene = {
    url,
    notebook,
    random,
    leftOpen: [...notebook.asked.values()],
    cursors,
    closes: new Map(),
    faults: [],
    cutRequests: [],
    isOver: false,
  }
  const [poster, ...clients] = visitors
  const { operators } = desk
  const begin = await Promise.all([
    ...operators.map(({ token }, index) =>
      operatorOf(scene, `operator-${index}`, token, operators[(index + 1) % operators.length]!.id),
    ),
    ...clients.map((visitor, index) => clientOf(scene, `client-${index}`, visitor)),
  ])
  const working = begin.map((start) => start())
  if (poster !== undefined) working.push(post(scene, 'poster', poster))
  await Promise.all([...working, whenIn()])
  return scene
}
