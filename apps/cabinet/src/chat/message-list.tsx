import { useComputed } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import { localDayOf } from '../client-panel/local-time.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { daysOf, entriesOf, type Line } from './days.ts'
import { moveAmongMessages } from './message-keys.ts'
import { MessageLine } from './message-line.tsx'
import { NoteLine } from './note-line.tsx'
import { Older } from './older.tsx'
import { PendingLine } from './pending-line.tsx'
import { TypingLine } from './typing-line.tsx'
import { useStickyScroll } from './use-sticky-scroll.ts'

const nothing: readonly never[] = []

/** Everything that was said in a chat, oldest on top, and what is on its way. */
export function MessageList({ card, writable }: { readonly card: ChatSession; readonly writable: boolean }) {
  const { state, nowMs, atBottom, composer } = useDesk()
  const words = useWords()
  const messages = useComputed(() => state.messages.value.get(card.id) ?? nothing).value
  const notes = useComputed(() => state.notes.value.get(card.id) ?? nothing).value
  const outbox = state.outbox.value
  const loaded = useComputed(() => state.messages.value.has(card.id)).value
  const days = useMemo(() => {
    const mine = outbox.filter((item) => item.data.sessionId === card.id)
    return daysOf(entriesOf(messages, notes, mine), localDayOf)
  }, [messages, notes, outbox, card.id])

  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const scroll = useStickyScroll({ box, content, atBottom, oldestId: messages[0]?.id })
  const newestId = messages.at(-1)?.id ?? null

  // [C2] What is in sight has been seen. Further up, what came since has not.
  const bottom = atBottom.value
  useEffect(() => {
    if (bottom && loaded) composer(card.id).seen.value = newestId
  }, [bottom, loaded, newestId, composer, card.id])

  return (
    <div class="messages-box">
      <div
        ref={box}
        class="messages"
        role="log"
        aria-live="off"
        aria-label={words.say('chat.messages', { name: card.name })}
        tabIndex={0}
        onScroll={scroll.onScroll}
        onKeyDown={moveAmongMessages}
      >
        <div ref={content}>
          <Older sessionId={card.id} />
          {days.map((day) => (
            <section key={day.key} class="day">
              <h2 class="day-head">
                <span>{words.day(day.at, nowMs.peek())}</span>
              </h2>
              <ul>
                {day.lines.map((line) => (
                  <LineView key={line.entry.id} line={line} card={card} writable={writable} />
                ))}
              </ul>
            </section>
          ))}
          <TypingLine card={card} />
        </div>
      </div>
      {!bottom && (
        <button type="button" class="to-bottom" onClick={scroll.toBottom}>
          <Icon name="down" /> {words.say('chat.bottom')}
        </button>
      )}
      <p class="unseen" aria-live="polite">
        {messages.at(-1)?.authorType === 'CLIENT' ? `${card.name}: ${messages.at(-1)?.body ?? ''}` : ''}
      </p>
    </div>
  )
}

function LineView(props: { readonly line: Line; readonly card: ChatSession; readonly writable: boolean }) {
  const words = useWords()
  const { entry, opensRun, opensSession } = props.line
  return (
    <>
      {opensSession && entry.kind === 'message' && (
        <li class="session-break">
          <span>{words.say('chat.session')}</span>
        </li>
      )}
      {entry.kind === 'message' && (
        <MessageLine
          message={entry.message}
          opensRun={opensRun}
          card={props.card}
          writable={props.writable}
        />
      )}
      {entry.kind === 'note' && <NoteLine note={entry.note} />}
      {entry.kind === 'pending' && <PendingLine item={entry.pending} />}
    </>
  )
}
