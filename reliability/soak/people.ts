/** Who comes and goes during a soak: clients with pages, files and questions for the bot, and operators who work, leave and come back. */
import type { ChatSession, Message } from '@pult/protocol'
import { hello, type Desk } from '../door.ts'
import { openPeer, type Answer, type Peer } from '../peer.ts'
import { pick } from '../random.ts'

export interface House {
  readonly url: string
  readonly desk: Desk
  /** A channel where people answer, and one where the bot does. */
  readonly channelKeys: readonly string[]
  readonly random: () => number
  /** A picture that clients send. */
  readonly picture: Blob
  readonly isOver: () => boolean
  readonly tally: {
    visits: number
    acknowledged: number
    uploads: number
    refused: number
    /** What clients were told, by who said it. */
    readonly heard: { BOT: number; OPERATOR: number }
    readonly faults: string[]
  }
}

/** What an ordinary race between people explains; everything else is written down. */
const ORDINARY = [
  'session_closed',
  'session_not_yours',
  'session_held',
  'no_session',
  'no_bot',
  'session_open',
]
/** To make a picture anew costs as much as a hundred messages: so often, it is about a third of the work, and not nearly all of it. */
const LETTERS_A_PICTURE = 30
const SENTENCES = [
  'Hello',
  'Where is my order?',
  'Когда вы работаете?',
  'I want to talk to a person',
  'Thank you!',
]

/** Clients one after the other in one place, until it is over. */
export async function visitAgainAndAgain(house: House): Promise<void> {
  while (!house.isOver()) {
    await visit(house)
    await rest(house, 200, 2_000)
  }
}

async function visit(house: House): Promise<void> {
  const { url, random, channelKeys, tally } = house
  const { token } = await hello(url, pick(random, channelKeys))
  const peer = await openPeer({
    url,
    flavour: 'client',
    token,
    instance: 'tab',
    onEvent({ action, data }) {
      if (action !== 'chatMessageCreated') return
      const { authorType } = data as Message
      if (authorType === 'BOT' || authorType === 'OPERATOR') tally.heard[authorType] += 1
    },
  })
  tally.visits += 1
  await say(house, peer, 'setPage', { url: 'https://example.com/cart', title: 'Cart' })
  const words = 2 + Math.floor(random() * 8)
  for (let word = 0; word < words && !house.isOver(); word += 1) {
    await say(house, peer, 'typing', { text: 'I wo' })
    await say(house, peer, 'sendMessage', await letter(house, token))
    await rest(house, 200, 1_500)
  }
  const chance = random()
  if (chance < 0.2) await say(house, peer, 'callOperator', {})
  else if (chance < 0.5) await say(house, peer, 'closeSession', {})
  faultsOf(house, peer)
  peer.close()
  await peer.closed
}

async function letter(house: House, token: string): Promise<Readonly<Record<string, unknown>>> {
  const body = pick(house.random, SENTENCES)
  if (house.random() > 1 / LETTERS_A_PICTURE) return { body }
  const form = new FormData()
  form.append('file', house.picture, 'receipt.png')
  const response = await fetch(`${house.url}/api/v1/attachments`, {
    method: 'POST',
    keepalive: false,
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  const { id } = (await response.json()) as { id?: string }
  if (id === undefined) {
    house.tally.faults.push(`an upload was answered with ${response.status}`)
    return { body }
  }
  house.tally.uploads += 1
  return { body, attachments: [id] }
}

/** An operator works for a while, leaves for a moment, and comes back where they were, until it is over. */
export async function workShifts(house: House, index: number): Promise<void> {
  const { url, desk } = house
  const { token } = desk.operators[index]!
  let cursor: string | undefined
  while (!house.isOver()) {
    const listening: { take?: (message: Message) => void } = {}
    const peer = await openPeer({
      url,
      flavour: 'operator',
      token,
      instance: `operator-${index}`,
      cursor,
      onEvent: ({ action, data }) => {
        if (action === 'chatMessageCreated') listening.take?.(data as Message)
      },
    })
    const answering = new Set<string>()
    listening.take = (message) => {
      if (message.authorType !== 'CLIENT' || answering.has(message.sessionId)) return
      answering.add(message.sessionId)
      void answer(house, peer, message).finally(() => answering.delete(message.sessionId))
    }
    await rest(house, 5_000, 20_000)
    faultsOf(house, peer)
    cursor = peer.cursor()
    peer.close()
    await peer.closed
    await rest(house, 100, 2_000)
  }
}

async function answer(house: House, peer: Peer, { id, sessionId }: Message): Promise<void> {
  const { random } = house
  await rest(house, 100, 800)
  await say(house, peer, 'markRead', { sessionId, messageId: id })
  await say(house, peer, 'sendMessage', { sessionId, body: `${pick(random, SENTENCES)} An answer.` })
  const chance = random()
  if (chance < 0.1) await say(house, peer, 'addNote', { sessionId, body: 'A kind person.' })
  else if (chance < 0.2)
    await say(house, peer, 'setTags', { sessionId, tags: [pick(random, ['order', 'hours'])] })
  else if (chance < 0.3) await say(house, peer, 'closeSession', { sessionId })
}

/** Whatever waits in Help or with an operator is closed, so that a soak of hours is not about more and more open sessions. */
export async function tidy(house: House): Promise<void> {
  const { url, desk } = house
  while (!house.isOver()) {
    await rest(house, 8_000, 12_000)
    const peer = await openPeer({ url, flavour: 'operator', token: desk.adminToken, instance: 'tidy' })
    const open: readonly ChatSession[] = peer.sessions
    for (const { id } of open.slice(0, 200)) {
      await say(house, peer, 'takeSession', { sessionId: id })
      await say(house, peer, 'closeSession', { sessionId: id })
    }
    peer.close()
    await peer.closed
  }
}

async function say({ tally }: House, peer: Peer, name: string, data: unknown): Promise<Answer> {
  const told = await peer.ask(name, data, name === 'typing' ? undefined : crypto.randomUUID())
  if (told.kind === 'done') tally.acknowledged += 1
  else if (told.kind === 'refused') {
    tally.refused += 1
    if (!ORDINARY.includes(told.error.code)) tally.faults.push(`${name} was refused: ${told.error.code}`)
  }
  return told
}

function faultsOf({ tally }: House, peer: Peer): void {
  tally.faults.push(...peer.breaks)
}

async function rest({ random, isOver }: House, fromMs: number, toMs: number): Promise<void> {
  const until = performance.now() + fromMs + random() * (toMs - fromMs)
  while (!isOver() && performance.now() < until) await Bun.sleep(Math.min(250, until - performance.now()))
}
