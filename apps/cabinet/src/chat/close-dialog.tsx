import { REASON_CHARS_MAX } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import type { SessionDialogProps } from './session-dialog-props.ts'
import { useSessionCommands } from './use-session-commands.ts'

export function CloseDialog({ card, onClose }: SessionDialogProps) {
  const { client } = useDesk()
  const words = useWords()
  const commands = useSessionCommands(card)
  const { busy, trouble, ask } = useAsking()

  function submit(event: SubmitEvent): void {
    const reason = formText(submitted(event), 'reason').trim()
    ask(
      () => client.command('closeSession', { sessionId: card.id, ...(reason === '' ? {} : { reason }) }),
      () => {
        onClose()
        commands.leave('act.done.closed')
      },
    )
  }
  return (
    <Dialog title={words.say('close.title')} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <Field label={words.say('close.reason')}>
          <input name="reason" maxLength={REASON_CHARS_MAX} autofocus />
        </Field>
        <FormEnd trouble={trouble} busy={busy} submit={words.say('close.submit')} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
