/**
 * The widget's life: what the visitor does goes to the SDK, what the SDK knows goes into the view. What is said and shown is
 * decided by the pure files beside this one.
 */
import {
  PultError,
  type Clock,
  type VisitorClient,
  type VisitorOptions,
  type VisitorState,
} from '@pult/client'
import type { Action, Message } from '@pult/protocol'
import type { Embed } from './embed.ts'
import type { HostEventHub } from './host-events.ts'
import { fill } from './fill.ts'
import type { Memory } from './memory.ts'
import type { HostPage } from './page-watch.ts'
import { authorOf, maySubmit, refusalSentence } from './standing.ts'
import { createStore, type Store } from './store.ts'
import { createUploads, type Uploads } from './uploads.ts'
import { initialView, nothing, writing, type Composing, type View } from './view.ts'
import * as words from './words.ts'

/** A blink of the network is nobody's business. */
const LATE_MS = 2_500
/** A screen reader is told the beginning; the rest is in the log. */
const ANNOUNCED_CHARS_MAX = 300

export interface App {
  readonly store: Store<View>
  readonly server: string
  readonly uploads: Uploads
  readonly open: () => void
  readonly close: () => void
  readonly identify: (jwt: string) => void
  /** What only changes the view. */
  readonly show: (change: Partial<View>) => void
  /** Starts an edit of one of the visitor's own messages; {@link App.compose} ends it. */
  readonly edit: (messageId: string, body: string) => void
  readonly compose: (composing: Composing) => void
  /** The text field has another text. */
  readonly write: (text: string) => void
  /** Sends, or saves the edit. Does nothing while there is nothing to send or a file is still on its way. */
  readonly submit: () => void
  readonly choose: (action: Action) => void
  readonly retry: (key: string) => void
  readonly discard: (key: string) => void
  readonly remove: (messageId: string) => void
  readonly callOperator: () => void
  readonly endChat: () => void
  readonly rate: () => void
  readonly loadOlder: () => void
  readonly tryAgain: () => void
}

/** All that the widget reaches outside by: it can be had without a browser, many in one process. */
export interface AppOptions {
  readonly embed: Embed
  readonly memory: Memory
  readonly hub: HostEventHub
  readonly page: HostPage
  readonly clock: Pick<Clock, 'after'>
  /** Called when the visitor first needs a connection, and again at each new identity, after the client before was closed. */
  readonly createClient: (options: Pick<VisitorOptions, 'url' | 'channelKey' | 'identity'>) => VisitorClient
}

export function createApp({ embed, memory, hub, page, clock, createClient }: AppOptions): App {
  const store = createStore<View>(initialView)
  let identity = embed.identity
  let client: VisitorClient | null = null
  let cancelLate: (() => void) | undefined
  let markedRead: string | null = null

  const notice = (error: unknown) =>
    store.set({ notice: refusalSentence(error instanceof PultError ? error.code : undefined) })
  const uploads = createUploads({ store, client: () => client })

  function connect(): void {
    if (client !== null) return
    const made = createClient({
      url: embed.server,
      channelKey: embed.channelKey,
      ...(identity === null ? {} : { identity }),
    })
    client = made
    made.onState((state) => client === made && takeIn(state))
    made.on('chatMessageCreated', (message) => hear(message))
    made.onStopped((stop) => hub.emit('stopped', { code: stop.refusal?.code ?? stop.name }))
    takeIn(made.state)
    made.connect()
  }

  function takeIn(chat: VisitorState): void {
    const before = store.state.chat
    const live = chat.connection.name === 'live'
    if (live || chat.connection.name === 'stopped') {
      cancelLate?.()
      cancelLate = undefined
      store.set({ chat, late: false })
    } else {
      cancelLate ??= clock.after(LATE_MS, () => store.set({ late: true }))
      store.set({ chat })
    }
    if (live && before?.connection.name !== 'live') tellPage()
    if (chat.unread !== (before?.unread ?? 0)) hub.emit('unread', chat.unread)
    const { session } = chat
    if (session !== null && (session.id !== before?.session?.id || session.status !== before.session.status))
      hub.emit('session', { id: session.id, status: session.status })
    markRead()
  }

  function hear(message: Message): void {
    hub.emit('message', { id: message.id, authorType: message.authorType, body: message.body })
    if (message.authorType === 'CLIENT') return
    const text = message.body || message.attachments.map((attachment) => attachment.name).join(', ')
    store.set({
      announcement: fill(words.announcement, {
        name: authorOf(message),
        text: text.slice(0, ANNOUNCED_CHARS_MAX),
      }),
    })
  }

  function markRead(): void {
    const { open, chat } = store.state
    if (client === null || !open || !page.isVisible()) return
    if (chat === null || chat.unread === 0 || chat.connection.name !== 'live') return
    const newest = chat.messages.findLast((message) => message.authorType !== 'CLIENT')
    if (newest === undefined || newest.id === markedRead) return
    markedRead = newest.id
    client.markRead(newest.id).catch(() => {
      markedRead = null
    })
  }

  // The page is a courtesy to the operators: when it cannot be told now, the next one will be.
  const tellPage = () => {
    if (client?.state.connection.name === 'live') client.command('setPage', page.current()).catch(() => {})
  }
  page.watch(tellPage)
  page.onVisible(markRead)

  // The state shows what becomes of a message; a rejection has nothing to add.
  const send = (message: Parameters<VisitorClient['sendMessage']>[0]) => {
    client?.sendMessage(message).sent.catch(() => {})
    store.set({ notice: null, rated: null })
  }
  const ask = (asked: Promise<unknown> | undefined) => {
    store.set({ notice: null, over: nothing })
    asked?.catch(notice)
  }

  const app: App = {
    store,
    server: embed.server,
    uploads,
    open() {
      if (store.state.open) return
      memory.rememberVisitor()
      memory.rememberOpen(true)
      store.set({ open: true })
      connect()
      markRead()
      hub.emit('open', undefined)
    },
    close() {
      if (!store.state.open) return
      memory.rememberOpen(false)
      store.set({ open: false, over: nothing, notice: null })
      hub.emit('close', undefined)
    },
    identify(jwt) {
      if (jwt === identity && client !== null) return
      identity = jwt
      client?.close()
      client = null
      connect()
    },
    show: (change) => store.set(change),
    edit(messageId, body) {
      const { text } = store.state
      app.compose({ name: 'editing', messageId, body, draft: text })
      store.set({ text: body })
    },
    compose(composing) {
      const before = store.state.composing
      if (before.name === 'editing') store.set({ text: before.draft })
      store.set({ composing, over: nothing, notice: null })
    },
    write(text) {
      store.set({ text })
      if (store.state.composing.name !== 'editing') client?.typing(text)
    },
    submit() {
      const { composing, text } = store.state
      if (!maySubmit(store.state)) return
      const body = text.trim()
      if (composing.name === 'editing') {
        app.compose(writing)
        if (body !== composing.body)
          ask(client?.command('editMessage', { messageId: composing.messageId, body }))
        return
      }
      const attachments = uploads.take()
      send({
        body,
        ...(attachments.length === 0 ? {} : { attachments: [...attachments] }),
        ...(composing.name === 'replying' ? { replyTo: composing.to.id } : {}),
      })
      store.set({ text: '', composing: writing })
    },
    choose: (action) => send({ body: action.label, actionId: action.id }),
    retry: (key) => void client?.retry(key)?.sent.catch(() => {}),
    discard: (key) => client?.discard(key),
    remove: (messageId) => ask(client?.command('deleteMessage', { messageId })),
    callOperator: () => ask(client?.command('callOperator', {})),
    endChat() {
      ask(client?.command('closeSession', {}))
    },
    rate() {
      const { chat, score, comment } = store.state
      const sessionId = chat?.session?.id
      if (sessionId === undefined || score === 0) return
      const rated = client?.command('rateSession', {
        sessionId,
        score,
        ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
      })
      ask(rated?.then(() => store.set({ rated: sessionId, score: 0, comment: '' })))
    },
    loadOlder: () => void client?.loadOlder().catch(() => {}),
    tryAgain: () => client?.connect(),
  }
  if (memory.returning || identity !== null) connect()
  return app
}
