import { createOperatorClient, signIn, type OperatorClient } from '@pult/client'
import { chance, countReconnects, createMemoryStorage, oneOf, tried, type Life } from './life.ts'
import { answers } from './phrases.ts'
import { markedBody } from './tally.ts'

export interface OperatorAccount {
  readonly id: string
  readonly email: string
  readonly password: string
}

/** Somebody at a desk: takes what waits, reads, answers, corrects a word, notes, hands over, closes. */
export async function startOperator(
  account: OperatorAccount,
  { url, groupId, colleagues }: { url: string; groupId: string; colleagues: readonly string[] },
  life: Life,
): Promise<OperatorClient> {
  const { tally, nowMs } = life
  const { token } = await signIn({ url, email: account.email, password: account.password })
  const client = createOperatorClient({ url, token, storage: createMemoryStorage(), random: life.random })
  countReconnects(client, tally)
  /** Sessions that an answer is being written for: several lines get one. */
  const writing = new Set<string>()

  client.on('chatMessageCreated', (message) => {
    tally.told(message.body, message.id, { name: account.id, side: 'operator' }, nowMs())
    if (message.authorType === 'CLIENT' && isMine(message.sessionId))
      void answer(message.sessionId, message.id)
  })
  client.on('chatSessionAdded', ({ id, lastMessage }) => {
    void openSession(id)
    if (lastMessage != null) void answer(id, lastMessage.id)
  })
  client.on('operatorNotFound', ({ sessionId }) => void takeLater(sessionId))
  client.on('chatSessionDeleted', ({ sessionId }) => client.leaveSession(sessionId))
  client.on('sessionClosedByClient', ({ sessionId }) => client.leaveSession(sessionId))
  client.on('chatSessionClosed', ({ sessionId }) => client.leaveSession(sessionId))

  async function openSession(id: string): Promise<void> {
    await tried(
      life,
      client.openSession(id).then(() => ({})),
    )
  }
  const isMine = (sessionId: string): boolean =>
    client.state.sessions.get(sessionId)?.operatorId === account.id

  async function takeLater(sessionId: string): Promise<void> {
    await life.pause(1_000, 6_000)
    if (!life.isOver() && client.state.sessions.get(sessionId)?.botStatus === 'HELP')
      await tried(life, client.command('takeSession', { sessionId }))
  }

  async function answer(sessionId: string, messageId: string): Promise<void> {
    if (writing.has(sessionId)) return
    writing.add(sessionId)
    try {
      await life.pause(500, 3_000)
      if (life.isOver() || !isMine(sessionId)) return
      await tried(life, client.command('markRead', { sessionId, messageId }))
      client.typing(sessionId, '…')
      await life.pause(1_000, 5_000)
      if (life.isOver() || !isMine(sessionId)) return
      await say(sessionId)
      await afterwards(sessionId)
    } finally {
      writing.delete(sessionId)
    }
  }

  async function say(sessionId: string): Promise<void> {
    const mark = tally.sending('operator', nowMs())
    const { key, sent } = client.sendMessage({ sessionId, body: markedBody(oneOf(life, answers), mark) })
    const reply = await tried(life, sent)
    if (reply === undefined) {
      tally.refused(mark)
      client.discard(key)
      return
    }
    const { messageId } = reply
    tally.acknowledged(mark, messageId, nowMs())
    if (!chance(life, 0.1)) return
    await life.pause(500, 2_000)
    await tried(life, client.command('editMessage', { messageId, body: markedBody('Исправлено.', mark) }))
  }

  async function afterwards(sessionId: string): Promise<void> {
    if (chance(life, 0.05)) await tried(life, client.command('addNote', { sessionId, body: 'simulation' }))
    if (chance(life, 0.05)) {
      const [first, ...others] = colleagues.filter((id) => id !== account.id)
      const to =
        first === undefined || chance(life, 0.3)
          ? { groupId }
          : { operatorId: oneOf(life, [first, ...others]) }
      await tried(life, client.command('transferSession', { sessionId, ...to }))
    } else if (chance(life, 0.1)) {
      await life.pause(500, 2_000)
      await tried(life, client.command('closeSession', { sessionId, reason: 'simulation' }))
    }
  }

  client.connect()
  await tried(life, client.command('setStatus', { status: 'ONLINE' }))
  return client
}
