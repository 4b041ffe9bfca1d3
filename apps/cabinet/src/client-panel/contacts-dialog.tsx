import type { Client } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'

export function ContactsDialog({
  client,
  onClose,
}: {
  readonly client: Client
  readonly onClose: () => void
}) {
  const desk = useDesk()
  const words = useWords()
  const { busy, trouble, ask } = useAsking()

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    const orNull = (name: string) => formText(form, name).trim() || null
    ask(
      () =>
        desk.client.command('updateClient', {
          clientId: client.id,
          name: formText(form, 'name').trim(),
          email: orNull('email'),
          phone: orNull('phone'),
          language: orNull('language'),
        }),
      onClose,
    )
  }
  return (
    <Dialog title={words.say('panel.edit')} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <Field label={words.say('panel.name')}>
          <input name="name" required maxLength={200} defaultValue={client.name} autofocus />
        </Field>
        <Field label={words.say('panel.email')}>
          <input name="email" type="email" maxLength={200} defaultValue={client.email ?? ''} />
        </Field>
        <Field label={words.say('panel.phone')}>
          <input name="phone" type="tel" maxLength={200} defaultValue={client.phone ?? ''} />
        </Field>
        <Field label={words.say('panel.language')}>
          <input name="language" maxLength={200} defaultValue={client.language ?? ''} />
        </Field>
        <FormEnd trouble={trouble} busy={busy} submit={words.say('app.save')} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
