import type { HelloReply } from '@pult/protocol'
import type { VisitorClient } from './client-face.ts'
import { merged } from './fold/messages.ts'
import { foldVisitor, replaceVisitor, unreadOf } from './fold/visitor-fold.ts'
import { readPage } from './history/page-reader.ts'
import { upload } from './history/upload.ts'
import { createHttp } from './http.ts'
import type { VisitorOptions } from './options.ts'
import { PultError, refusalIn } from './pult-error.ts'
import { createCore, type Shared } from './shell/core.ts'
import type { Flavour } from './shell/flavour.ts'
import { browserStorage, forgiving } from './shell/storage.ts'
import type { HistoryState, VisitorOutboxItem, VisitorState } from './state.ts'

type Data = VisitorOutboxItem['data']

/** The other side: one client's chat, folded into `state`. Says hello by itself and remembers who it is. */
export function createVisitorClient(options: VisitorOptions): VisitorClient {
  const lasting = forgiving(options.storage ?? browserStorage('localStorage'))
  const tokenName = `pult.client.token.${options.url}.${options.channelKey}`
  let token: string | undefined
  const http = createHttp({ url: options.url, fetch: options.fetch, token: () => token })

  /** A token that the server no longer knows is given up: a stranger who can write is better than nobody. */
  async function hello(): Promise<HelloReply> {
    const { identity, channelKey } = options
    const vouched = typeof identity === 'function' ? await identity() : identity
    const say = (clientToken?: string) =>
      http.post<HelloReply>('/client/hello', { channelKey, identity: vouched, clientToken })
    token = undefined
    try {
      return await say(lasting.get(tokenName) ?? undefined)
    } catch (error) {
      if (!(error instanceof PultError && unknownToken.has(error.code))) throw error
      lasting.remove(tokenName)
      return say()
    }
  }

  const flavour: Flavour<VisitorState, Data> = {
    name: 'client',
    scope: `${options.url}.${options.channelKey}`,
    takeover: false,
    initial: {
      cursor: null,
      clockOffsetMs: 0,
      limits: null,
      client: null,
      session: null,
      messages: [],
      history: { loading: false, older: null, error: null },
      typing: null,
      unread: 0,
    },
    laneOf: () => 'chat',
    insisting: (data) => data,
    fold: foldVisitor,
    replace: replaceVisitor,
    greet: (state, reply) => ({ ...state, client: reply.client ?? state.client }),
    withoutStale: (state, nowMs) =>
      state.typing !== null && state.typing.untilMs <= nowMs ? { ...state, typing: null } : state,
    staleAtMs: (state) => state.typing?.untilMs ?? null,
    ownerOf: (reply) => reply.client?.id,
    async authorize(renew) {
      if (token === undefined || renew) {
        const reply = await hello()
        // One that was given up and said again may be answered after all, as somebody else: who has been let in stays who they are.
        token ??= reply.clientToken
        lasting.set(tokenName, token)
      }
      return token
    },
  }

  const core = createCore<Data, VisitorState>(options, flavour)
  const setHistory = (history: HistoryState) => core.change((state) => ({ ...state, history }))

  async function loadOlder(): Promise<void> {
    const { client, history } = core.state
    if (client === null || history.older === null || history.loading) return
    const { older } = history
    setHistory({ loading: true, older, error: null })
    const path = `/chats/${encodeURIComponent(client.chatId)}/messages`
    try {
      const { messages: read, ...next } = await readPage(http, path, older, core.onDelivery, () => false)
      // A snapshot came meanwhile: its own list begins elsewhere.
      if (core.state.history.older !== older) return
      core.change((state) => {
        const messages = merged(read, state.messages)
        return {
          ...state,
          messages,
          unread: unreadOf(messages),
          history: { loading: false, error: null, ...next },
        }
      })
    } catch (error) {
      setHistory({ loading: false, older, error: refusalIn(error) })
      throw error
    }
  }

  return {
    ...(core.face as Shared<VisitorClient>),
    get state() {
      return core.state
    },
    typing: (text) => core.typing('chat', { text }),
    async markRead(messageId) {
      const marks = lastUnreadOfEach(core.state.messages, messageId)
      await Promise.all(marks.map((last) => core.face.command('markRead', { messageId: last })))
    },
    loadOlder,
    upload: (file, uploadOptions) => upload(http, file, uploadOptions),
  }
}

/** A mark holds for its session [markRead]: what is unread of earlier ones is marked with it, oldest first. */
function lastUnreadOfEach(messages: VisitorState['messages'], upTo: string): readonly string[] {
  const lasts = new Map<string, string>()
  for (const { id, sessionId, authorType, readAt, deletedAt } of messages) {
    if (authorType !== 'CLIENT' && !readAt && !deletedAt && id <= upTo) lasts.set(sessionId, id)
  }
  return [...new Set([...lasts.values(), upTo])]
}

const unknownToken: ReadonlySet<string> = new Set([
  'not_authenticated',
  'token_expired',
  'logged_out',
  'client_not_found',
])
