import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import type { StrayDraft } from './drafts.ts'
import { KeptText } from './kept-text.tsx'

/** What was half-written in chats that have left the lists: to be read, copied, dropped, or looked up with its chat. */
export function DraftsDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk()
  const words = useWords()
  const drafts = desk.strayDrafts.value
  return (
    <Dialog title={words.say('drafts.title')} onClose={onClose} wide>
      <div class="stack">
        <p class="hint">{words.say(drafts.length === 0 ? 'drafts.none' : 'drafts.lead')}</p>
        <ul class="stack">
          {drafts.map((draft) => (
            <Stray key={draft.id} draft={draft} onClose={onClose} />
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

function Stray({ draft, onClose }: { readonly draft: StrayDraft; readonly onClose: () => void }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const { clientName, isNote, sessionId, text } = draft
  const whose = clientName ?? words.say('drafts.somebody')
  const when = words.shortDate(new Date(draft.changedAtMs).toISOString(), desk.nowMs.value)
  return (
    <li>
      <KeptText label={words.say(isNote ? 'drafts.note' : 'drafts.answer', { whose, when })} text={text}>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            onClose()
            app.go({ name: 'desk', sessionId })
          }}
        >
          <Icon name="chat" small />
          {words.say('drafts.open')}
        </button>
        <button type="button" class="quiet" onClick={() => desk.dropDraft(draft)}>
          <Icon name="trash" small />
          {words.say('composer.dropDraft')}
        </button>
      </KeptText>
    </li>
  )
}
