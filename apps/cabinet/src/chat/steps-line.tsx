import { useState } from 'preact/hooks'
import type { Activity } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import type { Words } from '../words/words.ts'
import { stepIcon, stepPhrases } from './step-words.ts'

/** Two are read at a glance; more push what was said apart, and fold. */
const STEPS_SHOWN_MAX = 2

/** What happened to the session between two messages: who got it, from whom and why. */
export function StepsLine({ id, steps }: { readonly id: string; readonly steps: readonly Activity[] }) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  const said = steps.filter((step) => stepPhrases(step).length > 0)
  const last = said.at(-1)
  if (last === undefined) return null
  const isFolded = said.length > STEPS_SHOWN_MAX && !open
  return (
    <li class="steps-line" data-line={id} tabIndex={-1}>
      {said.length > STEPS_SHOWN_MAX && (
        <button type="button" class="steps-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'up' : 'down'} small />
          {words.count('step.folded', said.length - (open ? 0 : 1))}
        </button>
      )}
      {(isFolded ? [last] : said).map((step) => (
        <p key={step.id} class={`step step-${step.kind}`}>
          <Icon name={stepIcon(step)} small />
          <span>
            {sayStep(words, step)} <time dateTime={step.at}>{words.time(step.at)}</time>
          </span>
        </p>
      ))}
    </li>
  )
}

/** Names and reasons are people's text, and stay text. */
function sayStep(words: Words, step: Activity): string {
  return stepPhrases(step)
    .map(({ key, places }) => words.say(key, places))
    .join(' ')
}
