import { useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { CopyBox } from './copy-box.tsx'
import { widgetSnippet } from './widget-snippet.ts'

/** What a new channel or bot, or a new secret, answers with. The secret is nowhere else. */
export interface NewSecret {
  readonly name: string
  readonly secret: string
  readonly what: 'channel' | 'bot'
  /** Of a channel. */
  readonly channelKey?: string
  readonly widget?: boolean
}

export function SecretDialog({
  secret,
  onClose,
}: {
  readonly secret: NewSecret
  readonly onClose: () => void
}) {
  const words = useWords()
  const { channelKey } = secret
  return (
    <Dialog title={secret.name} onClose={onClose}>
      <div class="stack">
        <p>{words.say(secret.what === 'bot' ? 'bots.secret.once' : 'admin.secret.once')}</p>
        <CopyBox
          label={words.say(secret.what === 'bot' ? 'bots.secret' : 'admin.secret')}
          text={secret.secret}
        />
        {channelKey !== undefined && <CopyBox label={words.say('admin.key')} text={channelKey} />}
        {channelKey !== undefined && secret.widget === true && (
          <CopyBox label={words.say('admin.snippet')} text={widgetSnippet(location.origin, channelKey)} />
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
