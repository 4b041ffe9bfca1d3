import { useEffect, useState } from 'preact/hooks'
import type { CannedReply } from '@pult/protocol'
import { rank } from '../commands/fuzzy.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Trouble } from '../parts/field.tsx'
import { focusOnce } from '../parts/focus-once.ts'
import { Icon } from '../parts/icon.tsx'
import { sayError } from '../store/error-words.ts'
import { CannedForm } from './canned-form.tsx'
import { CannedRow, mayChange } from './canned-row.tsx'

type Editing = { readonly reply: CannedReply | null; readonly text: string }

/** All replies that one may use, to search, add to, change and delete. */
export function CannedDialog({
  text,
  onClose,
}: {
  /** A new one of these words is what it was opened for; null: to look. */
  readonly text: string | null
  readonly onClose: () => void
}) {
  const words = useWords()
  const [editing, setEditing] = useState<Editing | null>(text === null ? null : { reply: null, text })
  const done = () => (text === null ? setEditing(null) : onClose())
  return (
    <Dialog
      title={words.say(
        editing === null ? 'canned.title' : editing.reply === null ? 'canned.new' : 'canned.edit',
      )}
      onClose={onClose}
      wide
    >
      {editing === null ? (
        <CannedList onEdit={setEditing} />
      ) : (
        <CannedForm
          key={editing.reply?.id ?? 'new'}
          reply={editing.reply}
          text={editing.text}
          onDone={done}
        />
      )}
    </Dialog>
  )
}

/** With `onlyShared` those that the team has in common, as the settings show them. */
export function CannedList({
  onEdit,
  onlyShared = false,
}: {
  readonly onEdit: (editing: Editing) => void
  readonly onlyShared?: boolean
}) {
  const desk = useDesk()
  const words = useWords()
  const [query, setQuery] = useState('')
  const [error, setError] = useState<unknown>(null)
  const replies = desk.state.cannedReplies.value
  useEffect(() => {
    if (desk.client.state.cannedReplies === null) desk.client.loadCannedReplies().catch(setError)
  }, [desk])
  const known = [...(replies?.values() ?? [])]
    .filter((reply) => !onlyShared || reply.operatorId === null)
    .toSorted((a, b) => a.shortcut.localeCompare(b.shortcut))
  const found = rank(query, known, ({ shortcut, title, body }) => [shortcut, title, body])
  const own = found.filter(({ operatorId }) => operatorId !== null)
  const shared = found.filter(({ operatorId }) => operatorId === null)
  const me = desk.state.me.value
  return (
    <div class="stack canned">
      <div class="row">
        <label class="search-field grow">
          <Icon name="search" />
          <input
            type="search"
            aria-label={words.say('canned.search')}
            placeholder={words.say('canned.search')}
            autocomplete="off"
            ref={focusOnce}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </label>
        <button type="button" class="primary" onClick={() => onEdit({ reply: null, text: '' })}>
          <Icon name="plus" small />
          {words.say('canned.new')}
        </button>
      </div>
      <Trouble text={error === null ? null : sayError(words, error)} />
      {replies === null && error === null && <p class="empty">{words.say('app.loading')}</p>}
      {replies !== null && found.length === 0 && (
        <p class="empty">{words.say(known.length === 0 ? 'canned.none' : 'key.palette.nothing')}</p>
      )}
      <div class="canned-lists">
        {[{ key: 'canned.own', list: own } as const, { key: 'canned.shared', list: shared } as const].map(
          ({ key, list }) =>
            list.length > 0 && (
              <section key={key}>
                {!onlyShared && <h3>{words.say(key)}</h3>}
                <ul>
                  {list.map((reply) => (
                    <CannedRow
                      key={reply.id}
                      reply={reply}
                      changeable={me !== null && mayChange(reply, me)}
                      onEdit={() => onEdit({ reply, text: reply.body })}
                    />
                  ))}
                </ul>
              </section>
            ),
        )}
      </div>
    </div>
  )
}
