import type { Message } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { authorKeys } from './author-keys.ts'
import { useChat } from './chat-context.ts'

/** The quoted message as it was, and the way to it; where it was changed since, that is said and shown on hovering. */
export function QuoteView({ message }: { readonly message: Pick<Message, 'replyTo' | 'replyToMessage'> }) {
  const words = useWords()
  const { view } = useChat()
  const quote = message.replyTo ?? message.replyToMessage
  if (quote === null || quote === undefined) return null
  const now = message.replyToMessage
  const changed = now !== null && now !== undefined && now.body !== quote.body
  const name = quote.authorName ?? words.say(authorKeys[quote.authorType])
  return (
    <blockquote class={`quote by-${quote.authorType}`}>
      <button
        type="button"
        class="quote-jump"
        title={changed && now.body !== '' ? now.body : words.say('chat.quote.jump')}
        onClick={() => {
          view.wanted.value = { messageId: quote.id, returns: true }
        }}
      >
        <span class="quote-name">{words.say('chat.quote', { name })}</span>
        <span class="quote-body">
          {quote.body === '' ? words.count('list.file', quote.attachments.length) : quote.body}
        </span>
        {changed && (
          <span class="dim">
            {words.say(
              now.body === '' && now.attachments.length === 0 ? 'chat.quote.deleted' : 'chat.quote.changed',
            )}
          </span>
        )}
      </button>
    </blockquote>
  )
}
