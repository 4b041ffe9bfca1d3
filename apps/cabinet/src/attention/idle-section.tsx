import { useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import { useAttention } from './attention-context.ts'
import { idleChoices } from './settings.ts'

/** After how long without a hand on anything one is asked whether one is there. */
export function IdleSection() {
  const attention = useAttention()
  const words = useWords()
  const { idleMinutes } = attention.settings.value
  return (
    <section class="stack">
      <h3>{words.say('idle.title')}</h3>
      <Field label={words.say('idle.after')} hint={words.say('idle.hint')}>
        <select
          value={idleMinutes}
          onChange={(event) => attention.change({ idleMinutes: Number(event.currentTarget.value) })}
        >
          {idleChoices.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes === 0 ? words.say('idle.never') : words.count('idle.minutes', minutes)}
            </option>
          ))}
        </select>
      </Field>
    </section>
  )
}
