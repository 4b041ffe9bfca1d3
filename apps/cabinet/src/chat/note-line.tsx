import type { Note } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { LongText } from './long-text.tsx'

/** A colleague's remark: on the side of the desk, in its own colour, and never taken for an answer. */
export function NoteLine({ note }: { readonly note: Note }) {
  const words = useWords()
  return (
    <li class="line ours opens note-line" data-line={note.id} tabIndex={-1}>
      <div class="line-row">
        <div class="bubble by-NOTE">
          <p class="line-author">
            <Icon name="note" small /> {words.say('chat.note')} ·{' '}
            {note.authorName ?? words.say('chat.operator')}
          </p>
          <LongText text={note.body} />
          <span class="foot">
            <time dateTime={note.createdAt} title={words.moment(note.createdAt)}>
              {words.time(note.createdAt)}
            </time>
          </span>
        </div>
      </div>
    </li>
  )
}
