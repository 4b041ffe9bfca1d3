/** @jsxImportSource ../dom */
import type { App } from '../app.ts'
import type { MessageRow } from '../timeline.ts'
import { nothing } from '../view.ts'
import * as words from '../words.ts'

export interface ToolsProps {
  readonly app: App
  readonly row: MessageRow & { readonly id: string }
  /** It is about to be deleted: ask first. */
  readonly asks: boolean
}

/** What can be done with one message: anybody's can be answered, one's own changed and deleted. */
export function Tools({ app, row, asks }: ToolsProps) {
  const { id, key, body } = row
  if (asks)
    return (
      <div class="tools" role="alertdialog" aria-label={words.removeQuestion}>
        <p>{words.removeQuestion}</p>
        <button type="button" class="wide cancel" onClick={() => app.show({ over: nothing })}>
          {words.cancel}
        </button>
        <button type="button" class="wide danger" onClick={() => app.remove(id)}>
          {words.removeYes}
        </button>
      </div>
    )
  return (
    <div class="tools">
      <button type="button" class="wide" onClick={() => app.compose({ name: 'replying', to: row })}>
        {words.reply}
      </button>
      {row.authorType === 'CLIENT' && (
        <>
          {body !== '' && (
            <button type="button" class="wide" onClick={() => app.edit(id, body)}>
              {words.edit}
            </button>
          )}
          <button
            type="button"
            class="wide danger"
            onClick={() => app.show({ over: { name: 'askingToDelete', key } })}
          >
            {words.remove}
          </button>
        </>
      )}
    </div>
  )
}
