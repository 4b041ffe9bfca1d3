import { useComputed, type ReadonlySignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import type { Deed } from '../deeds/deed.ts'
import { SecondsLeft } from '../deeds/deed-lines.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Icon } from '../parts/icon.tsx'
import type { Desk } from '../store/desk.ts'
import type { Words } from '../words/words.ts'
import { isClientOnline } from './order.ts'
import { previewOf, wordOf } from './preview.ts'
import { RowMarks } from './row-marks.tsx'

interface Props {
  readonly desk: Desk
  readonly words: Words
  readonly id: string
  readonly index: number
  readonly count: number
  readonly rowPx: number
  /** The one row that the Tab key stops at. */
  readonly active: boolean
}

/**
 * One chat of a list. It reads its own card and nothing of its neighbours, and its props are plain values: so a change of one card draws one
 * row, and scrolling draws only what comes into sight. A context would undo that, so desk and words come as props.
 */
export function SessionRow({ desk, words, id, index, count, rowPx, active }: Props) {
  const item = useRef<HTMLLIElement>(null)
  const current = useComputed(() => cardOf(desk, id))
  const selected = useComputed(() => desk.selectedId.value === id).value
  const draft = useComputed(() => desk.drafts.value[id]?.text).value
  const busy = useComputed(() => desk.taking.ids.value.has(id)).value
  const deed = useComputed(() => desk.deeds.book.value.find(({ sessionId }) => sessionId === id)).value
  const left = useComputed(() => desk.list.tab.value !== 'closed' && !desk.state.sessions.value.has(id))
  const card = useLastKnown(current)
  useLayoutEffect(() => {
    if (item.current !== null) item.current.style.transform = `translateY(${index * rowPx}px)`
  }, [index, rowPx])
  if (card === undefined) return null

  const mine = card.operatorId !== null && card.operatorId === desk.meId.value
  const unread = mine ? (card.unreadClientMessageCount ?? 0) : 0
  const gone = left.value
  const at = card.closedAt ?? card.lastMessageCreatedAt ?? card.startedAt
  return (
    <li ref={item} aria-setsize={count} aria-posinset={index + 1}>
      <a
        class={`session-row ${unread > 0 ? 'is-unread' : ''} ${gone ? 'is-gone' : ''}`}
        href={`#/chat/${encodeURIComponent(id)}`}
        data-id={id}
        tabIndex={active ? 0 : -1}
        aria-current={selected ? 'page' : undefined}
      >
        <Avatar id={card.clientId} name={card.name} online={isClientOnline(card)} />
        <span class="session-text">
          <span class="session-line">
            <strong class="cut">{card.name}</strong>
            <time dateTime={at}>{words.shortDate(at, desk.nowMs.peek())}</time>
          </span>
          <span class="session-line session-preview">
            {deed !== undefined || busy ? (
              <Doing deed={deed} words={words} />
            ) : draft === undefined || selected ? (
              <LastWord card={card} meId={desk.meId.value} words={words} />
            ) : (
              <span class="cut draft">{words.say('list.draft', { text: draft })}</span>
            )}
            {unread > 0 && (
              <span class="unread" role="img" aria-label={words.count('list.unread', unread)}>
                {unread > 99 ? '99+' : unread}
              </span>
            )}
          </span>
          <RowMarks card={card} desk={desk} words={words} holder={!mine} />
        </span>
      </a>
    </li>
  )
}

/** What we are doing to the chat at this moment, in the place of its last word. */
function Doing({ deed, words }: { readonly deed: Deed | undefined; readonly words: Words }) {
  if (deed === undefined) return <span class="cut doing">{words.say('list.taking')}</span>
  const sentence = words.say(`list.deed.${deed.asked.name}`)
  return (
    <span class="cut doing">
      {deed.state === 'waiting' ? (
        <>
          {sentence} <SecondsLeft deed={deed} />
        </>
      ) : (
        `${sentence}…`
      )}
    </span>
  )
}

/** Wherever the desk has it: open, over, gone, or only in the list of closed ones. */
function cardOf(desk: Desk, id: string): ChatSession | undefined {
  const { sessions, closed, departed } = desk.state
  return (
    sessions.value.get(id) ??
    closed.value.get(id) ??
    departed.value.get(id)?.card ??
    desk.closed.byId.value.get(id)
  )
}

/** A row that stays for the sake of the hand on the list shows what was last known, even when the desk has let go of it. */
function useLastKnown(current: ReadonlySignal<ChatSession | undefined>): ChatSession | undefined {
  const last = useRef<ChatSession | undefined>(undefined)
  last.current = current.value ?? last.current
  return last.current
}

function LastWord(props: {
  readonly card: ChatSession
  readonly meId: string | null
  readonly words: Words
}) {
  const { icon, text } = previewOf(wordOf(props.card), props.meId, props.words)
  return (
    <>
      {icon !== null && <Icon name={icon} small />}
      <span class="cut">{text}</span>
    </>
  )
}
