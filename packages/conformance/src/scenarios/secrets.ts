import { equal, isTrue } from '../expect.ts'
import { clientFence, desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** A8: what a client never sees. That its views have no other fields is checked with every frame. */
export const secretScenarios: readonly Scenario[] = [
  scenario(
    'A8',
    'a note, a spam mark, tags and a priority are told to colleagues and not to the client',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const anna = people[0].stream
      const { sessionId, stream, client } = await talk(pult, channel)
      await anna.next('chatSessionAdded', of(sessionId))
      await clientFence(pult, { client, stream })
      const before = stream.frames.length
      await anna.ask('addNote', { sessionId, body: 'Difficult, be patient' })
      await anna.ask('markSpam', { sessionId, spam: true })
      await anna.ask('setTags', { sessionId, tags: ['difficult'] })
      await anna.ask('setPriority', { sessionId, priority: 5 })
      await anna.next('chatNoteCreated', of(sessionId))
      await anna.next('chatSessionUpdated', ({ priority }) => priority === 5)
      await clientFence(pult, { client, stream })
      const told = stream.frames.slice(before).map(({ action }) => action)
      equal(
        'what the client was told',
        told.filter((action) => action !== 'reply'),
        ['chatMessageCreated'],
      )
    },
  ),
  scenario('A8', 'a client sees that a message was edited, and not what stood there before', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const anna = people[0].stream
    const { sessionId, client } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    const { messageId } = await anna.ask('sendMessage', { sessionId, body: 'the secret word' })
    await anna.ask('editMessage', { messageId, body: 'the word' })
    const again = await pult.clientStream(client)
    const page = await pult.as('CLIENT', client.clientToken).get(`/api/v1/chats/${client.chatId}/messages`)
    for (const text of [page.text, JSON.stringify(again.frames)]) {
      isTrue('the message is there', text.includes('the word'))
      isTrue('what stood before is not', !text.includes('the secret word'))
    }
  }),
  scenario('A8', 'a client is told nothing of another client of the same channel', async (pult) => {
    const { channel } = await desk(pult)
    const one = await talk(pult, channel)
    const other = await talk(pult, channel, 'Somebody else’s words')
    await clientFence(pult, one)
    isTrue('the other’s session is not there', !JSON.stringify(one.stream.frames).includes(other.sessionId))
    isTrue(
      'the other’s words are not there',
      !JSON.stringify(one.stream.frames).includes('Somebody else’s words'),
    )
  }),
  scenario(
    'A8',
    'a client may not read another client’s chat, and hears that there is none',
    async (pult) => {
      const { channel } = await desk(pult)
      const one = await talk(pult, channel)
      const other = await talk(pult, channel)
      const { status } = await pult
        .as('CLIENT', one.client.clientToken)
        .get(`/api/v1/chats/${other.client.chatId}/messages`)
      equal('the status', status, 404)
    },
  ),
  scenario('A8', 'a client reads no notes, no session cards, no operators and no clients', async (pult) => {
    const { channel } = await desk(pult)
    const { client, sessionId } = await talk(pult, channel)
    const caller = pult.as('CLIENT', client.clientToken)
    for (const path of [
      `/sessions/${sessionId}`,
      `/sessions/${sessionId}/notes`,
      `/sessions/${sessionId}/activities`,
      `/clients/${client.clientId}`,
      '/operators',
      '/sessions',
      '/groups',
      '/channels',
    ]) {
      const { error } = await caller.get(`/api/v1${path}`)
      isTrue(`${path} is refused to a client`, error !== undefined)
    }
  }),
  scenario(
    'A8',
    'a client sees its operator’s name and id, and no e-mail, address or place anywhere',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId, stream } = await talk(pult, channel)
      const { data } = await stream.next(
        'chatSessionUpdated',
        (one) => one.id === sessionId && one.operator !== null,
      )
      equal('the operator', data.operator, { id: anna.id, name: anna.account.name })
      await anna.stream.ask('sendMessage', { sessionId, body: 'Hello' })
      await stream.next('chatMessageCreated', ({ authorType }) => authorType === 'OPERATOR')
      const text = JSON.stringify(stream.frames)
      for (const word of [
        anna.account.email,
        '"clientIp"',
        '"coordinates"',
        '"markedAsSpam"',
        '"watcherIds"',
      ])
        isTrue(`${word} is not told to the client`, !text.includes(word))
    },
  ),
]
