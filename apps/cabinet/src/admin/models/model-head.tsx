import type { Bot } from '@pult/protocol'
import { useWords } from '../../parts/context.ts'
import { IconButton } from '../../parts/icon-button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useModelWords } from './model-words.ts'

/** Whose settings these are, how they stand, and what can be done with them as a whole. */
export function ModelHead(props: {
  readonly bot: Bot
  readonly isChanged: boolean
  readonly busy: boolean
  /** What was just done; null: nothing, or something else since. */
  readonly done: string | null
  readonly onClose: () => void
  readonly onRevert: () => void
  readonly onVersions: () => void
  readonly onSave: () => void
  readonly onPublish: () => void
}) {
  const { bot, isChanged, busy, done } = props
  const words = useWords()
  const modelWords = useModelWords()
  const standing = isChanged
    ? modelWords.say('model.changed')
    : bot.draft !== null
      ? words.say('bots.draft')
      : bot.publishedAt === null
        ? words.say('bots.unpublished')
        : words.say('bots.version', { version: bot.version, at: words.moment(bot.publishedAt) })
  return (
    <header class="model-head">
      <button type="button" class="quiet square" aria-label={words.say('bots.back')} onClick={props.onClose}>
        <Icon name="back" />
      </button>
      <div class="grow">
        <h1 class="cut">{bot.name}</h1>
        <p class="dim" role="status">
          {standing}
        </p>
      </div>
      <span role="status" class="model-done">
        {done !== null && (
          <>
            <Icon name="check" small /> {done}
          </>
        )}
      </span>
      {isChanged && (
        <button type="button" class="quiet" onClick={props.onRevert}>
          {words.say('bots.revert')}
        </button>
      )}
      <IconButton
        icon="history"
        label={words.say('bots.versions')}
        tip={words.say('bots.versions')}
        run={props.onVersions}
      />
      <button type="button" disabled={busy || !isChanged} onClick={props.onSave}>
        {words.say('bots.save')}
      </button>
      <button
        type="button"
        class="primary"
        disabled={busy || (!isChanged && bot.draft === null)}
        onClick={props.onPublish}
      >
        {words.say('bots.publish')}
      </button>
    </header>
  )
}
