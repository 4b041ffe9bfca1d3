import type { Bot, BotSettings } from '@pult/protocol'
import { useCallback, useRef, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Trouble } from '../../parts/field.tsx'
import { lazyPart } from '../../parts/lazy.tsx'
import { addLaterStyle } from '../../parts/later-style.ts'
import { useAsking } from '../../parts/use-asking.ts'
import { WAYS_IN } from './drawing/card.ts'
import type { DrawingProps } from './drawing/drawing.tsx'
import { newFlow } from './drawing/new-node.ts'
import editorStyle from '../../styles/flow-editor.css' with { type: 'text' }
import { BotConflict } from './bot-conflict.tsx'
import { exampleTexts } from './example.ts'
import { FlowBlank } from './flow-blank.tsx'
import { FlowHead } from './flow-head.tsx'
import { FlowProblems } from './flow-problems.tsx'
import { flowText, offsetOf, storyText } from './flow-reading.ts'
import { FlowSecrets } from './flow-secrets.tsx'
import { FlowText } from './flow-text.tsx'
import { FlowTest } from './flow-test.tsx'
import { useFlowWords } from './flow-words.ts'
import { secretsIn } from './secrets.ts'
import { nothingSaid } from './test-run.ts'
import { useSaving } from './use-saving.ts'
import { useScenario } from './use-scenario.ts'
import { VersionsDialog } from './versions-dialog.tsx'

addLaterStyle(editorStyle)

/** What is seen of a text above the line that one is led to: usually where its node begins. */
const LINES_ABOVE = 6

/** Pointers, cards, arrows and forms: nobody needs them who writes. */
const Drawing = lazyPart<DrawingProps>(() => import('./drawing/drawing.tsx').then((part) => part.Drawing))

export type FlowView = 'drawing' | 'text'

/** Without where its nodes are drawn. */
const story = (settings: BotSettings | null): string => storyText(settings) ?? ''

/** A scenario: its drawing or its text, what is wrong with it as one writes, a conversation with it, and what it was before. */
export function FlowEditor(props: {
  readonly bot: Bot
  /** Something was kept on the server. */
  readonly onSaved: () => void
  readonly onClose: () => void
}) {
  const { bot, onSaved, onClose } = props
  const { client, state, kept } = useDesk()
  const words = useWords()
  const flowWords = useFlowWords()
  const field = useRef<HTMLTextAreaElement>(null)
  const scenario = useScenario(bot, kept, state.groups.value, words.language)
  const saving = useSaving(client, bot.id, scenario.worked, onSaved)
  const { busy, trouble, ask } = useAsking()
  const [fault, setFault] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const [showsVersions, setShowsVersions] = useState(false)
  const { text, reading, isSettled } = scenario
  const [view, setView] = useState<FlowView>(() => (kept.read('flow.view') === 'text' ? 'text' : 'drawing'))
  const [openedId, setOpenedId] = useState<string | null>(null)
  const [run, setRun] = useState(nothingSaid)
  const isDrawn = view === 'drawing'
  const open = useCallback((id: string | null) => setOpenedId(id), [])

  /** What was done is said beside the buttons that did it: a line in the corner would lie over the test run. */
  function tell(doing: () => Promise<boolean>, sentence: string): void {
    setDone(null)
    ask(async () => {
      if (await doing()) setDone(sentence)
    })
  }
  function replace(next: string): void {
    scenario.replace(next)
    setFault(null)
    setDone(null)
  }
  function goTo(line: number, column: number): void {
    const element = field.current
    if (element === null) return
    element.focus()
    element.setSelectionRange(offsetOf(text, line, column), offsetOf(text, line + 1, 0))
    // Choosing a place does not bring it in sight; a few lines above it stay there, too.
    const lineHeight = element.scrollHeight / text.split('\n').length
    element.scrollTop = (line - LINES_ABOVE) * lineHeight
  }
  function show(next: FlowView): void {
    setView(next)
    kept.write('flow.view', next)
  }
  const isThere = (id: string) => Object.hasOwn(reading.flow?.nodes ?? {}, id)
  const below = (
    <>
      <FlowProblems
        problems={reading.problems}
        isEmpty={text.trim() === ''}
        hasPlaces={!isDrawn}
        onGoTo={({ line, column, node }) => {
          if (isDrawn) setOpenedId(node ?? WAYS_IN)
          else goTo(line, column)
        }}
      />
      <FlowSecrets secrets={scenario.secrets} onSecrets={scenario.setSecrets} />
    </>
  )
  const test = <FlowTest flow={reading.flow} secrets={secretsIn(scenario.secrets)} run={run} onRun={setRun} />
  return (
    <section class="flow" aria-label={bot.name}>
      <FlowHead
        bot={bot}
        scenario={scenario}
        done={done}
        busy={busy}
        view={view}
        onView={show}
        onClose={onClose}
        onReplace={replace}
        onTrouble={setFault}
        onVersions={() => setShowsVersions(true)}
        onSave={() => tell(saving.save, flowWords.say('flow.saved'))}
        onPublish={() => tell(saving.publish, words.say('bots.published.news', { name: bot.name }))}
      />
      <Trouble text={trouble ?? fault} />
      {isDrawn && reading.flow !== null ? (
        <Drawing
          flow={reading.flow}
          problems={reading.problems}
          run={run}
          undo={scenario.undo}
          redo={scenario.redo}
          openedId={openedId === null || openedId === WAYS_IN || isThere(openedId) ? openedId : null}
          onOpen={open}
          onDraw={(flow, about) => {
            scenario.draw(flow, about)
            setDone(null)
          }}
          beside={test}
          below={below}
        />
      ) : (
        <div class="flow-parts">
          <div class="flow-written">
            {isDrawn ? (
              <FlowBlank
                isEmpty={text.trim() === ''}
                onBegin={() => scenario.draw(newFlow(flowWords))}
                onExample={() => replace(exampleTexts[words.language])}
                onText={() => show('text')}
              />
            ) : (
              <FlowText
                at={field}
                text={text}
                problems={isSettled ? reading.problems : []}
                onText={(next) => {
                  scenario.type(next)
                  setFault(null)
                  setDone(null)
                }}
                onExample={() => replace(exampleTexts[words.language])}
              />
            )}
            {below}
          </div>
          {test}
        </div>
      )}
      {showsVersions && (
        <VersionsDialog
          bot={bot}
          textOf={story}
          same={words.say('bots.same')}
          mayOpen={(settings) => flowText(settings) !== null}
          onClose={() => setShowsVersions(false)}
          onOpen={({ settings, version }) => {
            setShowsVersions(false)
            replace(flowText(settings) ?? text)
            setDone(words.say('bots.versions.opened', { version }))
          }}
        />
      )}
      {saving.theirs !== null && (
        <BotConflict
          theirs={saving.theirs}
          saving={saving}
          text={{
            theirs: story(saving.theirs.draft ?? saving.theirs.settings),
            mine: story({ flow: reading.flow }) || text,
          }}
          same={words.say('bots.same')}
        />
      )}
    </section>
  )
}
