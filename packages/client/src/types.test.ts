import { expect, test } from 'bun:test'
import type { Message } from '@pult/protocol'
import { createOperatorClient, createVisitorClient } from './index.ts'

/** What compiles here is the promise: no cast, and a wrong word does not pass. The functions are never called. */
const sentences = {
  events(client: ReturnType<typeof createOperatorClient>) {
    client.on('chatMessageCreated', (message, { seq, at, replayed }) => [
      message.body.length,
      seq,
      at,
      replayed,
    ])
    client.on('operatorBlocked', (told) => told.reason?.length)
    // @ts-expect-error there is no such event
    client.on('chatMessageWritten', () => {})
    // @ts-expect-error a read mark has no body
    client.on('chatMessageRead', (told) => told.body)
  },
  commands(client: ReturnType<typeof createOperatorClient>): Promise<string> {
    // @ts-expect-error the session must be named
    void client.command('takeSession', {})
    // @ts-expect-error there is no such command
    void client.command('stealSession', { sessionId: 's' })
    return client.command('takeSession', { sessionId: 's' }).then(({ sessionId }) => sessionId)
  },
  messages(client: ReturnType<typeof createVisitorClient>): Promise<string> {
    // @ts-expect-error a client does not name a session
    client.sendMessage({ body: '', sessionId: 's' })
    return client.sendMessage({ body: '' }).sent.then(({ chatId }) => chatId)
  },
  state(client: ReturnType<typeof createVisitorClient>): readonly Message[] {
    // @ts-expect-error the state is not to be changed
    client.state.unread = 0
    return client.state.messages
  },
  visitorsHearLess(client: ReturnType<typeof createVisitorClient>) {
    // @ts-expect-error notes are for operators
    client.on('chatNoteCreated', () => {})
  },
}

test('the sentences above compile', () => {
  expect(Object.keys(sentences)).toHaveLength(5)
})
