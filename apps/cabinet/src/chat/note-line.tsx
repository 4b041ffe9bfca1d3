import type { Note } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Text } from '../parts/text.tsx'

export function NoteLine({ note }: { readonly note: Note }) {
  const words = useWords()
  return (
    <li class="line note-line" data-line tabIndex={-1}>
      <p class="line-author">
        <Icon name="note" /> {words.say('chat.note')} · {note.authorName ?? words.say('chat.operator')}
      </p>
      <p class="body">
        <Text text={note.body} />
      </p>
      <p class="foot">
        <time dateTime={note.createdAt} title={words.moment(note.createdAt)}>
          {words.time(note.createdAt)}
        </time>
      </p>
    </li>
  )
}
