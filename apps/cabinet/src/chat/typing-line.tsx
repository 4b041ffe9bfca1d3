import { useComputed } from '@preact/signals'
import type { ChatSession } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'

/** Who types now, and the client's words before they are sent. */
export function TypingLine({ card }: { readonly card: ChatSession }) {
  const { state, meId } = useDesk()
  const words = useWords()
  const typing = useComputed(() => state.typing.value.get(card.id)).value
  if (typing === undefined || typing.authorId === meId.value) return null
  const name =
    typing.authorType === 'CLIENT'
      ? card.name
      : (state.operators.value.get(typing.authorId)?.name ?? words.say('chat.operator'))
  return (
    <div class={`typing-line ${typing.authorType === 'CLIENT' ? '' : 'ours'}`}>
      <span class="dim">
        {words.say('chat.typing', { name })}
        <span class="typing-dots" aria-hidden="true">
          …
        </span>
      </span>
      {typing.text !== undefined && typing.text !== '' && <p class="body">{typing.text}</p>}
    </div>
  )
}
