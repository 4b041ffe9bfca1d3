import type { Message } from '@pult/protocol'
import { equal } from '../expect.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation } from './commands-conversation.ts'

/** [C2] Nobody answers what they have not read, unless they mean to. */
export const staleScenarios: readonly Scenario[] = [
  scenario(
    'C2',
    'who did not see the last message is told what was missed, and nothing is sent',
    async (pult) => {
      const { anna, client, sessionId, messageId: seen } = await conversation(pult)
      const missed: string[] = []
      for (const body of ['Wait', 'I found it'])
        missed.push((await client.stream.ask('sendMessage', { body })).messageId)
      const answer = { sessionId, body: 'Where is it?', seen }
      const refusal = await anna.stream.refused('sendMessage', answer, 'stale')
      equal('field', refusal.field, 'data.seen')
      equal(
        'what was missed',
        (refusal.missed as Message[]).map(({ id }) => id),
        missed,
      )
      const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'End' })
      await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
      equal(
        'told to the client',
        client.stream.all('chatMessageCreated', ({ body }) => body === answer.body).length,
        0,
      )
    },
  ),

  scenario('C2', 'the author sends again to insist', async (pult) => {
    const { anna, client, sessionId, messageId: seen } = await conversation(pult)
    const later = await client.stream.ask('sendMessage', { body: 'Wait' })
    await anna.stream.refused('sendMessage', { sessionId, body: 'Anyway', seen }, 'stale')
    const insisting = { sessionId, body: 'Anyway', seen: later.messageId }
    const { messageId } = await anna.stream.ask('sendMessage', insisting)
    await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
  }),

  scenario('C2', 'a refused message leaves its key free to insist with', async (pult) => {
    const { anna, client, sessionId, messageId: seen } = await conversation(pult)
    const key = pult.unique('key')
    await client.stream.ask('sendMessage', { body: 'Wait' })
    await anna.stream.refused('sendMessage', { sessionId, body: 'Anyway', seen }, 'stale', { key })
    await anna.stream.ask('sendMessage', { sessionId, body: 'Anyway' }, { key })
    await client.stream.next('chatMessageCreated', ({ body }) => body === 'Anyway')
  }),

  scenario('C2', 'one’s own words are not missed', async (pult) => {
    const { anna, sessionId, messageId: seen } = await conversation(pult)
    await anna.stream.ask('sendMessage', { sessionId, body: 'One', seen })
    await anna.stream.ask('sendMessage', { sessionId, body: 'Two', seen })
  }),

  scenario('C2', 'an empty screen has missed everything', async (pult) => {
    const { anna, sessionId, messageId } = await conversation(pult)
    const refusal = await anna.stream.refused('sendMessage', { sessionId, body: 'Hi', seen: null }, 'stale')
    equal(
      'what was missed',
      (refusal.missed as Message[]).map(({ id }) => id),
      [messageId],
    )
  }),

  scenario('C2', 'stale over HTTP says the same', async (pult) => {
    const { anna, client, http, sessionId, messageId: seen } = await conversation(pult)
    await client.stream.ask('sendMessage', { body: 'Wait' })
    const answer = { sessionId, body: 'Where?', seen }
    const bySocket = await anna.stream.refused('sendMessage', answer, 'stale')
    equal('the refusal over HTTP', await http.refused('sendMessage', answer, 'stale'), bySocket)
  }),
]
