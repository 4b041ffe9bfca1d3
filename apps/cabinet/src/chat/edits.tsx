import type { Message } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Text } from '../parts/text.tsx'

/** "edited", and behind it what stood there before, oldest first. */
export function Edits({ history }: { readonly history: NonNullable<Message['history']> }) {
  const words = useWords()
  if (history.length === 0) return null
  return (
    <details class="edits">
      <summary title={words.say('chat.history')}>{words.say('chat.edited')}</summary>
      <ol>
        {history.map((entry, index) => (
          <li key={index}>
            {entry.editedAt !== null && (
              <time dateTime={entry.editedAt} title={words.moment(entry.editedAt)}>
                {words.time(entry.editedAt)}
              </time>
            )}{' '}
            <span class="body">
              <Text text={entry.body ?? ''} />
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
