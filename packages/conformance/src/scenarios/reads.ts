import {
  CURSOR_HEADER,
  PAGE_ITEMS_MAX,
  type ChatSession,
  type ClientDetails,
  type Group,
  type Message,
  type Operator,
  type OperatorWithLoad,
} from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, talk } from '../kit/desk.ts'
import { type Caller, patiently } from '../kit/http.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, nobodys } from './commands-conversation.ts'
import { found } from './settings-list.ts'

interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** What is read: pages, filters, and how new it is. */
export const readScenarios: readonly Scenario[] = [
  scenario('HTTP', 'a read shows what has been acknowledged, and its cursor covers it', async (pult) => {
    const { client, http, sessionId, chatId } = await conversation(pult)
    for (let count = 0; count < 10; count += 1) {
      const { seq, data } = await client.stream.send('sendMessage', { body: `Number ${count}` })
      const path = count % 2 === 0 ? `/sessions/${sessionId}/messages` : `/chats/${chatId}/messages`
      const { body, headers } = await http.get(`/api/v1${path}?limit=1`)
      const { messageId } = data as { messageId: string }
      isTrue('the newest message is there', (body as Page<Message>).items[0]?.id === messageId)
      isTrue('Pult-Cursor covers it', seqOf(headers) >= (seq ?? Infinity))
    }
  }),

  scenario('HTTP', 'every read has the header Pult-Cursor, of the epoch of the stream', async (pult) => {
    const { anna, client, http, sessionId, chatId } = await conversation(pult)
    const [epoch] = anna.stream.cursor.split(':')
    const { clientId } = client.client
    const paths = [
      '/sessions',
      `/sessions/${sessionId}`,
      `/sessions/${sessionId}/messages`,
      `/sessions/${sessionId}/notes`,
      `/sessions/${sessionId}/activities`,
      `/chats/${chatId}/messages`,
      `/clients/${clientId}`,
      '/operators',
      '/groups',
      '/channels',
      '/events?waitMs=0',
    ]
    for (const path of paths) {
      const { status, headers } = await http.get(`/api/v1${path}`)
      equal(`the status of ${path}`, status, 200)
      equal(`the epoch of ${path}`, headers.get(CURSOR_HEADER)?.split(':')[0], epoch)
      equal(`caching of ${path}`, headers.get('cache-control'), 'no-store')
    }
  }),

  scenario('HTTP', 'rev is the seq of the last change', async (pult) => {
    const { anna, http, sessionId } = await conversation(pult)
    await anna.stream.ask('setTags', { sessionId, tags: ['one'] })
    const told = await anna.stream.next('chatSessionUpdated', ({ tags }) => tags.length === 1)
    equal('rev in the event', told.data.rev, told.seq)
    equal('rev of the read', (await one<ChatSession>(http, `/sessions/${sessionId}`)).rev, told.seq)
    const { groupId, name } = await pult.group()
    const group = await anna.stream.next('groupUpdated', (made) => made.name === name)
    equal('rev of a group', group.data.rev, group.seq)
    const items = await pages<Group>(http, '/groups?limit=200')
    equal('rev of the group when read', items.find(({ id }) => id === groupId)?.rev, group.seq)
  }),

  scenario('HTTP', 'an operator’s rev moves with the status', async (pult) => {
    const { anna, http } = await conversation(pult)
    await anna.stream.ask('setStatus', { status: 'AWAY' })
    const told = await anna.stream.next(
      'operatorStatusChanged',
      ({ operatorId, status }) => operatorId === anna.id && status === 'AWAY',
    )
    const items = await pages<Operator>(http, '/operators?limit=200')
    const { status, rev } = items.find(({ id }) => id === anna.id) ?? {}
    equal('the operator', { status, rev }, { status: 'AWAY', rev: told.seq })
  }),

  scenario('HTTP', 'pages of messages follow one another without a hole, newest first', async (pult) => {
    const { client, http, sessionId, messageId } = await conversation(pult)
    const sent: string[] = [messageId]
    for (let count = 0; count < 6; count += 1)
      sent.push((await client.stream.ask('sendMessage', { body: `Number ${count}` })).messageId)
    for (const limit of [1, 3, 7, 8]) {
      const read = await pages<Message>(http, `/sessions/${sessionId}/messages?limit=${limit}`)
      equal(
        `read ${limit} at a time`,
        read.map(({ id }) => id),
        sent.toReversed(),
      )
    }
  }),

  scenario('HTTP', 'pages of sessions follow one another without a hole', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const made: string[] = []
    for (let count = 0; count < 5; count += 1) made.push((await talk(pult, channel)).sessionId)
    const http = pult.as('OPERATOR', people[0].token)
    const read = await pages<ChatSession>(http, `/sessions?channel=${channel.channelId}&limit=2`)
    equal('the sessions', read.map(({ id }) => id).toSorted(), made.toSorted())
  }),

  scenario('HTTP', 'operators, groups and channels are paged like everything else', async (pult) => {
    const { people, channel, group } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const http = pult.as('OPERATOR', people[0].token)
    const made = { operators: people[0].id, groups: group.groupId, channels: channel.channelId }
    for (const [kind, id] of Object.entries(made)) {
      // Others make theirs meanwhile, so the list itself is not compared.
      for (const limit of [PAGE_ITEMS_MAX, 1 + Math.floor(PAGE_ITEMS_MAX / 3)]) {
        const ids = (await pages<{ id: string }>(http, `/${kind}?limit=${limit}`)).map((one) => one.id)
        equal(`how often it is among the ${kind}`, ids.filter((other) => other === id).length, 1)
        equal(`what of the ${kind} comes twice`, ids.length - new Set(ids).size, 0)
      }
    }
  }),

  scenario('HTTP', 'an operator on the list says how many sessions they hold now', async (pult) => {
    const { anna, http, sessionId, channel } = await conversation(pult)
    const load = async (): Promise<number | undefined> =>
      (await found<OperatorWithLoad>(http, '/operators', anna.id))?.load
    equal('with one session', await load(), 1)
    const second = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', ({ id }) => id === second.sessionId)
    equal('with two', await load(), 2)
    await anna.stream.ask('closeSession', { sessionId })
    equal('after one was closed', await load(), 1)
  }),

  scenario(
    'HTTP',
    'operators read what a client writes from, on the card and of the client; the client does not',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const client = await pult.client(channel)
      const caller = pult.as('CLIENT', client.clientToken)
      const headers = {
        'user-agent':
          'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      }
      const said = await patiently(() =>
        caller.post('/api/v1/commands/sendMessage', { data: { body: 'Hello' } }, { headers }),
      )
      const { sessionId } = (said.body as { data: { sessionId: string } }).data
      const { data: card } = await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
      equal('on the card', card.device, 'Chrome on Windows')
      const http = pult.as('OPERATOR', anna.token)
      const known = await one<ClientDetails>(http, `/clients/${client.clientId}`)
      equal('of the client', known.device, 'Chrome on Windows')
      const seen = await caller.get(`/api/v1/chats/${client.chatId}/messages`)
      isTrue('the client does not read it', !seen.text.includes('Chrome on Windows'))
    },
  ),

  scenario('HTTP', 'the filters of sessions', async (pult) => {
    const { anna, channel, group, client, sessionId } = await conversation(pult, {
      people: [{ capacity: 1, isNew: true }],
    })
    const waiting = await talk(pult, channel)
    const closed = await talk(pult, channel)
    await closed.stream.ask('closeSession', {})
    const of = { channel: channel.channelId }
    const read = async (query: Record<string, string>): Promise<string[]> => {
      const { items } = await page<ChatSession>(pult.admin, `/sessions?${new URLSearchParams(query)}`)
      return items.map(({ id }) => id).toSorted()
    }
    const all = [sessionId, waiting.sessionId, closed.sessionId].toSorted()
    equal('channel', await read(of), all)
    equal('groupId', await read({ groupId: group.groupId }), all)
    equal('operatorId', await read({ operatorId: anna.id }), [sessionId])
    equal('status', await read({ ...of, status: 'CLOSED' }), [closed.sessionId])
    equal('botStatus', await read({ ...of, botStatus: 'HELP', status: 'ACTIVE' }), [waiting.sessionId])
    equal('clientId', await read({ clientId: client.client.clientId }), [sessionId])
    equal('two at once', await read({ operatorId: anna.id, status: 'CLOSED' }), [])
    equal('nobody’s', await read({ channel: nobodys('chn') }), [])
  }),

  scenario(
    'HTTP',
    'q finds a session by words of its messages and by its client’s name, whatever their case',
    async (pult) => {
      const { anna, client, http, sessionId } = await conversation(pult)
      const word = `Жирафа${pult.label.replaceAll('-', '')}`
      await client.stream.ask('sendMessage', { body: `Где мой ${word}, скажите?` })
      await anna.stream.ask('updateClient', { clientId: client.client.clientId, name: `Named${word}` })
      for (const q of [word, word.toLowerCase(), `Named${word}`]) {
        const { items } = await page<ChatSession>(http, `/sessions?${new URLSearchParams({ q })}`)
        equal(
          `found by ${q}`,
          items.map(({ id }) => id),
          [sessionId],
        )
      }
      const { items } = await page<Message>(
        http,
        `/sessions/${sessionId}/messages?${new URLSearchParams({ q: word })}`,
      )
      equal('messages with the word', items.length, 1)
    },
  ),

  scenario('HTTP', 'nothing that a person types into q is syntax', async (pult) => {
    const { http } = await conversation(pult)
    for (const q of ['"', "' OR 1=1 --", 'a* AND (', 'NEAR(', '%', '\\', '^', 'rowid:1', '{}'])
      equal(
        `the status of ${q}`,
        (await http.get(`/api/v1/sessions?${new URLSearchParams({ q })}`)).status,
        200,
      )
  }),

  scenario('C3', 'an unknown parameter, and a wrong value, are refused by name', async (pult) => {
    const { http, sessionId } = await conversation(pult)
    const wrong: readonly [string, string][] = [
      ['/sessions?colour=red', 'colour'],
      ['/sessions?status=OPEN', 'status'],
      ['/sessions?__proto__=1', '__proto__'],
      ['/sessions?limit=0', 'limit'],
      ['/sessions?q=', 'q'],
      [`/sessions/${sessionId}?fields=all`, 'fields'],
      [`/sessions/${sessionId}/messages?status=ACTIVE`, 'status'],
      ['/operators?q=anna', 'q'],
      ['/events?waitMs=25001', 'waitMs'],
      ['/events?limit=3', 'limit'],
    ]
    for (const [path, field] of wrong) {
      const { error } = await http.get(`/api/v1${path}`)
      equal(`the refusal of ${path}`, [error?.code, error?.field], ['validation_failed', field])
    }
  }),

  scenario('HTTP', 'a token of a page that nobody gave is an empty page, not an error', async (pult) => {
    const { http } = await conversation(pult)
    equal('the page', await page(http, '/sessions?after=garbage'), { items: [], next: null })
  }),

  scenario('HTTP', 'the chat’s messages span its sessions', async (pult) => {
    const { anna, client, http, sessionId, chatId, messageId } = await conversation(pult)
    await anna.stream.ask('closeSession', { sessionId })
    const later = await client.stream.ask('sendMessage', { body: 'Again' })
    const ids = (await pages<Message>(http, `/chats/${chatId}/messages?limit=1`)).map(({ id }): string => id)
    isTrue('both sessions’ words are there', ids.includes(messageId) && ids.includes(later.messageId))
    const { items } = await page<Message>(http, `/sessions/${sessionId}/messages`)
    isTrue(
      'a session’s own words alone',
      items.every((message) => message.sessionId === sessionId),
    )
  }),
]

async function one<T>(reader: Caller, path: string): Promise<T> {
  return (await reader.get(`/api/v1${path}`)).body as T
}

async function page<T>(reader: Caller, path: string): Promise<Page<T>> {
  return one(reader, path)
}

/** Follows `next` to the end. */
async function pages<T>(reader: Caller, path: string): Promise<T[]> {
  const items: T[] = []
  for (let after = ''; ;) {
    const read = await page<T>(reader, path + after)
    items.push(...read.items)
    if (read.next === null) return items
    after = `&after=${encodeURIComponent(read.next)}`
  }
}

function seqOf(headers: Headers): number {
  return Number(headers.get(CURSOR_HEADER)?.split(':')[1])
}
