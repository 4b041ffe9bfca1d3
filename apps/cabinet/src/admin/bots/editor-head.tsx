import type { Bot } from '@pult/protocol'
import type { ComponentChildren } from 'preact'
import { useWords } from '../../parts/context.ts'
import { IconButton } from '../../parts/icon-button.tsx'
import { Icon } from '../../parts/icon.tsx'

/** Over the editor of a bot: whose it is, how it stands, and what can be done with it as a whole. */
export function EditorHead(props: {
  readonly look: 'flow' | 'model'
  readonly bot: Bot
  /** Said of what is not saved yet; null: everything is. */
  readonly unsaved: string | null
  /** What was just done; null: nothing, or something else since. */
  readonly done: string | null
  /** Null: there is nothing to save. */
  readonly onSave: (() => void) | null
  readonly onPublish: (() => void) | null
  /** Null: there is nothing to undo. */
  readonly onRevert: (() => void) | null
  readonly onVersions: () => void
  readonly onClose: () => void
  /** Before and behind the way to its versions. */
  readonly views?: ComponentChildren
  readonly files?: ComponentChildren
}) {
  const { look, bot, unsaved, done, onRevert, onSave, onPublish } = props
  const words = useWords()
  const standing =
    bot.draft !== null
      ? words.say('bots.draft')
      : bot.publishedAt === null
        ? words.say('bots.unpublished')
        : words.say('bots.version', { version: bot.version, at: words.moment(bot.publishedAt) })
  return (
    <header class={`${look}-head`}>
      <button type="button" class="quiet square" aria-label={words.say('bots.back')} onClick={props.onClose}>
        <Icon name="back" />
      </button>
      <div class="grow">
        <h1 class="cut">{bot.name}</h1>
        <p class="dim" role="status">
          {unsaved ?? standing}
        </p>
      </div>
      <span role="status" class={`${look}-done`}>
        {done !== null && (
          <>
            <Icon name="check" small /> {done}
          </>
        )}
      </span>
      {props.views}
      {onRevert !== null && (
        <button type="button" class="quiet" onClick={onRevert}>
          {words.say('bots.revert')}
        </button>
      )}
      <IconButton
        icon="history"
        label={words.say('bots.versions')}
        tip={words.say('bots.versions')}
        run={props.onVersions}
      />
      {props.files}
      <button type="button" disabled={onSave === null} onClick={onSave ?? undefined}>
        {words.say('bots.save')}
      </button>
      <button type="button" class="primary" disabled={onPublish === null} onClick={onPublish ?? undefined}>
        {words.say('bots.publish')}
      </button>
    </header>
  )
}
