import type { Message } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Popover } from '../parts/popover.tsx'
import { Text } from '../parts/text.tsx'

/** "edited", and behind it what stood there before, the newest change first. */
export function Edits({ history }: { readonly history: NonNullable<Message['history']> }) {
  const words = useWords()
  if (history.length === 0) return null
  return (
    <Popover face={words.say('chat.edited')} label={words.say('chat.history')} class="plain edits">
      {() => (
        <>
          <h3>{words.say('chat.history')}</h3>
          <ol class="edits-list">
            {history.toReversed().map((entry, index) => (
              <li key={index}>
                <p class="body">
                  <Text text={entry.body ?? ''} />
                </p>
                {entry.editedAt !== null && (
                  <time class="dim" dateTime={entry.editedAt}>
                    {words.say('chat.history.until', { time: words.moment(entry.editedAt) })}
                  </time>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </Popover>
  )
}
