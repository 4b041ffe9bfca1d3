import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import { daysOf, entriesOf } from '../chat/days.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { sayError } from '../store/error-words.ts'
import { localDayOf } from './local-time.ts'
import { PastMessage } from './past-message.tsx'
import { Skeleton } from './skeleton.tsx'
import { usePastMessages } from './use-past-messages.ts'

/** A session that is over, to be read in the panel's place. Escape and the arrow lead back to the client. */
export function PastSessionView({
  card,
  onBack,
}: {
  readonly card: ChatSession
  readonly onBack: () => void
}) {
  const { nowMs, state } = useDesk()
  const words = useWords()
  const { messages, loading, error, hasOlder, older } = usePastMessages(card.id)
  const days = useMemo(
    () => daysOf(entriesOf({ messages: messages ?? [], notes: [], steps: [], pending: [] }), localDayOf),
    [messages],
  )
  const back = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const height = useRef(0)
  useEffect(() => back.current?.focus(), [])
  // The end comes first, and what is loaded above does not push away what is read.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || messages === null) return
    element.scrollTop += element.scrollHeight - height.current
    height.current = element.scrollHeight
  }, [messages])

  const holder = card.operatorId === null ? null : state.operators.value.get(card.operatorId)?.name
  return (
    <div
      class="past-view"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onBack()
      }}
    >
      <header class="panel-head">
        <IconButton at={back} icon="back" label={words.say('past.back')} run={onBack} />
        <div class="grow">
          <h2 class="cut">{words.day(card.startedAt, nowMs.peek())}</h2>
          <p class="cut dim past-with">{holder ?? words.say('past.bot')}</p>
        </div>
      </header>
      <div
        ref={box}
        class="past-messages"
        role="log"
        aria-live="off"
        aria-label={words.say('past.messages')}
        tabIndex={0}
      >
        {messages === null && error === null && <Skeleton rows={6} />}
        {error !== null && (
          <div class="stack-small" role="alert">
            <p>
              {words.say('chat.failed')} {sayError(words, error)}
            </p>
            <button type="button" class="small" onClick={older}>
              {words.say('app.retry')}
            </button>
          </div>
        )}
        {hasOlder && error === null && (
          <button type="button" class="small past-older" disabled={loading} onClick={older}>
            {words.say('past.older')}
          </button>
        )}
        {messages !== null && messages.length === 0 && <p class="hint">{words.say('list.nothing')}</p>}
        {days.map((day) => (
          <section key={day.key}>
            <h3 class="past-day">{words.day(day.at, nowMs.peek())}</h3>
            <ul>
              {day.lines.map(
                ({ entry, opensRun }) =>
                  entry.kind === 'message' && (
                    <PastMessage
                      key={entry.id}
                      message={entry.message}
                      opensRun={opensRun}
                      clientName={card.name}
                    />
                  ),
              )}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}
