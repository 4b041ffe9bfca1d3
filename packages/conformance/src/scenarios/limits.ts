import {
  ATTACHMENTS_MAX,
  ATTRIBUTES_MAX,
  NAME_CHARS_MAX,
  NOTE_CHARS_MAX,
  REASON_CHARS_MAX,
  TYPING_CHARS_MAX,
  URL_CHARS_MAX,
  PAGE_ITEMS_MAX,
} from '@pult/protocol'
import { equal } from '../expect.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, nobodys } from './commands-conversation.ts'

/** The numbers that a third party can run into: at the limit it is taken, one more is refused by its field. */
export const limitScenarios: readonly Scenario[] = [
  scenario('C3', 'an operator’s texts and lists have their limits', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const { clientId } = client.client
    const limits: readonly [string, (size: number) => Record<string, unknown>, number, string][] = [
      ['addNote', (size) => ({ sessionId, body: 'x'.repeat(size) }), NOTE_CHARS_MAX, 'data.body'],
      ['typing', (size) => ({ sessionId, text: 'x'.repeat(size) }), TYPING_CHARS_MAX, 'data.text'],
      ['updateClient', (size) => ({ clientId, name: 'x'.repeat(size) }), NAME_CHARS_MAX, 'data.name'],
      [
        'updateClient',
        (size) => ({ clientId, attributes: attributes(size) }),
        ATTRIBUTES_MAX,
        'data.attributes',
      ],
      [
        'banClient',
        (size) => ({ clientId, banned: false, reason: 'x'.repeat(size) }),
        REASON_CHARS_MAX,
        'data.reason',
      ],
      ['closeSession', (size) => ({ sessionId, reason: 'x'.repeat(size) }), REASON_CHARS_MAX, 'data.reason'],
    ]
    for (const [command, data, size, field] of limits) {
      equal(
        `${command}: the field`,
        (await anna.stream.refused(command, data(size + 1), 'validation_failed')).field,
        field,
      )
      equal(`${command} at its limit`, (await anna.stream.send(command, data(size))).error, undefined)
    }
  }),

  scenario('C3', 'a client’s texts and lists have their limits', async (pult) => {
    const { client, sessionId } = await conversation(pult)
    const limits: readonly [string, (size: number) => Record<string, unknown>, number, string][] = [
      ['typing', (size) => ({ text: 'x'.repeat(size) }), TYPING_CHARS_MAX, 'data.text'],
      ['setPage', (size) => ({ url: 'x'.repeat(size), title: '' }), URL_CHARS_MAX, 'data.url'],
      ['setPage', (size) => ({ url: '', title: 'x'.repeat(size) }), URL_CHARS_MAX, 'data.title'],
      [
        'rateSession',
        (size) => ({ sessionId, score: 5, comment: 'x'.repeat(size) }),
        REASON_CHARS_MAX,
        'data.comment',
      ],
      ['sendMessage', (size) => ({ body: 'x', actionId: 'x'.repeat(size) }), NAME_CHARS_MAX, 'data.actionId'],
    ]
    for (const [command, data, size, field] of limits) {
      equal(
        `${command}: the field`,
        (await client.stream.refused(command, data(size + 1), 'validation_failed')).field,
        field,
      )
      equal(`${command} at its limit`, (await client.stream.send(command, data(size))).error, undefined)
    }
  }),

  scenario('C3', 'a message has at most ten attachments', async (pult) => {
    const { client } = await conversation(pult)
    const attachments = Array.from({ length: ATTACHMENTS_MAX + 1 }, () => nobodys('att'))
    const refusal = await client.stream.refused(
      'sendMessage',
      { body: 'x', attachments },
      'validation_failed',
    )
    equal('field', refusal.field, 'data.attachments')
  }),

  scenario('C3', 'a page of a list has 1 to 200 items', async (pult) => {
    for (const limit of ['0', `${PAGE_ITEMS_MAX + 1}`, '-1', '1.5', 'many']) {
      const { error } = await pult.admin.get(`/api/v1/groups?limit=${limit}`)
      equal('the refusal', [error?.code, error?.field], ['validation_failed', 'limit'])
    }
    equal('at the limit', (await pult.admin.get(`/api/v1/groups?limit=${PAGE_ITEMS_MAX}`)).status, 200)
  }),
]

function attributes(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x']))
}
