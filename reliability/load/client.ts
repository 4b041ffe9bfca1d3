import { command, type Visitor } from '../door.ts'
import { ask, comeIn, newText, pause, repeatOpen, stayUntilClosed, type Asking, type Scene } from './scene.ts'
import type { Peer } from '../peer.ts'
import { isAway } from './notebook.ts'

/** Messages of one client that wait for their answers at once. */
const IN_FLIGHT = 2
/** A person may ask 50 times a second over HTTP ([GD8]). */
const HTTP_PAUSE_MS = 25

/** A client comes in; the function writes, edits and reads until the line ends. */
export async function clientOf(scene: Scene, actor: string, visitor: Visitor): Promise<() => Promise<void>> {
  let heardId: string | undefined
  const peer = await comeIn(
    scene,
    { actor, flavour: 'client', token: visitor.token },
    ({ authorType, id }) => {
      if (authorType === 'OPERATOR') heardId = id
    },
  )
  return async () => {
    const talks = Array.from({ length: IN_FLIGHT }, () => talk(scene, actor, visitor, peer, () => heardId))
    await Promise.all([...talks, stayUntilClosed(scene, actor, peer)])
  }
}

async function talk(
  scene: Scene,
  actor: string,
  { chatId }: Visitor,
  peer: Peer,
  heardId: () => string | undefined,
): Promise<void> {
  for (let isFirst = true; isFirst || !scene.isOver; isFirst = false) {
    const { key, body } = newText(scene.random)
    const answer = await ask(scene, peer, { actor, command: 'sendMessage', data: { body }, chatId, key })
    if (answer.kind === 'unanswered') return
    const chance = scene.random()
    const messageId = chance < 0.1 && answer.kind === 'done' ? answer.data['messageId'] : undefined
    if (messageId !== undefined) {
      const data = { messageId, body: `${key} edited` }
      await ask(scene, peer, { actor, command: 'editMessage', data, chatId })
    } else if (chance < 0.2 && heardId() !== undefined)
      await ask(scene, peer, { actor, command: 'markRead', data: { messageId: heardId() }, chatId })
    await pause(scene)
  }
}

/** A program without a socket writes over HTTP, one request after the other, until nobody answers. */
export async function post(scene: Scene, actor: string, { token, chatId }: Visitor): Promise<void> {
  const door = doorOf(scene, token)
  await repeatOpen(scene, door, actor)
  while (!scene.isOver && scene.home?.aborted !== true) {
    const { key, body } = newText(scene.random)
    await ask(scene, door, { actor, command: 'sendMessage', data: { body }, chatId, key })
    await Bun.sleep(HTTP_PAUSE_MS * (0.5 + scene.random()))
  }
}

/** The way of a program without a socket. */
export function doorOf(scene: Scene, token: string): Asking {
  return {
    async ask(name, data, key) {
      try {
        const { status, answer } = await command(scene.url, token, name, data, key)
        const code = answer.kind === 'refused' ? answer.error.code : ''
        if (status >= 500 && code !== 'shutting_down' && !isAway(scene.notebook, answer))
          scene.faults.push(`${name} over HTTP was answered with ${status} ${code}`)
        return answer
      } catch (error) {
        // Nobody listened: nothing was asked. Anything else broke off in the middle.
        if ((error as { code?: string }).code !== 'ConnectionRefused' && key !== undefined)
          scene.cutRequests.push(key)
        scene.isOver = true
        return { kind: 'unanswered' }
      }
    },
  }
}
