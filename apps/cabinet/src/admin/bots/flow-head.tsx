import type { Bot } from '@pult/protocol'
import { useWords } from '../../parts/context.ts'
import { EditorHead } from './editor-head.tsx'
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
  return (
    <EditorHead
      look="flow"
      bot={bot}
      unsaved={isChanged ? words.say('bots.unsaved') : null}
      done={done}
      onClose={props.onClose}
      onVersions={props.onVersions}
      onRevert={
        isChanged && base.text !== ''
          ? () => {
              props.onReplace(base.text)
              scenario.setSecrets(base.secrets)
            }
          : null
      }
      onSave={canSave && isChanged ? props.onSave : null}
      onPublish={canPublish && (isChanged || bot.draft !== null) ? props.onPublish : null}
      views={
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
      }
      files={
        <FlowFiles
          name={bot.name}
          text={text}
          flow={reading.flow}
          onText={props.onReplace}
          onTrouble={props.onTrouble}
        />
      }
    />
  )
}
