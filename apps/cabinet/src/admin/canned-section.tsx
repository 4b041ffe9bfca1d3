import { useState } from 'preact/hooks'
import type { CannedReply } from '@pult/protocol'
import { CannedList } from '../canned/canned-dialog.tsx'
import { CannedForm } from '../canned/canned-form.tsx'
import { useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'

/** What the team answers in the same words. Everybody's own ones are managed from the desk. */
export function CannedSection() {
  const words = useWords()
  const [edited, setEdited] = useState<{ readonly reply: CannedReply | null } | null>(null)
  const close = () => setEdited(null)
  return (
    <section class="stack">
      <h1>{words.say('admin.canned')}</h1>
      <p class="dim">{words.say('canned.lead')}</p>
      <CannedList onlyShared onEdit={setEdited} />
      {edited !== null && (
        <Dialog title={words.say(edited.reply === null ? 'canned.new' : 'canned.edit')} onClose={close} wide>
          <CannedForm reply={edited.reply} text="" shared onDone={close} />
        </Dialog>
      )}
    </section>
  )
}
