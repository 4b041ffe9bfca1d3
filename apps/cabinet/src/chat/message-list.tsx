import { useComputed } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import { localDayOf } from '../client-panel/local-time.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { ChatContext, type ChatFrame } from './chat-context.ts'
import { reveal, type Place } from './chat-view.ts'
import { DayView } from './day-view.tsx'
import { daysOf, entriesOf } from './days.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { clickedButtons } from './clicked.ts'
import { goesOn, nothingAsked, toldBefore } from './earlier.ts'
import { earlierLines, heldLines, laterLines, LINES_MAX, newestLines, stretchOf } from './line-window.ts'
import { useMessageKeys } from './use-message-keys.ts'
import { LazyPictureViewer } from './lazy-picture-viewer.tsx'
import { Older } from './older.tsx'
import { ScrollChips } from './scroll-chips.tsx'
import { TypingLine } from './typing-line.tsx'
import { firstUnread } from './unread.ts'
import { useChatScroll } from './use-chat-scroll.ts'
import { useFoundWords } from './use-found-words.ts'
import { useJump } from './use-jump.ts'

const nothing: readonly never[] = []

/** Everything that was said in a chat, oldest on top, and what is on its way. */
export function MessageList({ card, writable }: { readonly card: ChatSession; readonly writable: boolean }) {
  const desk = useDesk()
  const words = useWords()
  const { state, atBottom } = desk
  const { id: sessionId, name, clientId } = card
  const view = desk.view(sessionId)

  const messages = useComputed(() => state.messages.value.get(sessionId) ?? nothing)
  const history = useComputed(() => state.histories.value.get(sessionId)).value
  // Loaded anew, the session on screen may begin in its middle: what was before it waits until it is whole again.
  const isWhole = useComputed(() => (state.histories.value.get(sessionId)?.older ?? null) === null)
  const past = useComputed(() => (isWhole.value ? desk.earlier.of(sessionId).value : nothingAsked))
  const all = useComputed(() =>
    toldBefore(past.value, {
      messages: messages.value,
      notes: state.notes.value.get(sessionId) ?? nothing,
      steps: state.activities.value.get(sessionId) ?? nothing,
      pending: state.outbox.value.filter(({ data }) => data.sessionId === sessionId),
    }),
  )
  const beginsChapter = useComputed(() => isWhole.value && (past.value.chapters[0]?.older ?? null) === null)
  const entries = useComputed(() => entriesOf(all.value, beginsChapter.value))
  const told = messages.value
  const everything = all.value.messages
  const isLoaded = told.length > 0 || (history !== undefined && !history.loading && history.error === null)

  // What was drawn stays where it is: from the moment one leaves the end, and when it grows beyond what a page should hold.
  const isAtEnd = atBottom.value
  const { from, to } = stretchOf(view.window.value, entries.value)
  useLayoutEffect(() => {
    if (!isAtEnd) view.window.value = heldLines(view.window.peek(), entries.peek())
    else if (to - from > LINES_MAX || !showsEnd) view.window.value = newestLines
  })
  const showsEnd = to === entries.value.length
  const opensBreak = beginsChapter.value && past.value.chapters.length > 0
  const days = useMemo(
    () => daysOf(entries.value.slice(from, to), localDayOf, entries.value[from - 1], opensBreak),
    [entries.value, from, to, opensBreak],
  )
  const clicked = useMemo(() => clickedButtons(everything), [everything])

  async function loadOlder(): Promise<void> {
    try {
      await desk.client.loadOlder(sessionId)
    } catch {
      // The refusal comes back in the state, which draws it above the oldest message.
      return
    }
    drawEarlier()
  }
  async function readOn(): Promise<void> {
    await desk.earlier.readOn(card)
    drawEarlier()
  }
  function drawEarlier(): void {
    view.window.value = earlierLines(heldLines(view.window.peek(), entries.peek()), entries.peek())
  }

  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const scroll = useChatScroll({
    box,
    content,
    atEnd: atBottom,
    place: view.place,
    showsEnd,
    growUp(byHand) {
      if (from > 0) view.window.value = earlierLines(view.window.peek(), entries.peek())
      else if (history === undefined || history.loading || history.error !== null) return
      else if (history.older !== null) void loadOlder()
      // Only whoever reads on upwards wants them: most chats are opened for their last lines.
      else if (byHand && goesOn(past.value) && !past.value.loading && past.value.error === null) void readOn()
    },
    growDown() {
      view.window.value = laterLines(view.window.peek(), entries.peek())
    },
  })
  const looking = useJump({ card, view, entries, scroll })
  useFoundWords(content, view)

  function toEnd(): void {
    view.window.value = newestLines
    view.place.value = null
    view.back.value = null
    scroll.toEnd()
  }
  /** Where one was reading; its end, where that cannot be found any more. */
  function goTo(place: Place | null): void {
    if (place === null || !reveal(view, entries.peek(), place.lineId)) toEnd()
    else scroll.aimAt({ lineId: place.lineId, at: place.topPx })
  }

  // Once for each visit: where one was, else the first unread message, else the end.
  const unreadBefore = useRef(card.unreadClientMessageCount ?? 0)
  const isOpened = useRef(false)
  useEffect(() => {
    if (!isLoaded || isOpened.current) return
    isOpened.current = true
    const unread = firstUnread(told, unreadBefore.current)
    view.firstUnread.value = unread
    if (view.wanted.peek() !== null) return
    if (view.place.peek() !== null || unread === null) goTo(view.place.peek())
    else if (reveal(view, entries.peek(), unread)) scroll.aimAt({ lineId: unread, at: 'upper' })
  })

  // [C2] What is in sight has been seen. Further up, what came since has not.
  const newestId = told.at(-1)?.id ?? null
  useEffect(() => {
    if (isAtEnd && isLoaded) desk.composer(sessionId).seen.value = newestId
  }, [isAtEnd, isLoaded, newestId, desk, sessionId])

  const frame = useMemo<ChatFrame>(
    () => ({ sessionId, name, clientId, writable, view }),
    [sessionId, name, clientId, writable, view],
  )
  const onKeyDown = useMessageKeys(frame)
  return (
    <ChatContext.Provider value={frame}>
      <div class="messages-box">
        <div
          ref={box}
          class="messages"
          role="log"
          aria-live="off"
          aria-label={words.say('chat.messages', { name })}
          aria-busy={looking.value}
          tabIndex={0}
          onScroll={scroll.onScroll}
          onWheel={scroll.onWheel}
          onKeyDown={onKeyDown}
        >
          <div ref={content} class="messages-content">
            {from === 0 && <Older card={card} onReadOn={() => void readOn()} />}
            {days.map((day) => (
              <DayView key={day.key} day={day} clicked={clicked} />
            ))}
            {showsEnd && <TypingLine />}
          </div>
        </div>
        <ScrollChips
          messages={told}
          isAtEnd={isAtEnd}
          looking={looking.value}
          toEnd={toEnd}
          goBack={() => {
            const back = view.back.peek()
            view.back.value = null
            if (back !== null) goTo(back.place)
          }}
        />
        <p class="unseen" aria-live="polite">
          {told.at(-1)?.authorType === 'CLIENT' ? `${name}: ${told.at(-1)?.body ?? ''}` : ''}
        </p>
        {view.picture.value !== null && <LazyPictureViewer messages={everything} />}
        {view.deleting.value !== null && (
          <DeleteDialog
            messageId={view.deleting.value}
            onClose={() => {
              view.deleting.value = null
            }}
          />
        )}
      </div>
    </ChatContext.Provider>
  )
}
