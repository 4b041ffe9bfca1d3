import { TIMER_SECONDS_MAX } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
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
}) {
  const words = useWords()
  const [text, setText] = useState(props.seconds === null ? '' : durationText(props.seconds, words))
  const seconds = secondsIn(text)
  const isWrong = seconds === undefined || (seconds ?? 0) > TIMER_SECONDS_MAX
  const said = isWrong ? words.say('duration.wrong') : seconds === null ? '' : durationText(seconds, words)
  return (
    <Field label={props.label} {...(said === '' || said === text ? {} : { hint: said })}>
      <input
        name={props.name}
        value={text}
        placeholder={words.say('admin.nolimit')}
        autocomplete="off"
        aria-invalid={isWrong}
        ref={(field) => field?.setCustomValidity(isWrong ? words.say('duration.wrong') : '')}
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={() => {
          if (!isWrong) setText(said)
        }}
      />
    </Field>
  )
}
