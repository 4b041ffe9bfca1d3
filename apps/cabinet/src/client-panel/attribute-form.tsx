import { useState } from 'preact/hooks'
import { ATTRIBUTES_MAX, NAME_CHARS_MAX, REASON_CHARS_MAX, type ClientDetails } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import type { WordKey } from '../words/words.ts'
import { changedAttribute, type AttributesChange } from './attributes.ts'
import { EditField, focusAtOnce, leaveOnEscape } from './edit-field.tsx'
import type { DetailsRead } from './use-client-details.ts'

type Wrong = Extract<AttributesChange, { readonly ok: false }>
const wrongs: Readonly<Record<Wrong['why'], WordKey>> = {
  empty: 'panel.wrong.empty',
  taken: 'panel.wrong.taken',
  tooMany: 'panel.wrong.tooMany',
}

/** One attribute, written in its place in the list or, new, below it. */
export function AttributeForm(props: {
  readonly details: ClientDetails
  readonly before: string | null
  readonly read: DetailsRead
  readonly onLeave: () => void
}) {
  const { client } = useDesk()
  const words = useWords()
  const { details, before } = props
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const { busy, trouble, ask } = useAsking()

  function submit(event: SubmitEvent): void {
    const form = submitted(event)
    const change = changedAttribute(details.attributes, before, {
      name: formText(form, 'attribute'),
      value: formText(form, 'value'),
    })
    setWrong(change.ok ? null : change)
    if (!change.ok) return
    ask(
      () => client.command('updateClient', { clientId: details.id, attributes: change.changes }),
      () => {
        props.read.again()
        props.onLeave()
      },
    )
  }
  const wrongAt = (field: Wrong['field']) =>
    wrong?.field === field ? words.say(wrongs[wrong.why], { limit: ATTRIBUTES_MAX }) : null
  return (
    <form class="panel-form" noValidate onSubmit={submit} onKeyDown={leaveOnEscape(props.onLeave)}>
      <EditField
        label={words.say('panel.attribute.name')}
        wrong={wrongAt('name')}
        render={(tie) => (
          <input
            {...tie}
            name="attribute"
            maxLength={NAME_CHARS_MAX}
            autocomplete="off"
            defaultValue={before ?? ''}
            ref={before === null ? focusAtOnce : null}
          />
        )}
      />
      <EditField
        label={words.say('panel.attribute.value')}
        wrong={wrongAt('value')}
        render={(tie) => (
          <input
            {...tie}
            name="value"
            maxLength={REASON_CHARS_MAX}
            autocomplete="off"
            defaultValue={before === null ? '' : (details.attributes[before] ?? '')}
            ref={before === null ? null : focusAtOnce}
          />
        )}
      />
      <FormEnd trouble={trouble} busy={busy} submit={words.say('app.save')} onCancel={props.onLeave} />
    </form>
  )
}
