import type { Bot } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useWords } from '../../parts/context.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/field.tsx'
import { useAsking } from '../../parts/use-asking.ts'
import { Changes } from './changes.tsx'
import type { Saving } from './use-saving.ts'

/** Somebody else has saved this bot since it was opened here: what differs, and what is to become of it. */
export function BotConflict(props: {
  readonly theirs: Bot
  readonly saving: Saving
  /** Both as text. */
  readonly text: { readonly theirs: string; readonly mine: string }
  /** Said where the texts are the same. */
  readonly same: string
}) {
  const { theirs, saving, text, same } = props
  const words = useWords()
  const { busy, trouble, ask } = useAsking()
  const [isShown, setShown] = useState(false)
  return (
    <Dialog wide title={words.say('bots.conflict')} onClose={saving.forget}>
      <div class="stack">
        <p>{words.say('bots.conflict.lead', { at: words.moment(theirs.updatedAt) })}</p>
        {isShown && (
          <>
            <p class="dim">{words.say('bots.conflict.changes')}</p>
            <Changes before={text.theirs} after={text.mine} same={same} />
          </>
        )}
        <Trouble text={trouble} />
        <div class="row end wrap">
          {!isShown && (
            <button type="button" class="quiet" onClick={() => setShown(true)}>
              {words.say('bots.conflict.see')}
            </button>
          )}
          <button type="button" disabled={busy} onClick={saving.takeTheirs}>
            {words.say('bots.conflict.take')}
          </button>
          <button type="button" class="danger-fill" disabled={busy} onClick={() => ask(saving.overwrite)}>
            {words.say('bots.conflict.overwrite')}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
