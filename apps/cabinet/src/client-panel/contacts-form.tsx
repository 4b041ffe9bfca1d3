import { useState } from 'preact/hooks'
import { NAME_CHARS_MAX, type ClientDetails } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import type { WordKey } from '../words/words.ts'
import { contactChanges, contactFields, type ContactField } from './contact-changes.ts'
import { EditField, focusAtOnce, leaveOnEscape } from './edit-field.tsx'
import type { DetailsRead } from './use-client-details.ts'
import { wrongField } from './wrong-field.ts'

const labels: Readonly<Record<ContactField, WordKey>> = {
  name: 'panel.name',
  email: 'panel.email',
  phone: 'panel.phone',
  language: 'panel.language',
}
const wrongs: Readonly<Record<ContactField, WordKey>> = {
  name: 'panel.wrong.name',
  email: 'panel.wrong.email',
  phone: 'panel.wrong',
  language: 'panel.wrong',
}
const kinds = {
  name: { type: 'text' },
  email: { type: 'email', placeholder: 'name@example.com' },
  phone: { type: 'tel', placeholder: '+44 20 7946 0958' },
  language: { type: 'text', placeholder: 'en' },
} as const

/** Name and contacts, where they stand. What is wrong is said at its field; only what was changed is sent. */
export function ContactsForm(props: {
  readonly details: ClientDetails
  readonly read: DetailsRead
  readonly onLeave: () => void
}) {
  const { client } = useDesk()
  const words = useWords()
  // As it was when the form was opened: what others change meanwhile must not be overwritten by what merely stands here.
  const [before] = useState(props.details)
  const [nameless, setNameless] = useState(false)
  const { busy, trouble, error, ask } = useAsking()
  const wrong = nameless ? 'name' : wrongField(error, contactFields)

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    const changes = contactChanges(before, {
      name: formText(form, 'name'),
      email: formText(form, 'email'),
      phone: formText(form, 'phone'),
      language: formText(form, 'language'),
    })
    setNameless(changes.name === '')
    if (changes.name === '') return
    if (Object.keys(changes).length === 0) {
      props.onLeave()
      return
    }
    ask(
      () => client.command('updateClient', { clientId: before.id, ...changes }),
      () => {
        // A client without an open session changes without an event.
        props.read.again()
        props.onLeave()
      },
    )
  }
  return (
    <form class="panel-form" noValidate onSubmit={submit} onKeyDown={leaveOnEscape(props.onLeave)}>
      {contactFields.map((field) => (
        <EditField
          key={field}
          label={words.say(labels[field])}
          wrong={wrong === field ? words.say(wrongs[field]) : null}
          render={(tie) => (
            <input
              {...tie}
              {...kinds[field]}
              name={field}
              maxLength={NAME_CHARS_MAX}
              autocomplete="off"
              defaultValue={before[field] ?? ''}
              ref={field === 'name' ? focusAtOnce : null}
            />
          )}
        />
      ))}
      <FormEnd
        trouble={wrong === null ? trouble : null}
        busy={busy}
        submit={words.say('app.save')}
        onCancel={props.onLeave}
      />
    </form>
  )
}
