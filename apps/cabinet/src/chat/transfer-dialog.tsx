import { NOTE_CHARS_MAX } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import type { SessionDialogProps } from './session-dialog-props.ts'
import { onlineIn, transferTargets } from './transfer-targets.ts'
import { useSessionCommands } from './use-session-commands.ts'

/** To a colleague or a group, with a word about it. */
export function TransferDialog({ card, onClose }: SessionDialogProps) {
  const { client, state } = useDesk()
  const words = useWords()
  const commands = useSessionCommands(card)
  const { busy, trouble, ask } = useAsking()
  const operators = state.operators.value
  const targets = transferTargets(operators.values(), card.operatorId, words.language)

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    const [kind, id] = formText(form, 'to').split(' ')
    if (id === undefined) return
    const note = formText(form, 'note').trim()
    ask(
      () =>
        client.command('transferSession', {
          sessionId: card.id,
          ...(kind === 'group' ? { groupId: id } : { operatorId: id }),
          ...(note === '' ? {} : { note }),
        }),
      () => {
        onClose()
        commands.leave('act.done.transferred')
      },
    )
  }
  return (
    <Dialog title={words.say('transfer.title')} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <fieldset class="choices">
          <legend>{words.say('transfer.operators')}</legend>
          {targets.length === 0 && <p class="hint">{words.say('transfer.nobody')}</p>}
          {targets.map((operator, index) => (
            <label key={operator.id} class="choice">
              <input
                type="radio"
                name="to"
                value={`operator ${operator.id}`}
                required
                disabled={operator.status === 'OFFLINE'}
                autofocus={index === 0}
              />
              <span class={`dot status-${operator.status}`} />
              <span class="cut grow">{operator.name}</span>
              <span class="dim">
                {words.say(`status.${operator.status}`)},{' '}
                {words.count('transfer.capacity', operator.capacity)}
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset class="choices">
          <legend>{words.say('transfer.groups')}</legend>
          {[...state.groups.value.values()].map((group) => (
            <label key={group.id} class="choice">
              <input type="radio" name="to" value={`group ${group.id}`} required />
              <span class="cut grow">{group.name}</span>
              <span class="dim">
                {words.count('transfer.online', onlineIn(operators.values(), group.id))}
              </span>
            </label>
          ))}
        </fieldset>
        <Field label={words.say('transfer.note')}>
          <textarea name="note" rows={2} maxLength={NOTE_CHARS_MAX} />
        </Field>
        <FormEnd trouble={trouble} busy={busy} submit={words.say('transfer.submit')} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
