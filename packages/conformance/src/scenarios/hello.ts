import { equal, isTrue, notEqual } from '../expect.ts'
import { desk, of } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf, nobodys } from './commands-conversation.ts'
import { claimsFor, forgeries, signIdentity } from './hello-identity.ts'

/** A visitor becomes a client. */
export const helloScenarios: readonly Scenario[] = [
  scenario(
    'HTTP',
    'a new visitor gets a client of their own, and with the token comes back as the same',
    async (pult) => {
      const channel = await pult.channel(await pult.group())
      const [one, two] = [await pult.client(channel), await pult.client(channel)]
      notEqual('the second visitor', two.clientId, one.clientId)
      const back = await pult.client(channel, { clientToken: one.clientToken })
      equal('who comes back', [back.clientId, back.chatId], [one.clientId, one.chatId])
    },
  ),

  scenario(
    'HTTP',
    'a token that is none, or of another channel, is a new visitor and no error',
    async (pult) => {
      const { groupId } = await pult.group()
      const here = await pult.channel({ groupId })
      const there = await pult.client(await pult.channel({ groupId }))
      const tampered = `${there.clientToken.slice(0, -2)}xx`
      for (const clientToken of ['nonsense', tampered, there.clientToken]) {
        const { clientId } = await pult.client(here, { clientToken })
        notEqual('the client', clientId, there.clientId)
      }
    },
  ),

  scenario('HTTP', 'a tampered client token speaks for nobody', async (pult) => {
    const { clientToken } = await pult.client(await pult.channel(await pult.group()))
    const middle = Math.floor(clientToken.length / 2)
    const swapped = clientToken[middle] === 'A' ? 'B' : 'A'
    const tampered = clientToken.slice(0, middle) + swapped + clientToken.slice(middle + 1)
    await pult.as('CLIENT', tampered).refused('sendMessage', { body: 'x' }, 'not_authenticated')
  }),

  scenario('HTTP', 'an unknown channel is channel_not_found', async (pult) => {
    const { error } = await pult.http.post('/api/v1/client/hello', { channelKey: nobodys('chn') })
    equal('the refusal', [error?.code, error?.field], ['channel_not_found', 'channelKey'])
  }),

  scenario('HTTP', 'a channel that names its sites serves only them', async (pult) => {
    const { groupId } = await pult.group()
    const { channelKey } = await pult.channel({ groupId, origins: ['https://shop.example'] })
    const from = async (origin: string): Promise<string | number> => {
      const { status, error } = await pult.http.post(
        '/api/v1/client/hello',
        { channelKey },
        { headers: { origin } },
      )
      return error?.code ?? status
    }
    equal('its own site', await from('https://shop.example'), 200)
    for (const origin of [
      'https://evil.example',
      'https://shop.example.evil.example',
      'http://shop.example',
      'null',
    ])
      equal(origin, await from(origin), 'origin_not_allowed')
  }),

  scenario('C3', 'hello needs a channel, and knows its fields', async (pult) => {
    const { channelKey } = await pult.channel(await pult.group())
    const wrong: readonly [unknown, string][] = [
      [{}, 'channelKey'],
      [{ channelKey: 7 }, 'channelKey'],
      [{ channelKey, name: 'Me' }, 'name'],
    ]
    for (const [json, field] of wrong) {
      const { error } = await pult.http.post('/api/v1/client/hello', json)
      equal('the refusal', [error?.code, error?.field], ['validation_failed', field])
    }
  }),
]

/** The host's site vouches for who its visitor is. */
export const identityScenarios: readonly Scenario[] = [
  scenario('HTTP', 'a signed identity names the client: external id, name and attributes', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const sub = pult.unique('customer')
    const claims = {
      name: 'Мария П.',
      email: 'maria@shop.example',
      phone: '+7916',
      language: 'ru',
      attributes: { plan: 'gold' },
    }
    const identity = await signIdentity(channel.channelSecret, {
      ...claimsFor(channel.channelId, sub),
      ...claims,
    })
    const client = await pult.client(channel, { identity })
    const stream = await pult.clientStream(client)
    const { sessionId } = await stream.ask('sendMessage', { body: 'Hello' })
    const { data: card } = await people[0].stream.next('chatSessionAdded', of(sessionId))
    equal('the card', [card.clientExternalId, card.name], [sub, claims.name])
    const { body } = await pult.admin.get(`/api/v1/clients/${client.clientId}`)
    const { externalId, name, email, phone, language, attributes } = body as Record<string, unknown>
    equal(
      'the client',
      { externalId, name, email, phone, language, attributes },
      { externalId: sub, ...claims },
    )
  }),

  scenario('HTTP', 'the same external id is the same client on every device', async (pult) => {
    const channel = await pult.channel(await pult.group())
    const sub = pult.unique('customer')
    const identity = (): Promise<string> =>
      signIdentity(channel.channelSecret, claimsFor(channel.channelId, sub))
    const one = await pult.client(channel, { identity: await identity() })
    const two = await pult.client(channel, { identity: await identity() })
    equal('the second device', [two.clientId, two.chatId], [one.clientId, one.chatId])
  }),

  scenario(
    'A8',
    'a browser that was somebody else’s does not show the one’s words to the other',
    async (pult) => {
      const channel = await pult.channel(await pult.group())
      const as = async (who: string): Promise<string> =>
        signIdentity(channel.channelSecret, claimsFor(channel.channelId, pult.unique(who)))
      const maria = await pult.client(channel, { identity: await as('maria') })
      const pyotr = await pult.client(channel, {
        clientToken: maria.clientToken,
        identity: await as('pyotr'),
      })
      notEqual('the client', pyotr.clientId, maria.clientId)
      notEqual('the chat', pyotr.chatId, maria.chatId)
    },
  ),

  scenario('HTTP', 'the audience may be the channel’s key instead of its id', async (pult) => {
    const channel = await pult.channel(await pult.group())
    const identity = await signIdentity(
      channel.channelSecret,
      claimsFor(channel.channelKey, pult.unique('customer')),
    )
    await pult.client(channel, { identity })
  }),

  ...forgeries.map(({ what, make }) =>
    scenario('HTTP', `an identity ${what} is refused with identity_refused`, async (pult) => {
      const { groupId } = await pult.group()
      const channel = await pult.channel({ groupId })
      const sub = pult.unique('customer')
      const identity = await make({ pult, sub, ...channel })
      const { channelKey } = channel
      const { error, status, text } = await pult.http.post('/api/v1/client/hello', { channelKey, identity })
      equal('the refusal', [status, error?.code, error?.field], [401, 'identity_refused', 'identity'])
      isTrue('it tells nothing of the secret', !text.includes(channel.channelSecret))
    }),
  ),

  scenario(
    'HTTP',
    'after rotateSecret the old secret vouches for nobody, and the new one does',
    async (pult) => {
      const channel = await pult.channel(await pult.group())
      const { channelId, channelKey } = channel
      const { channelSecret } = await pult.admin.ask('updateChannel', { channelId, rotateSecret: true })
      const claims = claimsFor(channelId, pult.unique('customer'))
      const old = await signIdentity(channel.channelSecret, claims)
      const { error } = await pult.http.post('/api/v1/client/hello', { channelKey, identity: old })
      equal('the old secret', error?.code, 'identity_refused')
      await pult.client(channel, { identity: await signIdentity(channelSecret ?? '', claims) })
    },
  ),

  scenario('HTTP', 'what a client says of itself counts for nothing without a signature', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { clientToken } = await pult.client(channel)
    const stream = await pult.clientStream(await pult.client(channel, { clientToken }))
    const { sessionId } = await stream.ask('sendMessage', { body: 'I am the director' })
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    equal('clientExternalId', (await cardOf(pult.admin, sessionId)).clientExternalId, null)
  }),
]
