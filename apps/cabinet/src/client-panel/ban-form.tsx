import { useState } from 'preact/hooks'
import { REASON_CHARS_MAX } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import { banEnd, banTerms, type BanTerm } from './ban-term.ts'
import { EditField, focusAtOnce, leaveOnEscape } from './edit-field.tsx'
import { localDayOf, zoneName } from './local-time.ts'
import { wrongField } from './wrong-field.ts'

const terms = {
  hour: 'ban.hour',
  day: 'ban.day',
  week: 'ban.week',
  ever: 'ban.ever',
  until: 'ban.date',
} as const
const wrongs = { noDay: 'ban.wrong.noDay', past: 'ban.wrong.past' } as const

/** How long and why, in the panel and in its dialog; the client is told nothing of the reason. */
export function BanForm(props: {
  readonly clientId: string
  /** What stands above the terms. */
  readonly legend: string
  readonly onDone: () => void
  readonly onLeave: () => void
}) {
  const { client, state, nowMs } = useDesk()
  const words = useWords()
  const [term, setTerm] = useState<BanTerm>('day')
  const [wrong, setWrong] = useState<keyof typeof wrongs | null>(null)
  const { busy, trouble, error, ask } = useAsking()
  // The end is told by the server's clock, which is the one that lifts the ban.
  const serverMs = () => Date.now() + state.clockOffsetMs.value
  const refused = wrongField(error, ['until'])
  const wrongDay =
    wrong === null ? (refused === null ? null : words.say('ban.wrong.past')) : words.say(wrongs[wrong])

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    const end = banEnd(term, formText(form, 'day'), serverMs())
    setWrong(end.ok ? null : end.why)
    if (!end.ok) return
    const reason = formText(form, 'reason').trim()
    ask(
      () =>
        client.command('banClient', {
          clientId: props.clientId,
          banned: true,
          ...(reason === '' ? {} : { reason }),
          until: end.endMs === null ? null : new Date(end.endMs).toISOString(),
        }),
      props.onDone,
    )
  }
  return (
    <form
      class="panel-form ban-form"
      noValidate
      aria-label={words.say('ban.title')}
      onSubmit={submit}
      onKeyDown={leaveOnEscape(props.onLeave)}
    >
      <fieldset>
        <legend>{props.legend}</legend>
        <p class="hint">{words.say('ban.lead')}</p>
        <div class="terms">
          {banTerms.map((one) => (
            <label key={one} class="term">
              <input
                type="radio"
                name="term"
                value={one}
                checked={one === term}
                ref={one === 'day' ? focusAtOnce : null}
                onChange={() => setTerm(one)}
              />
              <span>{words.say(terms[one])}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {term === 'until' && (
        <EditField
          label={words.say('ban.date.last')}
          hint={words.say('ban.date.zone', { zone: zoneName(nowMs.peek(), words.language) })}
          wrong={wrongDay}
          render={(tie) => (
            <input {...tie} name="day" type="date" min={localDayOf(new Date(nowMs.peek()).toISOString())} />
          )}
        />
      )}
      <EditField
        label={words.say('ban.reason')}
        wrong={null}
        render={(tie) => <input {...tie} name="reason" maxLength={REASON_CHARS_MAX} autocomplete="off" />}
      />
      <FormEnd
        trouble={refused === null ? trouble : null}
        busy={busy}
        submit={words.say('ban.submit')}
        look="danger-fill"
        onCancel={props.onLeave}
      />
    </form>
  )
}
