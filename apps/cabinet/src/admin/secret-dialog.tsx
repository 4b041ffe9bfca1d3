import { useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { CopyBox } from './copy-box.tsx'
import { widgetSnippet } from './widget-snippet.ts'

/** What a new channel, or a new secret, answers with. The secret is nowhere else. */
export interface NewSecret {
  readonly name: string
  readonly channelKey: string
  readonly channelSecret: string
  readonly widget: boolean
}

export function SecretDialog({
  secret,
  onClose,
}: {
  readonly secret: NewSecret
  readonly onClose: () => void
}) {
  const words = useWords()
  return (
    <Dialog title={secret.name} onClose={onClose}>
      <div class="stack">
        <p>{words.say('admin.secret.once')}</p>
        <CopyBox label={words.say('admin.secret')} text={secret.channelSecret} />
        <CopyBox label={words.say('admin.key')} text={secret.channelKey} />
        {secret.widget && (
          <CopyBox
            label={words.say('admin.snippet')}
            text={widgetSnippet(location.origin, secret.channelKey)}
          />
        )}
        <div class="row end">
          <button type="button" class="primary" onClick={onClose}>
            {words.say('app.done')}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
