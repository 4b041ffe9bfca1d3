import { AttentionSection } from '../attention/attention-section.tsx'
import { IdleSection } from '../attention/idle-section.tsx'
import { SendKeyPreference } from '../chat/send-key-preference.tsx'
import { Preferences } from '../entrance/preferences.tsx'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'

/** What one operator likes otherwise than the next: a section for each part of the desk. */
export function PreferencesDialog({ onClose }: { readonly onClose: () => void }) {
  const me = useDesk().state.me.value
  const words = useWords()
  return (
    <Dialog title={words.say('app.preferences')} onClose={onClose}>
      <div class="stack">
        {me !== null && (
          <p class="dim">
            {me.name} · {me.email}
          </p>
        )}
        <section class="stack">
          <h3>{words.say('app.preferences.look')}</h3>
          <Preferences />
        </section>
        <AttentionSection />
        <IdleSection />
        <section class="stack">
          <h3>{words.say('app.preferences.writing')}</h3>
          <SendKeyPreference />
        </section>
      </div>
    </Dialog>
  )
}
