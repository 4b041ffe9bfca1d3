import { equal, isTrue } from '../expect.ts'
import { desk, person } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import type { Client } from '@pult/protocol'
import type { Caller } from '../kit/http.ts'
import { conversation, nobodys } from './commands-conversation.ts'

/** Far enough ahead that nobody meets it by chance. */
const IN_A_WEEK_MS = 7 * 24 * 3600 * 1000
/** A ban with an end this near is lifted within the scenario. */
const SOON_MS = 1_500

/** What operators know of a client, and what they forbid. */
export const clientScenarios: readonly Scenario[] = [
  scenario('Commands', 'updateClient: the name on the card, the rest with the client', async (pult) => {
    const { anna, client, http, sessionId } = await conversation(pult)
    const { clientId } = client.client
    const known = {
      name: 'Мария П.',
      email: 'maria@shop.example',
      phone: '+79161234567',
      language: 'ru',
      attributes: { plan: 'gold' },
    }
    equal('the reply', await anna.stream.ask('updateClient', { clientId, ...known }), { clientId })
    await anna.stream.next('chatSessionUpdated', ({ id, name }) => id === sessionId && name === known.name)
    const { name, email, phone, language, attributes } = await readClient(http, clientId)
    equal('the client', { name, email, phone, language, attributes }, known)
  }),

  scenario('Commands', 'updateClient: null empties a field, and what is not named stays', async (pult) => {
    const { anna, client, http } = await conversation(pult)
    const { clientId } = client.client
    await anna.stream.ask('updateClient', { clientId, email: 'maria@shop.example', phone: '+7' })
    await anna.stream.ask('updateClient', { clientId, phone: null })
    const { email, phone } = await readClient(http, clientId)
    equal('e-mail and phone', { email, phone }, { email: 'maria@shop.example', phone: null })
  }),

  scenario(
    'Commands',
    'updateClient: attributes are changed one by one, null takes one away',
    async (pult) => {
      const { anna, client, http } = await conversation(pult)
      const { clientId } = client.client
      await anna.stream.ask('updateClient', { clientId, attributes: { plan: 'gold', city: 'Kazan' } })
      await anna.stream.ask('updateClient', { clientId, attributes: { order: '10542', city: null } })
      const { attributes } = await readClient(http, clientId)
      equal('attributes', attributes, { plan: 'gold', order: '10542' })
    },
  ),

  scenario(
    'A9',
    'a client of another group, and one that is not, are answered alike: client_not_found',
    async (pult) => {
      const { client } = await conversation(pult)
      const elsewhere = await person(pult, { groupIds: [(await pult.group()).groupId], status: 'OFFLINE' })
      for (const clientId of [client.client.clientId, nobodys('cli')]) {
        const named = { clientId, name: 'Mine' }
        equal(
          'field',
          (await elsewhere.stream.refused('updateClient', named, 'client_not_found')).field,
          'data.clientId',
        )
        await elsewhere.stream.refused('banClient', { clientId, banned: true }, 'client_not_found')
      }
    },
  ),

  scenario(
    'Commands',
    'banClient shows on the card, and what the client writes, edits, rates and calls for is refused',
    async (pult) => {
      const { anna, client, sessionId, messageId } = await conversation(pult)
      const { clientId } = client.client
      equal('the reply', await anna.stream.ask('banClient', { clientId, banned: true, reason: 'rude' }), {
        clientId,
      })
      await anna.stream.next(
        'chatSessionUpdated',
        ({ id, clientBanned }) => id === sessionId && clientBanned === true,
      )
      await client.stream.refused('sendMessage', { body: 'Let me in' }, 'client_banned')
      await client.stream.refused('editMessage', { messageId, body: 'Let me in' }, 'client_banned')
      await client.stream.refused('rateSession', { sessionId, score: 1 }, 'client_banned')
      await client.stream.refused('callOperator', {}, 'client_banned')
      const http = pult.as('CLIENT', client.client.clientToken)
      await http.refused('sendMessage', { body: 'Let me in' }, 'client_banned')
      isTrue('the client does not learn the reason', !JSON.stringify(client.stream.frames).includes('rude'))
    },
  ),

  scenario('Commands', 'a ban is lifted, and the client writes again', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const { clientId } = client.client
    await anna.stream.ask('banClient', { clientId, banned: true })
    await anna.stream.ask('banClient', { clientId, banned: false })
    await anna.stream.next('chatSessionUpdated', ({ clientBanned }) => clientBanned === true)
    await anna.stream.next('chatSessionUpdated', ({ clientBanned }) => clientBanned === false)
    equal('sessionId', (await client.stream.ask('sendMessage', { body: 'Thank you' })).sessionId, sessionId)
  }),

  scenario('Commands', 'a ban keeps its end and its reason with the client', async (pult) => {
    const { anna, client, http } = await conversation(pult)
    const { clientId } = client.client
    const until = new Date(Date.now() + IN_A_WEEK_MS).toISOString()
    await anna.stream.ask('banClient', { clientId, banned: true, until, reason: 'floods' })
    const { banned, bannedUntil, banReason } = await readClient(http, clientId)
    equal(
      'the ban',
      { banned, bannedUntil, banReason },
      { banned: true, bannedUntil: until, banReason: 'floods' },
    )
  }),

  scenario('Commands', 'a ban with an end lifts itself', async (pult) => {
    const { anna, client } = await conversation(pult)
    const { clientId } = client.client
    // By the deployment's clock: ours may be another.
    const { serverTime } = await client.stream.follow()
    const until = new Date(Date.parse(serverTime) + SOON_MS).toISOString()
    await anna.stream.ask('banClient', { clientId, banned: true, until })
    await anna.stream.next('chatSessionUpdated', ({ clientBanned }) => clientBanned === true)
    await anna.stream.next('chatSessionUpdated', ({ clientBanned }) => clientBanned === false)
    await client.stream.ask('sendMessage', { body: 'Back again' })
  }),

  scenario('C3', 'the end of a ban lies in the future and is a time', async (pult) => {
    const { anna, client } = await conversation(pult)
    const { clientId } = client.client
    for (const until of ['2001-01-01T00:00:00.000Z', 'tomorrow', 7]) {
      const refusal = await anna.stream.refused(
        'banClient',
        { clientId, banned: true, until },
        'validation_failed',
      )
      equal('field', refusal.field, 'data.until')
    }
  }),

  scenario(
    'A9',
    'who held a client’s session may still read the client; other groups never',
    async (pult) => {
      const { anna, client, http, sessionId } = await conversation(pult)
      await anna.stream.ask('closeSession', { sessionId })
      equal('id', (await readClient(http, client.client.clientId)).id, client.client.clientId)
      const { people } = await desk(pult, { people: [{}] })
      const { status } = await pult
        .as('OPERATOR', people[0].token)
        .get(`/api/v1/clients/${client.client.clientId}`)
      equal('the status for another group', status, 404)
    },
  ),
]

async function readClient(reader: Caller<'OPERATOR'>, clientId: string): Promise<Client> {
  const { body } = await reader.get(`/api/v1/clients/${clientId}`)
  return body as Client
}
