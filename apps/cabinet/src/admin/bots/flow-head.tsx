import type { Bot } from '@pult/protocol'
import { useWords } from '../../parts/context.ts'
import { Icon } from '../../parts/icon.tsx'
import { IconButton } from '../../parts/icon-button.tsx'
import type { FlowView } from './flow-editor.tsx'
import { FlowFiles } from './flow-files.tsx'
import { useFlowWords } from './flow-words.ts'
import type { Scenario } from './use-scenario.ts'

/** Whose scenario it is, how it stands, and what can be done with it as a whole. */
export function FlowHead(props: {
  readonly bot: Bot
  readonly scenario: Scenario
  /** What was just done; null: nothing, or something else since. */
  readonly done: string | null
  readonly busy: boolean
  readonly view: FlowView
  readonly onView: (view: FlowView) => void
  readonly onClose: () => void
  readonly onReplace: (text: string) => void
  readonly onTrouble: (trouble: string) => void
  readonly onVersions: () => void
  readonly onSave: () => void
  readonly onPublish: () => void
}) {
  const { bot, scenario, done, busy } = props
  const words = useWords()
  const flowWords = useFlowWords()
  const { base, text, reading, isSettled, isChanged } = scenario
  // A draft may be unfinished, as long as it can be read; until then it is kept in this browser.
  const canSave = reading.flow !== null && isSettled && !busy
  const canPublish = canSave && reading.mayPublish
  const standing = isChanged
    ? words.say('bots.unsaved')
    : bot.draft !== null
      ? words.say('bots.draft')
      : bot.publishedAt === null
        ? words.say('bots.unpublished')
        : words.say('bots.version', { version: bot.version, at: words.moment(bot.publishedAt) })
  return (
    <header class="flow-head">
      <button type="button" class="quiet square" aria-label={words.say('bots.back')} onClick={props.onClose}>
        <Icon name="back" />
      </button>
      <div class="grow">
        <h1 class="cut">{bot.name}</h1>
        <p class="dim">
          <span role="status">{standing}</span>
        </p>
      </div>
      <span role="status" class="flow-done">
        {done !== null && (
          <>
            <Icon name="check" small /> {done}
          </>
        )}
      </span>
      <div class="flow-views" role="group" aria-label={flowWords.say('draw.view')}>
        {(['drawing', 'text'] as const).map((view) => (
          <button
            key={view}
            type="button"
            aria-pressed={view === props.view}
            onClick={() => props.onView(view)}
          >
            {flowWords.say(`draw.view.${view}`)}
          </button>
        ))}
      </div>
      {isChanged && base.text !== '' && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            props.onReplace(base.text)
            scenario.setSecrets(base.secrets)
          }}
        >
          {words.say('bots.revert')}
        </button>
      )}
      <IconButton
        icon="history"
        label={words.say('bots.versions')}
        tip={words.say('bots.versions')}
        run={props.onVersions}
      />
      <FlowFiles
        name={bot.name}
        text={text}
        flow={reading.flow}
        onText={props.onReplace}
        onTrouble={props.onTrouble}
      />
      <button type="button" disabled={!canSave || !isChanged} onClick={props.onSave}>
        {words.say('bots.save')}
      </button>
      <button
        type="button"
        class="primary"
        disabled={!canPublish || (!isChanged && bot.draft === null)}
        onClick={props.onPublish}
      >
        {words.say('bots.publish')}
      </button>
    </header>
  )
}
