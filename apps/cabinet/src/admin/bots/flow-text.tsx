import type { RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { useWords } from '../../parts/context.ts'
import type { PlacedProblem } from './flow-reading.ts'

/** The text of a scenario with the numbers of its lines, those with problems marked. Tab leaves it, as it leaves every field. */
export function FlowText(props: {
  readonly at: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly problems: readonly PlacedProblem[]
  readonly onText: (text: string) => void
  readonly onExample: () => void
}) {
  const { at, text, problems, onText, onExample } = props
  const words = useWords()
  const numbers = useRef<HTMLDivElement>(null)
  const levels = new Map(problems.toReversed().map(({ line, level }) => [line, level] as const))
  return (
    <div class="flow-text">
      <div ref={numbers} class="flow-numbers" aria-hidden="true">
        {text.split('\n').map((_, index) => (
          <div key={index} class={levels.get(index + 1) ?? ''}>
            {index + 1}
          </div>
        ))}
      </div>
      <textarea
        ref={at}
        aria-label={words.say('bots.text')}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        wrap="off"
        value={text}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
        onScroll={({ currentTarget }) => {
          if (numbers.current !== null) numbers.current.scrollTop = currentTarget.scrollTop
        }}
      />
      {text === '' && (
        <div class="flow-begin">
          <p>{words.say('bots.begin')}</p>
          <button type="button" class="primary" onClick={onExample}>
            {words.say('bots.example')}
          </button>
        </div>
      )}
    </div>
  )
}
