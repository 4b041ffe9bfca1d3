/** @jsxImportSource ../dom */
import { BODY_CHARS_MAX } from '@pult/protocol'
import type { App } from '../app.ts'
import { fill } from '../fill.ts'
import { authorOf, maySubmit } from '../standing.ts'
import { writing, type View } from '../view.ts'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'
import * as words from '../words.ts'

export interface ComposerProps {
  readonly app: App
  readonly view: View
}

/** The text field and what goes out with it. */
export function Composer({ app, view }: ComposerProps) {
  const { composing, uploads, notice } = view
  const editing = composing.name === 'editing'
  const stopped = view.chat?.connection.name === 'stopped'
  const cancel = () => app.compose(writing)
  const sendWord = editing ? words.save : words.send
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        app.submit()
      }}
    >
      {composing.name !== 'writing' && (
        <div class="context">
          <div>
            <b>{editing ? words.editing : fill(words.replyingTo, { name: authorOf(composing.to) })}</b>
            <span>{editing ? composing.body : composing.to.body}</span>
          </div>
          <IconButton name="close" size={18} label={words.cancel} onClick={cancel} />
        </div>
      )}
      {notice !== null && (
        <p class="notice" role="alert">
          {notice}
        </p>
      )}
      {!editing && <UploadList app={app} uploads={uploads} />}
      <div class="entry">
        <label class={stopped || editing ? 'icon off' : 'icon'} title={words.attach}>
          <input
            type="file"
            class="hidden"
            aria-label={words.attach}
            multiple
            disabled={stopped || editing}
            onChange={({ currentTarget }) => {
              app.uploads.add([...(currentTarget.files ?? [])])
              // Otherwise the same file chosen again would not be a change.
              currentTarget.value = ''
            }}
          />
          <Icon name="clip" />
        </label>
        <textarea
          class="field"
          rows={1}
          value={view.text}
          disabled={stopped}
          maxLength={BODY_CHARS_MAX}
          placeholder={words.placeholder}
          aria-label={words.placeholder}
          enterkeyhint="send"
          onInput={({ currentTarget }) => app.write(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && composing.name !== 'writing') {
              event.stopPropagation()
              cancel()
            }
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            app.submit()
          }}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])]
            if (files.length === 0) return
            event.preventDefault()
            app.uploads.add(files)
          }}
        />
        <button
          type="submit"
          class="icon send"
          disabled={!maySubmit(view)}
          aria-label={sendWord}
          title={sendWord}
        >
          <Icon name={editing ? 'check' : 'send'} />
        </button>
      </div>
    </form>
  )
}

function UploadList({ app, uploads }: { readonly app: App; readonly uploads: View['uploads'] }) {
  if (uploads.length === 0) return null
  return (
    <ul class="uploads">
      {uploads.map(({ id, name, share, attachment }) => (
        <li key={id}>
          <span>{name}</span>
          <IconButton
            name="close"
            size={16}
            label={fill(words.removeFile, { name })}
            onClick={() => app.uploads.remove(id)}
          />
          {attachment === null && (
            <progress
              max={1}
              value={share}
              aria-label={fill(words.uploading, { name, percent: Math.round(share * 100) })}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
