import { TAG_CHARS_MAX, TAGS_MAX } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { person } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf, conversation, nobodys } from './commands-conversation.ts'

/** What colleagues put on a card: spam, tags, priority, notes, eyes. */
export const cardScenarios: readonly Scenario[] = [
  scenario('A8', 'markSpam shows on the card, and the client hears nothing', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    equal('the reply', await anna.stream.ask('markSpam', { sessionId, spam: true }), { sessionId })
    await anna.stream.next('chatSessionUpdated', ({ markedAsSpam }) => markedAsSpam)
    await anna.stream.ask('markSpam', { sessionId, spam: false })
    await anna.stream.next('chatSessionUpdated', ({ markedAsSpam }) => !markedAsSpam)
    // What the client hears next came after both.
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Hello' })
    const { index } = await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    const between = client.stream.all('chatSessionUpdated', ({ operator }) => operator !== null)
    isTrue(
      'only the assignment was told to the client',
      between.filter((one) => one.index < index).length <= 1,
    )
  }),

  scenario('Commands', 'setTags replaces the tags of the card', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    await anna.stream.ask('setTags', { sessionId, tags: ['vip', 'доставка'] })
    const { data } = await anna.stream.next('chatSessionUpdated', ({ tags }) => tags.length > 0)
    equal('tags', data.tags, ['vip', 'доставка'])
    await anna.stream.ask('setTags', { sessionId, tags: [] })
    await anna.stream.next('chatSessionUpdated', ({ tags }) => tags.length === 0)
  }),

  scenario(
    'C3',
    'too many tags, and a tag that is too long or empty, are refused by their place',
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      const wrong: readonly [readonly string[], string][] = [
        [Array.from({ length: TAGS_MAX + 1 }, (_, index) => `tag ${index}`), 'data.tags'],
        [['fine', 'x'.repeat(TAG_CHARS_MAX + 1)], 'data.tags.1'],
        [['  '], 'data.tags.0'],
      ]
      for (const [tags, field] of wrong)
        equal(
          'field',
          (await anna.stream.refused('setTags', { sessionId, tags }, 'validation_failed')).field,
          field,
        )
    },
  ),

  scenario('Commands', 'setPriority shows on the card, from -10 to 10', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    for (const priority of [10, -10]) {
      await anna.stream.ask('setPriority', { sessionId, priority })
      await anna.stream.next('chatSessionUpdated', (card) => card.priority === priority)
    }
    for (const priority of [11, -11, 0.5])
      await anna.stream.refused('setPriority', { sessionId, priority }, 'validation_failed')
  }),

  scenario(
    'Commands',
    'the same tags, mark and priority again are accepted and told to nobody',
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      await anna.stream.ask('setTags', { sessionId, tags: ['one'] })
      await anna.stream.next('chatSessionUpdated', ({ tags }) => tags.length === 1)
      await anna.stream.ask('setTags', { sessionId, tags: ['one'] })
      await anna.stream.ask('markSpam', { sessionId, spam: false })
      await anna.stream.ask('setPriority', { sessionId, priority: 0 })
      await pult.fence(anna.stream)
      anna.stream.never('chatSessionUpdated', ({ id }) => id === sessionId)
    },
  ),

  scenario('A8', 'addNote is told to colleagues and is nowhere in the client’s sight', async (pult) => {
    const { anna, client, sessionId, chatId } = await conversation(pult)
    const body = pult.unique('a remark for colleagues')
    const { noteId } = await anna.stream.ask('addNote', { sessionId, body })
    const { data } = await anna.stream.next('chatNoteCreated', ({ id }) => id === noteId)
    const { createdAt: _createdAt, ...rest } = data
    equal('the note', rest, {
      id: noteId,
      sessionId,
      chatId,
      authorId: anna.id,
      authorName: anna.account.name,
      body,
    })
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Hello' })
    await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    isTrue('the client’s stream does not carry it', !JSON.stringify(client.stream.frames).includes(body))
    const read = await pult.as('CLIENT', client.client.clientToken).get(`/api/v1/chats/${chatId}/messages`)
    isTrue('the client’s messages do not carry it', !read.text.includes(body))
  }),

  scenario('C3', 'an empty note is refused', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    const refusal = await anna.stream.refused('addNote', { sessionId, body: '  ' }, 'validation_failed')
    equal('field', refusal.field, 'data.body')
  }),
]

/** Looking on. */
export const watchScenarios: readonly Scenario[] = [
  scenario('A6', 'watchSession: a watcher is told what the session’s operator is told', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
    equal('the reply', await chief.stream.ask('watchSession', { sessionId, watch: true }), { sessionId })
    await anna.stream.next('chatSessionUpdated', ({ watcherIds }) => watcherIds.some((id) => id === chief.id))
    const { messageId } = await client.stream.ask('sendMessage', { body: 'Who is listening?' })
    await chief.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    const { noteId } = await anna.stream.ask('addNote', { sessionId, body: 'They know' })
    await chief.stream.next('chatNoteCreated', ({ id }) => id === noteId)
    await client.stream.ask('typing', { text: 'Hm' })
    await chief.stream.next('typing', ({ authorId }) => authorId === client.client.clientId)
  }),

  scenario('A9', 'after watching no more, no event of the session is told', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
    await chief.stream.ask('watchSession', { sessionId, watch: true })
    await chief.stream.ask('watchSession', { sessionId, watch: false })
    const { index } = await chief.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
    const { messageId } = await client.stream.ask('sendMessage', { body: 'Alone again?' })
    await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    await pult.fence(chief.stream)
    const after = chief.stream.frames.filter(
      (frame) => frame.index > index && JSON.stringify(frame).includes(sessionId),
    )
    equal('what the former watcher was told of it', after, [])
  }),

  scenario('A8', 'a client is not told who watches', async (pult) => {
    const { client, anna, sessionId } = await conversation(pult)
    const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
    await chief.stream.ask('watchSession', { sessionId, watch: true })
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Only us two' })
    await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    isTrue(
      'the watcher’s id is not on the client’s stream',
      !JSON.stringify(client.stream.frames).includes(chief.id),
    )
  }),
]

/** [A9] What one has nothing to do with does not exist. */
const commandsOnSessions: readonly (readonly [string, Record<string, unknown>])[] = [
  ['sendMessage', { body: 'Hello' }],
  ['markRead', { messageId: nobodys('msg') }],
  ['typing', {}],
  ['takeSession', {}],
  ['transferSession', { groupId: nobodys('grp') }],
  ['returnToBot', {}],
  ['closeSession', {}],
  ['markSpam', { spam: true }],
  ['addNote', { body: 'A note' }],
  ['setTags', { tags: [] }],
  ['setPriority', { priority: 1 }],
  ['watchSession', { watch: true }],
]

export const strangerScenarios: readonly Scenario[] = commandsOnSessions.map(([command, data]) =>
  scenario(
    'A9',
    `${command} in a session of another group is answered as if there were none`,
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      const elsewhere = await person(pult, { groupIds: [(await pult.group()).groupId], status: 'OFFLINE' })
      const there = await elsewhere.stream.refused(command, { sessionId, ...data }, 'session_not_found')
      const nowhere = await elsewhere.stream.refused(
        command,
        { sessionId: nobodys('ses'), ...data },
        'session_not_found',
      )
      equal('both answers', there, nowhere)
      await pult.as('OPERATOR', elsewhere.token).refused(command, { sessionId, ...data }, 'session_not_found')
      equal('its holder', (await cardOf(pult.admin, sessionId)).operatorId, anna.id)
    },
  ),
)
