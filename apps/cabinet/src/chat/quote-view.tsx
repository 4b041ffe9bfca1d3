import { authorKeys } from './author-keys.ts'
import type { Message } from '@pult/protocol'
import { useWords } from '../parts/context.ts'

/** The quoted message as it was; where it was changed since, that is said and shown on hovering. */
export function QuoteView({ message }: { readonly message: Pick<Message, 'replyTo' | 'replyToMessage'> }) {
  const words = useWords()
  const quote = message.replyTo ?? message.replyToMessage
  if (quote === null || quote === undefined) return null
  const now = message.replyToMessage
  const changed = now !== null && now !== undefined && now.body !== quote.body
  const name = quote.authorName ?? words.say(authorKeys[quote.authorType])
  return (
    <blockquote class="quote" title={changed ? now.body : undefined}>
      <span class="quote-name">{words.say('chat.quote', { name })}</span>
      <span class="quote-body">
        {quote.body === '' ? words.count('list.file', quote.attachments.length) : quote.body}
      </span>
      {changed && <span class="dim"> ({words.say('chat.quote.changed')})</span>}
    </blockquote>
  )
}
