import type { ClientDetails, Message, Note } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import { botDesk } from '../kit/bots.ts'
import { of, talk, type Talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf } from './commands-conversation.ts'

/** Buttons, a question that is asked again, a hand-over with all that it can carry, and an end. `groupId`: whose people it wants. */
function shop(groupId: string): Record<string, unknown> {
  return {
    version: 1,
    start: 'menu',
    callOperator: { words: ['person'], to: 'people' },
    nodes: {
      menu: {
        kind: 'ask',
        text: 'What is it about?',
        into: 'topic',
        answer: { type: 'choice', options: [{ label: 'My order' }, { label: 'That is all', to: 'bye' }] },
        next: 'order',
      },
      order: {
        kind: 'ask',
        text: 'Which order?',
        into: 'order',
        answer: { type: 'number', min: 1, max: 9999, whole: true },
        wrong: 'A number, please.',
        next: 'noted',
      },
      noted: { kind: 'say', text: 'Order {order} is noted.', next: 'people' },
      people: {
        kind: 'handOver',
        summary: 'They ask about {topic}: {order}',
        fields: [{ name: 'order', value: '{order}' }],
        groupId,
        priority: 5,
      },
      bye: { kind: 'close', reason: 'Answered by the bot' },
    },
  }
}

function flowOf(groupId: string) {
  return { kind: 'FLOW', settings: { flow: shop(groupId) } } as const
}

/** A scenario that says these words to whatever is written. */
export function oneWord(word: string): Record<string, unknown> {
  return { flow: { version: 1, start: 'say', nodes: { say: { kind: 'say', text: word, next: 'wait' } } } }
}

async function heard({ stream }: Pick<Talk, 'stream'>, body: string): Promise<Message> {
  const { data } = await stream.next(
    'chatMessageCreated',
    (one) => one.authorType === 'BOT' && one.body === body,
  )
  return data
}

export const botFlowScenarios: readonly Scenario[] = [
  scenario(
    'Bots',
    'FLOW: a button, a question that is asked again, and what was asked for comes back in words',
    async (pult) => {
      const { groupId } = await pult.group()
      const { channel } = await botDesk(pult, flowOf(groupId))
      const client = await talk(pult, channel)
      const menu = await heard(client, 'What is it about?')
      equal(
        'its buttons',
        menu.actions?.map(({ label }) => label),
        ['My order', 'That is all'],
      )
      const [button] = menu.actions ?? []
      isPresent('a button', button)
      await client.stream.ask('sendMessage', { body: button.label, actionId: button.id })
      await heard(client, 'Which order?')
      await client.stream.ask('sendMessage', { body: 'the red one' })
      await heard(client, 'A number, please.')
      await client.stream.ask('sendMessage', { body: '17' })
      await heard(client, 'Order 17 is noted.')
    },
  ),

  scenario(
    'A3',
    'FLOW: hands over to the group that it names, with a note and what it learned',
    async (pult) => {
      const { bot, channel, people } = await botDesk(pult, flowOf('none'), {}, { role: 'supervisor' })
      const [anna] = people
      const { groupId } = await pult.group()
      await pult.admin.ask('updateBot', { botId: bot.botId, settings: { flow: shop(groupId) } })
      await pult.admin.ask('publishBot', { botId: bot.botId })
      await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [groupId] })
      const client = await talk(pult, channel)
      await heard(client, 'What is it about?')
      await client.stream.ask('sendMessage', { body: 'my order' })
      await heard(client, 'Which order?')
      await client.stream.ask('sendMessage', { body: '17' })
      const { sessionId } = client
      const switched = await anna.stream.next('chatSessionSwitchedFromBotToOperator', of(sessionId))
      const added = await anna.stream.next('chatSessionAdded', of(sessionId))
      isTrue('the switch is told first', switched.index < added.index)
      equal('its group and priority', [added.data.groupId, added.data.priority], [groupId, 5])
      const notes = await pult.admin.get(`/api/v1/sessions/${sessionId}/notes`)
      const [note] = (notes.body as { items: Note[] }).items
      isPresent('the note', note)
      isTrue('it has the summary', note.body.includes('They ask about My order: 17'))
      isTrue('it has the field', note.body.includes('order: 17'))
      equal('who wrote it', note.authorName, bot.name)
      const { body } = await pult.admin.get(`/api/v1/clients/${client.client.clientId}`)
      equal('what is known of the client', (body as ClientDetails).attributes, { order: '17' })
      client.stream.never('chatMessageCreated', (one) => one.body.includes('They ask about'))
    },
  ),

  scenario('Bots', 'FLOW: words that call a person do so in the middle of a question', async (pult) => {
    const { groupId } = await pult.group()
    const { channel } = await botDesk(pult, flowOf(groupId))
    const client = await talk(pult, channel)
    await heard(client, 'What is it about?')
    await client.stream.ask('sendMessage', { body: 'A PERSON!' })
    await client.stream.next('chatSessionUpdated', ({ botStatus }) => botStatus === 'HELP')
    const { botStatus, groupId: wanted } = await cardOf(pult.admin, client.sessionId)
    equal('who has it', [botStatus, wanted], ['HELP', groupId])
  }),

  scenario('Bots', 'FLOW: closes, and the next words begin anew', async (pult) => {
    const { groupId } = await pult.group()
    const { channel } = await botDesk(pult, flowOf(groupId))
    const client = await talk(pult, channel)
    await heard(client, 'What is it about?')
    await client.stream.ask('sendMessage', { body: '2' })
    await client.stream.next('chatSessionClosed', of(client.sessionId))
    equal('its status', (await cardOf(pult.admin, client.sessionId)).status, 'CLOSED')
    const { sessionId } = await client.stream.ask('sendMessage', { body: 'One thing more' })
    isTrue('another session', sessionId !== client.sessionId)
    await heard(client, 'What is it about?')
  }),

  scenario(
    'Bots',
    'what is being worked on answers nobody before it is published, and then who comes next',
    async (pult) => {
      const { bot, channel } = await botDesk(pult, { kind: 'FLOW', settings: oneWord('The first') })
      const { botId } = bot
      await pult.admin.ask('updateBot', { botId, settings: oneWord('The second') })
      await heard(await talk(pult, channel), 'The first')
      const { version } = await pult.admin.ask('publishBot', { botId })
      equal('the version', version, 2)
      await heard(await talk(pult, channel), 'The second')
      equal(
        'publishing what is published changes nothing',
        (await pult.admin.ask('publishBot', { botId })).version,
        2,
      )
    },
  ),

  scenario(
    'Bots',
    'a group that a scenario names and that is not there keeps nobody from people',
    async (pult) => {
      const { group, channel } = await botDesk(pult, flowOf('grp_conformance-nothing'))
      const client = await talk(pult, channel)
      await heard(client, 'What is it about?')
      await client.stream.ask('sendMessage', { body: 'person' })
      await client.stream.next('chatSessionUpdated', ({ botStatus }) => botStatus === 'HELP')
      equal('its group', (await cardOf(pult.admin, client.sessionId)).groupId, group.groupId)
    },
  ),
]
