import type { Message } from '@pult/protocol'
import type { Answer, Peer } from '../peer.ts'
import { ask, comeIn, newText, pause, stayUntilClosed, type Scene } from './scene.ts'

/** An operator comes in; the function answers, edits, notes, tags, reads, hands over and closes until the line ends. */
export async function operatorOf(
  scene: Scene,
  actor: string,
  token: string,
  colleagueId: string,
): Promise<() => Promise<void>> {
  /** One command a session at a time: what must stand afterwards is then never in question. */
  const busy = new Set<string>()
  const listening: { take?: (message: Message) => void } = {}
  const peer = await comeIn(scene, { actor, flavour: 'operator', token }, (message) =>
    listening.take?.(message),
  )
  return async () => {
    listening.take = ({ authorType, sessionId, ...message }) => {
      if (authorType !== 'CLIENT' || busy.has(sessionId) || scene.isOver || scene.random() < 0.5) return
      busy.add(sessionId)
      void react(scene, actor, peer, { authorType, sessionId, ...message }, colleagueId).finally(() =>
        busy.delete(sessionId),
      )
    }
    await stayUntilClosed(scene, actor, peer)
  }
}

async function react(
  scene: Scene,
  actor: string,
  peer: Peer,
  { id, sessionId, chatId }: Message,
  colleagueId: string,
): Promise<void> {
  await pause(scene)
  const { key, body } = newText(scene.random)
  const say = (command: string, data: Readonly<Record<string, unknown>>, sameKey?: string): Promise<Answer> =>
    ask(scene, peer, { actor, command, data, chatId, ...(sameKey === undefined ? {} : { key: sameKey }) })
  const chance = scene.random()
  if (chance < 0.6) {
    const sent = await say('sendMessage', { sessionId, body }, key)
    const messageId = chance < 0.1 && sent.kind === 'done' ? sent.data['messageId'] : undefined
    if (messageId !== undefined) await say('editMessage', { messageId, body: `${key} edited` })
  } else if (chance < 0.7) await say('addNote', { sessionId, body }, key)
  else if (chance < 0.8) await say('setTags', { sessionId, tags: [key] })
  else if (chance < 0.87) await say('markRead', { sessionId, messageId: id })
  else if (chance < 0.95) await say('transferSession', { sessionId, operatorId: colleagueId })
  else await say('closeSession', { sessionId })
}
