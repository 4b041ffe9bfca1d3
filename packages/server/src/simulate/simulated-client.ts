import { createVisitorClient, type VisitorClient } from '@pult/client'
import { chance, countReconnects, createMemoryStorage, oneOf, tried, type Life } from './life.ts'
import { questions } from './phrases.ts'
import { markedBody } from './tally.ts'

export interface SimulatedClient {
  readonly client: VisitorClient
  /** Runs until the simulation ends. */
  readonly life: Promise<void>
}

/** A visitor who comes, writes a few lines, reads, goes away for a while, comes back, closes, rates, and begins again. */
export function startClient(
  name: string,
  options: { url: string; channelKey: string },
  life: Life,
): SimulatedClient {
  const { tally, nowMs } = life
  const client = createVisitorClient({ ...options, storage: createMemoryStorage(), random: life.random })
  countReconnects(client, tally)
  client.on('chatMessageCreated', ({ id, body }) => tally.told(body, id, { name, side: 'client' }, nowMs()))
  client.on('chatSessionStarted', () => void (tally.sessions += 1))

  async function visit(): Promise<void> {
    client.connect()
    const lines = 2 + Math.floor(life.random() * 5)
    for (let line = 0; line < lines && !life.isOver(); line += 1) {
      client.typing('…')
      await life.pause(1_000, 5_000)
      if (life.isOver()) break
      // Nobody waits for the tick before going on.
      void say(client, life)
      await life.pause(2_000, 12_000)
      await read()
      if (chance(life, 0.1)) await goAway()
    }
    if (life.isOver() || !chance(life, 0.6)) return
    if (await tried(life, client.command('closeSession', {}))) await rate()
  }

  async function read(): Promise<void> {
    const last = client.state.messages.findLast(({ authorType }) => authorType === 'OPERATOR')
    if (client.state.unread > 0 && last !== undefined)
      await tried(life, client.command('markRead', { messageId: last.id }))
  }

  async function rate(): Promise<void> {
    const { session } = client.state
    if (session === null || !chance(life, 0.5)) return
    const score = 1 + Math.floor(life.random() * 5)
    if (await tried(life, client.command('rateSession', { sessionId: session.id, score }))) tally.ratings += 1
  }

  /** A closed lid or a tunnel. */
  async function goAway(): Promise<void> {
    client.close()
    await life.pause(2_000, 20_000)
    client.connect()
  }

  async function live(): Promise<void> {
    await life.pause(0, 10_000)
    while (!life.isOver()) {
      await visit()
      await life.pause(1_000, 15_000)
    }
    client.connect()
  }
  return { client, life: live() }
}

async function say(client: VisitorClient, life: Life): Promise<void> {
  const { tally, nowMs } = life
  const mark = tally.sending('client', nowMs())
  const { sent } = client.sendMessage({ body: markedBody(oneOf(life, questions), mark) })
  const reply = await tried(life, sent)
  if (reply === undefined) tally.refused(mark)
  else tally.acknowledged(mark, reply.messageId, nowMs())
}
