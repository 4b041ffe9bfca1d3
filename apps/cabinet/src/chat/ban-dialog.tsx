import { REASON_CHARS_MAX } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import type { SessionDialogProps } from './session-dialog-props.ts'

const HOUR_MS = 3_600_000
const lengths = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, ever: null } as const

export function BanDialog({ card, onClose }: SessionDialogProps) {
  const desk = useDesk()
  const words = useWords()
  const { busy, trouble, ask } = useAsking()

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    const { clientId } = card
    if (clientId === null) return
    const reason = formText(form, 'reason').trim()
    const chosen = (Object.keys(lengths) as (keyof typeof lengths)[]).find(
      (name) => name === form.get('until'),
    )
    const lengthMs = lengths[chosen ?? 'ever']
    // The end is told by the server's clock, which is the one that lifts it.
    const endMs = lengthMs === null ? null : Date.now() + desk.state.clockOffsetMs.value + lengthMs
    ask(
      () =>
        desk.client.command('banClient', {
          clientId,
          banned: true,
          ...(reason === '' ? {} : { reason }),
          until: endMs === null ? null : new Date(endMs).toISOString(),
        }),
      onClose,
    )
  }
  return (
    <Dialog title={words.say('ban.title')} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <p>{words.say('ban.lead')}</p>
        <Field label={words.say('ban.until')}>
          <select name="until">
            {(['hour', 'day', 'week', 'ever'] as const).map((length) => (
              <option key={length} value={length}>
                {words.say(`ban.${length}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.say('ban.reason')}>
          <input name="reason" maxLength={REASON_CHARS_MAX} />
        </Field>
        <FormEnd
          trouble={trouble}
          busy={busy}
          submit={words.say('ban.submit')}
          look="danger-fill"
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}
