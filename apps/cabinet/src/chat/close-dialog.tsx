import { useState } from 'preact/hooks'
import { REASON_CHARS_MAX } from '@pult/protocol'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import type { SessionDialogProps } from './session-dialog-props.ts'
import { sessionCommands } from './session-commands.ts'

const usual = ['close.solved', 'close.silent', 'close.duplicate', 'close.elsewhere'] as const

/** With a reason or without; it can be taken back for a moment. */
export function CloseDialog({ card, onClose }: SessionDialogProps) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const [reason, setReason] = useState('')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const given = reason.trim()
    onClose()
    sessionCommands(card, { app, desk }).giveAway({
      name: 'closeSession',
      data: { sessionId: card.id, ...(given === '' ? {} : { reason: given }) },
    })
  }
  return (
    <Dialog title={words.say('close.title')} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <div class="row wrap" role="group" aria-label={words.say('close.usual')}>
          {usual.map((key) => (
            <button
              key={key}
              type="button"
              class="small"
              aria-pressed={reason === words.say(key)}
              onClick={() => setReason(reason === words.say(key) ? '' : words.say(key))}
            >
              {words.say(key)}
            </button>
          ))}
        </div>
        <Field label={words.say('close.reason')}>
          <input
            name="reason"
            maxLength={REASON_CHARS_MAX}
            autofocus
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </Field>
        <FormEnd trouble={null} busy={false} submit={words.say('close.submit')} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
