import { afterEach, beforeEach, expect, test } from 'bun:test'
import { createVisitorClient, type VisitorClient } from '@pult/client'
import {
  clientSession,
  messageOf,
  startWireServer,
  until,
  type WireServer,
} from '../../../packages/client/testing/wire-server.ts'
import { createApp, type App } from './app.ts'
import { createHostEventHub } from './host-events.ts'
import type { Memory } from './memory.ts'
import { maySubmit } from './standing.ts'
import { timelineOf, type MessageRow } from './timeline.ts'

/** A visitor's tab in a process without a page: what the browser does otherwise, the test does by hand. */
interface Tab {
  readonly app: App
  readonly clients: VisitorClient[]
  /** What runs when so much time has passed. */
  readonly timers: Map<number, () => void>
  readonly browser: { visible: boolean; url: string }
  readonly turn: () => void
  readonly move: () => void
}

const tabs: Tab[] = []
let server: WireServer

beforeEach(() => {
  server = startWireServer()
  server.snapshot = { session: clientSession, messages: [] }
})
afterEach(async () => {
  for (const { clients } of tabs.splice(0)) for (const client of clients) client.close()
  await server.stop()
})

const stranger: Memory = {
  returning: false,
  wasOpen: false,
  rememberVisitor: () => {},
  rememberOpen: () => {},
}
function fail(error: unknown): never {
  throw error
}

function openTab(channelKey = 'key'): Tab {
  const clients: VisitorClient[] = []
  const timers: Tab['timers'] = new Map()
  const browser = { visible: true, url: 'https://shop.example/' }
  const heard = { visible: () => {}, page: () => {} }
  const app = createApp({
    embed: { server: server.url, channelKey, color: null, identity: null },
    memory: stranger,
    hub: createHostEventHub(fail),
    page: {
      isVisible: () => browser.visible,
      onVisible: (listener) => void (heard.visible = listener),
      current: () => ({ url: browser.url, title: 'Shop' }),
      watch: (listener) => void (heard.page = listener),
    },
    clock: {
      after(delayMs, callback) {
        timers.set(delayMs, callback)
        return () => timers.delete(delayMs)
      },
    },
    createClient(options) {
      const client = createVisitorClient({ ...options, random: () => 0 })
      clients.push(client)
      return client
    },
  })
  const tab: Tab = {
    app,
    clients,
    timers,
    browser,
    turn: () => heard.visible(),
    move: () => heard.page(),
  }
  tabs.push(tab)
  return tab
}

const live = (tab: Tab) => until('live', () => tab.app.store.state.chat?.connection.name === 'live')
const heard = (command: string) => server.heard.filter((frame) => frame.command === command)

function ownRows({ app }: Tab): readonly Pick<MessageRow, 'body' | 'mark' | 'key'>[] {
  const { chat } = app.store.state
  if (chat === null) return []
  return timelineOf({ ...chat, dayOf: () => 'today' })
    .filter((row) => row.kind === 'message')
    .map(({ body, mark, key }) => ({ body, mark, key }))
}

test('[M1] the chat runs where there is no page: it opens, sends, and the message arrives in its place', async () => {
  expect('document' in globalThis).toBe(false)
  const tab = openTab()
  expect(tab.clients).toHaveLength(0)
  tab.app.open()
  await live(tab)

  server.swallow('sendMessage')
  tab.app.write('Where is my parcel?')
  expect(maySubmit(tab.app.store.state)).toBe(true)
  tab.app.submit()
  expect(tab.app.store.state.text).toBe('')
  const [pending] = ownRows(tab)
  expect(pending).toMatchObject({ body: 'Where is my parcel?', mark: 'pending' })

  await until('it is under way', () => heard('sendMessage').length === 1)
  server.answer('sendMessage')
  await until('it is stored', () => tab.app.store.state.chat?.messages.length === 1)
  expect(ownRows(tab)).toEqual([{ ...pending!, mark: 'sent' }])
})

test('[W5] the banner comes when the given clock says so, and goes with the connection', async () => {
  const tab = openTab()
  tab.app.open()
  expect(tab.app.store.state.late).toBe(false)
  expect([...tab.timers.keys()]).toEqual([2_500])
  tab.timers.get(2_500)?.()
  expect(tab.app.store.state.late).toBe(true)
  await live(tab)
  expect(tab.app.store.state.late).toBe(false)
  expect(tab.timers.size).toBe(0)
})

test('[W4] a message is marked read once the given page is visible', async () => {
  server.snapshot = {
    session: clientSession,
    messages: [messageOf('msg_000001', { authorType: 'OPERATOR', authorId: 'opr_1', authorName: 'Anna' })],
  }
  const tab = openTab()
  tab.browser.visible = false
  tab.app.open()
  await live(tab)
  expect(tab.app.store.state.chat?.unread).toBe(1)
  // Asked after the beginning, heard in order: a mark would have been heard by now.
  tab.move()
  await until('the page is told again', () => heard('setPage').length === 2)
  expect(heard('markRead')).toEqual([])
  tab.browser.visible = true
  tab.turn()
  await until('the mark is told', () => heard('markRead').length === 1)
  expect(heard('markRead')[0]?.data).toEqual({ messageId: 'msg_000001' })
})

test('[P1] the given page is told at the connect and after a move', async () => {
  const tab = openTab()
  tab.app.open()
  await live(tab)
  tab.browser.url = 'https://shop.example/cart'
  tab.move()
  await until('both are told', () => heard('setPage').length === 2)
  expect(heard('setPage').map(({ data }) => data)).toEqual([
    { url: 'https://shop.example/', title: 'Shop' },
    { url: 'https://shop.example/cart', title: 'Shop' },
  ])
})

test('two tabs in one process know nothing of each other', async () => {
  const [first, second] = [openTab('one'), openTab('two')]
  first.app.open()
  await live(first)
  first.app.write('only here')
  expect(second.app.store.state).toMatchObject({ open: false, chat: null, text: '' })
  expect(second.clients).toHaveLength(0)
})

test('another identity is another client; the one before is closed', async () => {
  const tab = openTab()
  tab.app.open()
  await live(tab)
  tab.app.identify('a.b.c')
  await live(tab)
  expect(tab.clients.map((client) => client.state.connection.name)).toEqual(['idle', 'live'])
})
