import type { Bot } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useWords } from '../../parts/context.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/field.tsx'
import { useAsking } from '../../parts/use-asking.ts'
import { FlowChanges } from './flow-changes.tsx'
import { storyText } from './flow-reading.ts'
import { useFlowWords } from './flow-words.ts'
import type { Saving } from './use-saving.ts'
import type { Scenario } from './use-scenario.ts'

/** Somebody else has saved this scenario since it was opened here: what differs, and what is to become of it. */
export function FlowConflict(props: {
  readonly theirs: Bot
  readonly scenario: Scenario
  readonly saving: Saving
}) {
  const { theirs, scenario, saving } = props
  const all = useWords()
  const words = useFlowWords()
  const { busy, trouble, ask } = useAsking()
  const [isShown, setShown] = useState(false)
  const mine = storyText({ flow: scenario.reading.flow }) ?? scenario.text
  return (
    <Dialog wide title={words.say('flow.conflict')} onClose={saving.forget}>
      <div class="stack">
        <p>{words.say('flow.conflict.lead', { at: all.moment(theirs.updatedAt) })}</p>
        {isShown && (
          <>
            <p class="dim">{words.say('flow.conflict.changes')}</p>
            <FlowChanges before={storyText(theirs.draft ?? theirs.settings) ?? ''} after={mine} />
          </>
        )}
        <Trouble text={trouble} />
        <div class="row end wrap">
          {!isShown && (
            <button type="button" class="quiet" onClick={() => setShown(true)}>
              {words.say('flow.conflict.see')}
            </button>
          )}
          <button type="button" disabled={busy} onClick={saving.takeTheirs}>
            {words.say('flow.conflict.take')}
          </button>
          <button type="button" class="danger-fill" disabled={busy} onClick={() => ask(saving.overwrite)}>
            {words.say('flow.conflict.overwrite')}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
