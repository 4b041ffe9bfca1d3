import { useComputed } from '@preact/signals'
import { endingOf } from '../client-panel/ending.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { useChat } from './chat-context.ts'

/** Where another session of the chat begins: when that was, who had it and how it ended; of the one on screen only that it is the one. */
export function SessionBreak({ sessionId }: { readonly sessionId: string }) {
  const { state, earlier, nowMs } = useDesk()
  const words = useWords()
  const chat = useChat()
  const chapter = useComputed(() =>
    earlier.of(chat.sessionId).value.chapters.find(({ card }) => card.id === sessionId),
  ).value
  if (chapter === undefined)
    return (
      <li class="session-break">
        <span>{words.say('chat.session')}</span>
      </li>
    )
  const { card, steps } = chapter
  const ending = endingOf(steps)
  const holder =
    card.operatorId === null
      ? words.say('past.bot')
      : (state.operators.value.get(card.operatorId)?.name ?? words.say('chat.operator'))
  const ended =
    card.status === 'ACTIVE'
      ? words.say('past.open')
      : ending === null
        ? words.say('past.ended')
        : words.say(ending.key, { name: ending.name })
  return (
    <li class="session-break is-past">
      <span>
        <strong>
          {words.day(card.startedAt, nowMs.peek())}, {words.time(card.startedAt)}
        </strong>
        {` · ${holder} · ${ended}`}
        {ending?.reason != null && `: ${ending.reason}`}
      </span>
    </li>
  )
}
