import type { ChatSession } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Avatar } from '../parts/avatar.tsx'
import { CountdownMark } from './countdown-mark.tsx'
import { isClientOnline } from './order.ts'
import { previewOf } from './preview.ts'

/** Tags beyond it are a number: a row has one line for them. */
const TAGS_SHOWN = 3

export function SessionRow({ card }: { readonly card: ChatSession }) {
  const desk = useDesk()
  const words = useWords()
  const selected = desk.selectedId.value === card.id
  const unread = card.operatorId === desk.meId.value ? (card.unreadClientMessageCount ?? 0) : 0
  const draft = selected ? undefined : desk.drafts.value[card.id]?.text
  return (
    <li>
      <a
        class="session-row"
        href={`#/chat/${encodeURIComponent(card.id)}`}
        aria-current={selected ? 'page' : undefined}
      >
        <Avatar id={card.clientId} name={card.name} online={isClientOnline(card)} />
        <span class="session-text">
          <span class="session-line">
            <strong class="cut">{card.name}</strong>
            <time class="dim" dateTime={card.lastMessageCreatedAt ?? card.startedAt}>
              {words.shortDate(card.lastMessageCreatedAt ?? card.startedAt, desk.nowMs.peek())}
            </time>
          </span>
          <span class="session-line">
            {draft === undefined ? (
              <span class="cut dim">{previewOf(card.lastMessage, desk.meId.value, words)}</span>
            ) : (
              <span class="cut draft">{words.say('list.draft', { text: draft })}</span>
            )}
            {unread > 0 && (
              <span class="unread">
                <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
                <span class="unseen">{words.count('list.unread', unread)}</span>
              </span>
            )}
          </span>
          <Marks card={card} />
        </span>
      </a>
    </li>
  )
}

function Marks({ card }: { readonly card: ChatSession }) {
  const words = useWords()
  const more = card.tags.length - TAGS_SHOWN
  const kind = card.messengerType
  return (
    <span class="session-line marks">
      <CountdownMark card={card} />
      {card.markedAsSpam && <span class="mark-chip alarm">{words.say('list.spam')}</span>}
      {kind !== null && kind !== undefined && <span class="mark-chip">{words.say(`kind.${kind}`)}</span>}
      {card.tags.slice(0, TAGS_SHOWN).map((tag) => (
        <span key={tag} class="mark-chip cut">
          {tag}
        </span>
      ))}
      {more > 0 && <span class="mark-chip">+{more}</span>}
    </span>
  )
}
