import type { Message } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { useChat } from './chat-context.ts'
import { cameSince } from './unread.ts'

/** Over the lower edge of the list: the way back from a jump, and the way to the newest, with how much came there meanwhile. */
export function ScrollChips(props: {
  readonly messages: readonly Message[]
  readonly isAtEnd: boolean
  /** A message is being looked for. */
  readonly looking: boolean
  readonly toEnd: () => void
  readonly goBack: () => void
}) {
  const { messages, isAtEnd, looking } = props
  const desk = useDesk()
  const words = useWords()
  const { view, sessionId } = useChat()
  const since = isAtEnd ? 0 : cameSince(messages, desk.composer(sessionId).seen.value, desk.meId.value)
  return (
    <div class="scroll-chips">
      {looking && (
        <span class="scroll-chip" role="status">
          {words.say('chat.jump.busy')}
        </span>
      )}
      {view.back.value !== null && (
        <button type="button" class="scroll-chip" onClick={props.goBack}>
          <Icon name="undo" small /> {words.say('chat.back')}
        </button>
      )}
      {!isAtEnd && (
        <button
          type="button"
          class={`scroll-chip to-bottom ${since > 0 ? 'primary' : ''}`}
          aria-label={words.say('chat.bottom')}
          onClick={props.toEnd}
        >
          <Icon name="arrow-down" small />
          {since > 0 && words.count('chat.since', since)}
        </button>
      )}
    </div>
  )
}
