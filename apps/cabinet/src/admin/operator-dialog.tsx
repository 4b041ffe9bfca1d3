import { CAPACITY_MAX, type Operator } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import { formText } from '../parts/form-text.ts'
import { choiceIn, listIn, numberIn, ticksIn } from './form-values.ts'
import { SettingDialog } from './setting-dialog.tsx'

const roles = ['operator', 'supervisor', 'admin'] as const

export function OperatorDialog({
  operator,
  onClose,
}: {
  readonly operator: Operator | null
  readonly onClose: () => void
}) {
  const { client, state } = useDesk()
  const words = useWords()

  function send(form: FormData): Promise<unknown> {
    const password = formText(form, 'password')
    const capacity = numberIn(form, 'capacity')
    const data = {
      name: formText(form, 'name').trim(),
      email: formText(form, 'email').trim(),
      role: choiceIn(form, 'role', roles),
      groupIds: ticksIn(form, 'groupIds'),
      skills: listIn(form, 'skills'),
      languages: listIn(form, 'languages'),
      watchesBotSessions: form.get('watches') !== null,
      ...(capacity === null ? {} : { capacity }),
    }
    return operator === null
      ? client.command('createOperator', { ...data, password })
      : client.command('updateOperator', {
          operatorId: operator.id,
          ...data,
          ...(password === '' ? {} : { password }),
        })
  }
  return (
    <SettingDialog
      title={operator?.name ?? words.say('admin.new.operator')}
      submitLabel={words.say(operator === null ? 'admin.create' : 'app.save')}
      send={send}
      onClose={onClose}
    >
      <Field label={words.say('admin.name')}>
        <input name="name" required maxLength={200} defaultValue={operator?.name ?? ''} autofocus />
      </Field>
      <Field label={words.say('admin.email')}>
        <input name="email" type="email" required maxLength={200} defaultValue={operator?.email ?? ''} />
      </Field>
      <Field
        label={words.say('admin.password')}
        hint={words.say(operator === null ? 'setup.hint' : 'admin.password.keep')}
      >
        <input
          name="password"
          type="password"
          autocomplete="new-password"
          required={operator === null}
          minLength={8}
          maxLength={128}
        />
      </Field>
      <Field label={words.say('admin.role')}>
        <select name="role">
          {roles.map((role) => (
            <option key={role} value={role} selected={role === (operator?.role ?? 'operator')}>
              {words.say(`admin.role.${role}`)}
            </option>
          ))}
        </select>
      </Field>
      <fieldset class="choices">
        <legend>{words.say('admin.inGroups')}</legend>
        {[...state.groups.value.values()].map((group, _index, all) => (
          <label key={group.id} class="choice">
            <input
              type="checkbox"
              name="groupIds"
              value={group.id}
              defaultChecked={operator === null ? all.length === 1 : operator.groupIds.includes(group.id)}
            />
            {group.name}
          </label>
        ))}
      </fieldset>
      <Field label={words.say('admin.capacity')}>
        <input
          name="capacity"
          type="number"
          min={0}
          max={CAPACITY_MAX}
          defaultValue={String(operator?.capacity ?? '')}
        />
      </Field>
      <Field label={words.say('admin.skills')}>
        <input name="skills" defaultValue={operator?.skills.join(', ') ?? ''} />
      </Field>
      <Field label={words.say('admin.languages')}>
        <input name="languages" defaultValue={operator?.languages.join(', ') ?? ''} />
      </Field>
      <label class="choice">
        <input type="checkbox" name="watches" defaultChecked={operator?.watchesBotSessions ?? false} />
        {words.say('admin.watches')}
      </label>
    </SettingDialog>
  )
}
