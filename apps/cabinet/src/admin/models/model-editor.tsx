import type { Bot, BotSettings, BotTrialRequest } from '@pult/protocol'
import { useRef, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Trouble } from '../../parts/field.tsx'
import { useAsking } from '../../parts/use-asking.ts'
import { BotConflict } from '../bots/bot-conflict.tsx'
import { EditorHead } from '../bots/editor-head.tsx'
import { useSaving } from '../bots/use-saving.ts'
import { VersionsDialog } from '../bots/versions-dialog.tsx'
import './models-style.ts'
import { ModelForm } from './model-form.tsx'
import { fieldsIn, fieldsOf, settingsOf } from './model-settings.ts'
import { modelText } from './model-text.ts'
import { ModelTrial } from './model-trial.tsx'
import { useModelDraft, withKey } from './use-model-draft.ts'
import { useModelWords } from './model-words.ts'

/** A bot by a language model: what it works by at the left, a question to it at the right. */
export function ModelEditor(props: {
  readonly bot: Bot
  /** Something was kept on the server. */
  readonly onSaved: () => void
  readonly onClose: () => void
}) {
  const { bot, onSaved, onClose } = props
  const { client, kept } = useDesk()
  const words = useWords()
  const modelWords = useModelWords()
  const form = useRef<HTMLFormElement>(null)
  const draft = useModelDraft(bot, kept)
  const saving = useSaving(client, bot.id, draft.worked(filledIn), onSaved)
  const [showsVersions, setShowsVersions] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const { busy, trouble, ask } = useAsking()
  const same = words.say('bots.same.settings')

  function written() {
    return form.current === null ? draft.shown.fields : fieldsIn(new FormData(form.current))
  }
  /** Null: something is missing, and the browser has said what. */
  function filledIn(): BotSettings | null {
    return form.current?.reportValidity() === true ? settingsOf(written()) : null
  }
  function trialSettings(): Pick<BotTrialRequest, 'kind' | 'settings' | 'botId'> | null {
    const settings = filledIn()
    return settings === null ? null : { kind: 'MODEL', settings, botId: bot.id }
  }
  function tell(doing: () => Promise<boolean>, sentence: string): void {
    if (filledIn() === null) return
    setDone(null)
    ask(async () => {
      if (await doing()) setDone(sentence)
    })
  }
  const save = (): void => tell(saving.save, modelWords.say('model.saved'))
  const publish = (): void => tell(saving.publish, words.say('bots.published.news', { name: bot.name }))
  return (
    <section class="model" aria-label={bot.name}>
      <EditorHead
        look="model"
        bot={bot}
        unsaved={draft.isChanged ? modelWords.say('model.changed') : null}
        done={done}
        onClose={onClose}
        onRevert={draft.isChanged ? () => draft.show(draft.base.fields) : null}
        onVersions={() => setShowsVersions(true)}
        onSave={draft.isChanged && !busy ? save : null}
        onPublish={(draft.isChanged || bot.draft !== null) && !busy ? publish : null}
      />
      <Trouble text={trouble} />
      <div class="model-parts">
        <form
          key={draft.shown.round}
          ref={form}
          class="model-form"
          onInput={() => {
            setDone(null)
            draft.write(written())
          }}
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <ModelForm fields={draft.shown.fields} />
        </form>
        <ModelTrial settings={trialSettings} />
      </div>
      {showsVersions && (
        <VersionsDialog
          bot={bot}
          textOf={(settings) => modelText(settings, modelWords)}
          same={same}
          onClose={() => setShowsVersions(false)}
          onOpen={({ settings, version }) => {
            setShowsVersions(false)
            // A version has no key: the one that stands here goes on.
            draft.show(withKey(fieldsOf({ draft: settings, settings: null }), written().key))
            setDone(words.say('bots.versions.opened', { version }))
          }}
        />
      )}
      {saving.theirs !== null && (
        <BotConflict
          theirs={saving.theirs}
          saving={saving}
          text={{
            theirs: modelText(saving.theirs.draft ?? saving.theirs.settings, modelWords),
            mine: modelText(settingsOf(written()), modelWords),
          }}
          same={same}
        />
      )}
    </section>
  )
}
