import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { MessageId, SessionId } from '@pult/protocol'
import { createMemoryDisk } from '@pult/storage'
import { forgetIdle } from './apply.ts'
import type { Command } from './commands.ts'
import { createDesk, dataOf, errorOf, START_MS } from './testing/desk.ts'
import { CLIENT, Life } from './testing/life.ts'

/** Lives in which the client's only session is closed, and so not in memory after a restart. */
let life: Life
let sessionId: SessionId
let messageId: MessageId

beforeEach(async () => {
  const first = await new Life(createMemoryDisk({ epoch: 'e1' }), START_MS).open()
  await first.system('setUp', {
    name: 'Shop',
    groupName: 'help',
    channelName: 'site',
    channelKey: 'key',
    channelSecret: 'secret',
  })
  const said = dataOf(await first.says('Hello', 'k1')) as { sessionId: SessionId; messageId: MessageId }
  sessionId = said.sessionId
  messageId = said.messageId
  const [channelId] = [...first.engine.state.channels.keys()]
  dataOf(
    await first.system('identifyClient', {
      channelId: channelId!,
      clientId: 'cli_known' as never,
      chatId: 'cht_known' as never,
      claims: { sub: 'user-7', name: 'Olga' },
    }),
  )
  dataOf(await byClient(first, 'closeSession', {}))
  // An orderly end: the read models have everything, and nothing is replayed.
  await first.engine.stop()
  await first.store.close()
  life = await first.restart()
})

afterEach(() => life.engine.stop())

function byClient(life: Life, name: string, data: unknown) {
  const { actor } = life.message('') as { actor: unknown }
  return life.engine.request({ actor, name, data } as Command)
}

describe('what is not in memory is brought when a command names it', () => {
  test('[E1] a closed session is rated', async () => {
    expect(life.engine.state.sessions.size).toBe(0)
    dataOf(await byClient(life, 'rateSession', { sessionId, score: 5 }))
    expect(life.engine.state.sessions.get(sessionId)!.card).toMatchObject({ status: 'CLOSED', score: 5 })
    expect(life.engine.state.open.size).toBe(0)
  })

  test('[E2] a message of a closed session is known, quoted and not changed', async () => {
    expect(errorOf(await byClient(life, 'editMessage', { messageId, body: 'x' }))).toBe('session_closed')
    dataOf(await byClient(life, 'sendMessage', { body: 'As I said', replyTo: messageId }))
    expect(life.session.card.lastMessage!.replyTo).toMatchObject({ id: messageId, body: 'Hello' })
  })

  test('[E1] the next session is the same client’s, in the same chat', async () => {
    const reply = dataOf(await life.says('Me again')) as { sessionId: SessionId; chatId: string }
    expect(reply.chatId).toBe(CLIENT.chatId)
    expect(reply.sessionId).not.toBe(sessionId)
    expect(life.disk.log.filter(({ fact }) => fact.type === 'client')).toHaveLength(2)
  })

  test('[S6] a key of long ago', async () => {
    const head = life.engine.state.headSeq
    expect(dataOf(await life.says('Hello', 'k1'))).toMatchObject({ messageId })
    expect(life.engine.state.headSeq).toBe(head)
  })

  test('[E9] a client whom the site vouched for', async () => {
    const [channelId] = [...life.engine.state.channels.keys()]
    const reply = await life.system('identifyClient', {
      channelId: channelId!,
      clientId: 'cli_new' as never,
      chatId: 'cht_new' as never,
      claims: { sub: 'user-7', name: 'Olga' },
    })
    expect(dataOf(reply)).toEqual({ clientId: 'cli_known', chatId: 'cht_known' })
  })

  test('[E2] what nobody has is not found', async () => {
    expect(errorOf(await byClient(life, 'editMessage', { messageId: 'msg_x', body: 'x' }))).toBe(
      'message_not_found',
    )
    expect(errorOf(await byClient(life, 'rateSession', { sessionId: 'ses_x', score: 1 }))).toBe(
      'session_not_found',
    )
  })
})

describe('what nothing alive needs is forgotten', () => {
  test('[G6] closed sessions, their chats and clients, and never an open one', () => {
    const desk = createDesk()
    const open = desk.client('open')
    open.says('Hello')
    for (const name of ['a', 'b', 'c']) {
      const client = desk.client(name)
      client.says('Hello')
      client.does('closeSession', {})
    }
    forgetIdle(desk.state, 3)
    expect(desk.state.sessions.size).toBe(4)
    forgetIdle(desk.state, 2)
    expect([...desk.state.sessions.keys()]).toEqual([open.sessionId])
    expect([...desk.state.chats.keys()]).toEqual([open.chatId])
    expect([...desk.state.clients.keys()]).toEqual([open.clientId])
    expect([...desk.state.tails.keys()]).toEqual([open.sessionId])
  })

  test('[G6] clients who were vouched for and never wrote', () => {
    const desk = createDesk()
    for (let number = 0; number < 5; number += 1) {
      desk.system('identifyClient', {
        channelId: desk.channels.get('site')!,
        clientId: `cli_${number}` as never,
        chatId: `cht_${number}` as never,
        claims: { sub: `user-${number}` },
      })
    }
    forgetIdle(desk.state, 4)
    expect(desk.state.clients.size).toBe(0)
  })
})
