import { Icon } from '../../../parts/icon.tsx'
import { IconButton } from '../../../parts/icon-button.tsx'
import { useFlowWords } from '../flow-words.ts'
import type { Looking } from './use-view.ts'

const NEARER = 1.25

/** What can be done to the drawing as a whole, in its corners. */
export function DrawingTools(props: {
  readonly looking: Looking
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
  readonly onAdd: () => void
  readonly onArrange: () => void
  readonly onScenario: () => void
}) {
  const { looking, undo, redo } = props
  const words = useFlowWords()
  const button = (icon: 'undo' | 'redo', run: (() => void) | null) => (
    <button
      type="button"
      class="quiet square"
      aria-label={words.say(`draw.${icon}`)}
      title={words.say(`draw.${icon}`)}
      disabled={run === null}
      onClick={() => run?.()}
    >
      <Icon name={icon} />
    </button>
  )
  return (
    <>
      <div class="draw-tools at-top" data-over role="group" aria-label={words.say('draw.tools')}>
        <button type="button" class="quiet" onClick={props.onAdd}>
          <Icon name="plus" /> {words.say('draw.add')}
        </button>
        {button('undo', undo)}
        {button('redo', redo)}
        <IconButton
          icon="layout"
          label={words.say('draw.arrange')}
          tip={words.say('draw.arrange')}
          run={props.onArrange}
        />
        <IconButton
          icon="settings"
          label={words.say('draw.scenario')}
          tip={words.say('draw.scenario')}
          run={props.onScenario}
        />
      </div>
      <div class="draw-tools at-bottom" data-over role="group" aria-label={words.say('draw.zoom')}>
        <IconButton icon="minus" label={words.say('draw.zoom.out')} run={() => looking.zoom(1 / NEARER)} />
        <span class="digits">{looking.percent} %</span>
        <IconButton icon="plus" label={words.say('draw.zoom.in')} run={() => looking.zoom(NEARER)} />
        <IconButton icon="fit" label={words.say('draw.zoom.fit')} run={looking.fit} />
      </div>
    </>
  )
}
