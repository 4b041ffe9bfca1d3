import { useComputed } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { browserClock } from '../store/clock.ts'
import { sayError, sayRefusal } from '../store/error-words.ts'
import { goesOn } from './earlier.ts'

/**
 * The upper end of what is loaded. Where there is more, the outline of messages stands there all the time, so that their coming moves
 * nothing; before the session on screen stand the client's earlier ones; at the very beginning a word says that this is it.
 */
export function Older({ card, onReadOn }: { readonly card: ChatSession; readonly onReadOn: () => void }) {
  const { state, client } = useDesk()
  const words = useWords()
  const { id: sessionId } = card
  const history = useComputed(() => state.histories.value.get(sessionId)).value
  const isLoaded = useComputed(() => (state.messages.value.get(sessionId)?.length ?? 0) > 0).value

  if (history !== undefined && history.error !== null && !history.loading) {
    const load = () => {
      // The refusal comes back in the state, which draws it here.
      const loading = isLoaded ? client.loadOlder(sessionId) : client.openSession(sessionId)
      loading.catch(() => undefined)
    }
    return <Failed why={sayRefusal(words, history.error)} again={load} />
  }
  if (history === undefined || history.older !== null || (history.loading && !isLoaded)) return <Outline />
  return <Before card={card} onReadOn={onReadOn} />
}

/** A glance at a chat asks nothing; who stays for so long may want to know what was before. */
const STAYED_MS = 700

function Before({ card, onReadOn }: { readonly card: ChatSession; readonly onReadOn: () => void }) {
  const { earlier, nowMs } = useDesk()
  const words = useWords()
  const book = earlier.of(card.id).value
  useEffect(() => browserClock.after(STAYED_MS, () => void earlier.look(card)), [earlier, card.id])

  if (book.error !== null && !book.loading)
    return <Failed why={sayError(words, book.error)} again={onReadOn} />
  // What is being read gets its room: what one reads stays where it is.
  if (book.loading && book.ahead !== null) return <Outline />
  if (book.ahead === null) return <p class="older" aria-hidden="true" />
  if (!goesOn(book)) return <p class="older dim">{words.say('chat.start')}</p>
  const next = book.ahead[0]
  return (
    <p class="older">
      <button type="button" class="quiet small" onClick={onReadOn}>
        <Icon name="up" small />
        {next === undefined || (book.chapters[0]?.older ?? null) !== null
          ? words.say('past.older')
          : words.say('chat.before', { day: words.shortDate(next.startedAt, nowMs.peek()) })}
      </button>
    </p>
  )
}

function Outline() {
  const words = useWords()
  return (
    <div class="skeleton">
      <span class="unseen">{words.say('chat.older.busy')}</span>
      <i />
      <i />
      <i />
    </div>
  )
}

function Failed({ why, again }: { readonly why: string; readonly again: () => void }) {
  const words = useWords()
  return (
    <div class="older" role="alert">
      <p>
        {words.say('chat.failed')} {why}
      </p>
      <button type="button" onClick={again}>
        {words.say('app.retry')}
      </button>
    </div>
  )
}
