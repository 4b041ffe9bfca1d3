import { useComputed } from '@preact/signals'
import { useDesk, useWords } from '../parts/context.ts'
import { useChat } from './chat-context.ts'

/** Who types now, and the client's words before they are sent: a bubble that is not quite there yet. */
export function TypingLine() {
  const { state, meId } = useDesk()
  const { sessionId, name: clientName } = useChat()
  const words = useWords()
  const typing = useComputed(() => state.typing.value.get(sessionId)).value
  if (typing === undefined || typing.authorId === meId.value) return null
  const theirs = typing.authorType === 'CLIENT'
  const name = theirs
    ? clientName
    : (state.operators.value.get(typing.authorId)?.name ?? words.say('chat.operator'))
  return (
    <div class={`typing-line line ${theirs ? 'theirs' : 'ours'}`}>
      <p class="line-author">{words.say('chat.typing', { name })}</p>
      <div class="bubble ghost">
        {typing.text !== undefined && typing.text !== '' && <p class="body">{typing.text}</p>}
        <span class="typing-dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </div>
    </div>
  )
}
