import { useSignalEffect } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ChatSession, Message } from '@pult/protocol'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { browserClock } from '../store/clock.ts'
import { sayError } from '../store/error-words.ts'
import type { ChatView } from './chat-view.ts'
import {
  answered,
  asked,
  HITS_PAGE,
  noSearch,
  refused,
  SEARCH_MS,
  stepped,
  type Search,
} from './chat-search.ts'

/** Searches what was ever said in this chat, by the server: also in what is not loaded, and in its earlier sessions. */
export function SearchBar({ card, view }: { readonly card: ChatSession; readonly view: ChatView }) {
  const words = useWords()
  const field = useRef<HTMLInputElement>(null)
  const search = view.search.value ?? noSearch
  const hit = search.hits[search.at]
  const elsewhere = hit !== undefined && hit.sessionId !== card.id ? hit : null

  useSearching(card, view)
  // Before it is painted: who presses the key types on at once, and not a letter goes elsewhere.
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  function step(direction: 'older' | 'newer'): void {
    view.search.value = stepped(search, direction)
  }
  function close(): void {
    view.search.value = null
    document.getElementById('composer')?.focus()
  }
  return (
    <div
      class="chat-search"
      role="search"
      aria-label={words.say('search.open')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        close()
      }}
    >
      <label class="search-field grow">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          value={search.query}
          placeholder={words.say('search.label')}
          aria-label={words.say('search.label')}
          onInput={(event) => {
            view.search.value = asked(event.currentTarget.value)
          }}
          onKeyDown={(event) => {
            if (event.isComposing) return
            const direction = {
              Enter: event.shiftKey ? 'newer' : 'older',
              ArrowUp: 'older',
              ArrowDown: 'newer',
            } as const
            const to = Object.hasOwn(direction, event.key)
              ? direction[event.key as keyof typeof direction]
              : undefined
            if (to === undefined) return
            event.preventDefault()
            step(to)
          }}
        />
      </label>
      <span class="search-count digits" role="status">
        <Count search={search} />
      </span>
      <button
        type="button"
        class="quiet square"
        aria-label={words.say('search.older')}
        title={words.say('search.older')}
        disabled={search.hits.length === 0}
        onClick={() => step('older')}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="quiet square"
        aria-label={words.say('search.newer')}
        title={words.say('search.newer')}
        disabled={search.hits.length === 0}
        onClick={() => step('newer')}
      >
        <Icon name="down" />
      </button>
      <button type="button" class="quiet square" aria-label={words.say('search.close')} onClick={close}>
        <Icon name="close" />
      </button>
      {elsewhere !== null && <Elsewhere hit={elsewhere} view={view} />}
    </div>
  )
}

function Count({ search }: { readonly search: Search }) {
  const words = useWords()
  const { state, hits, at, next } = search
  if (state === 'failed') return <span class="alarm-text">{sayError(words, search.error)}</span>
  if (hits.length === 0) return <>{state === 'found' ? words.say('search.none') : ''}</>
  const count = next === null ? String(hits.length) : `${hits.length}+`
  return <>{words.say('search.count', { at: at + 1, count })}</>
}

/** A hit in another session of the chat: shown here first, since going there leaves this one. */
function Elsewhere({ hit, view }: { readonly hit: Message; readonly view: ChatView }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  return (
    <p class="search-elsewhere">
      <span class="dim">
        {words.say('search.elsewhere', { day: words.shortDate(hit.createdAt, desk.nowMs.peek()) })}
      </span>{' '}
      <span class="cut">{hit.body}</span>
      <button
        type="button"
        class="small"
        onClick={() => {
          const there = desk.view(hit.sessionId)
          there.search.value = view.search.value
          there.wanted.value = { messageId: hit.id, returns: false }
          view.search.value = null
          app.go({ name: 'desk', sessionId: hit.sessionId })
        }}
      >
        {words.say('search.go')}
      </button>
    </p>
  )
}

/** Asks the server when the search wants it, and jumps to the hit that it stands at. An answer to older words is nobody's. */
function useSearching(card: ChatSession, view: ChatView): void {
  const { client } = useDesk()
  const { id, chatId } = card
  const hitAt = useRef<string | null>(null)

  useSignalEffect(() => {
    const search = view.search.value
    if (search === null) return undefined
    const hit = search.hits[search.at]
    if (hit !== undefined && hit.id !== hitAt.current && hit.sessionId === id)
      view.wanted.value = { messageId: hit.id, returns: false }
    hitAt.current = hit?.id ?? null
    if (search.state !== 'asking') return undefined
    return browserClock.after(search.hits.length === 0 ? SEARCH_MS : 0, () => void ask(search))
  })

  async function ask(search: Search): Promise<void> {
    const after = search.next === null ? {} : { after: search.next }
    const query = { q: search.query.trim(), limit: HITS_PAGE, ...after }
    const next = await client.history.chatMessages(chatId, query).then(
      (page) => answered(search, page),
      (error: unknown) => refused(search, error),
    )
    if (view.search.peek() === search) view.search.value = next
  }
}
