import { TIMER_SECONDS_MAX } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import type { WordKey } from '../words/words.ts'
import { durationText, secondsIn } from './duration.ts'

/**
 * A length of time, written as people write it. While it is written, the line below says how it is understood; what cannot be understood is
 * said by the browser when the form is sent. Empty: no limit.
 */
export function DurationField(props: {
  readonly name: string
  readonly label: string
  /** Seconds, as the wire has them; null: no limit. */
  readonly seconds: number | null
  /** The longest that may be, and the sentence that says so. Default: a year. There is no such thing as no limit then. */
  readonly max?: { readonly seconds: number; readonly wrong: WordKey }
}) {
  const words = useWords()
  const [text, setText] = useState(props.seconds === null ? '' : durationText(props.seconds, words))
  const { seconds: most, wrong } = props.max ?? { seconds: TIMER_SECONDS_MAX, wrong: 'duration.wrong' }
  const seconds = secondsIn(text)
  const isWrong = seconds === undefined || (seconds ?? 0) > most
  const said = isWrong ? words.say(wrong) : seconds === null ? '' : durationText(seconds, words)
  return (
    <Field label={props.label} {...(said === '' || said === text ? {} : { hint: said })}>
      <input
        name={props.name}
        value={text}
        required={props.max !== undefined}
        placeholder={props.max === undefined ? words.say('admin.nolimit') : ''}
        autocomplete="off"
        aria-invalid={isWrong}
        ref={(field) => field?.setCustomValidity(isWrong ? words.say(wrong) : '')}
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={() => {
          if (!isWrong) setText(said)
        }}
      />
    </Field>
  )
}
