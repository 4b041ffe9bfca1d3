import { useState } from 'preact/hooks'
import type { Group } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import { formText } from '../parts/form-text.ts'
import type { Words } from '../words/words.ts'
import { DurationField } from './duration-field.tsx'
import { durationText, secondsIn } from './duration.ts'
import { Section } from './section.tsx'
import { SettingDialog } from './setting-dialog.tsx'

const limits = [
  ['timerFirstAnswer', 'admin.first'],
  ['timerNextAnswers', 'admin.next'],
  ['reassignAfter', 'admin.reassign'],
  ['returnToBotAfter', 'admin.autoreturn'],
  ['closeAfter', 'admin.autoclose'],
] as const

export function GroupsSection() {
  const { state } = useDesk()
  const words = useWords()
  const [edited, setEdited] = useState<Group | 'new' | null>(null)
  const groups = [...state.groups.value.values()]
  return (
    <Section
      title={words.say('admin.groups')}
      newLabel={words.say('admin.new.group')}
      onNew={() => setEdited('new')}
      empty={groups.length === 0}
    >
      {groups.map((group) => (
        <li key={group.id} class="card">
          <div class="grow">
            <strong>{group.name}</strong>
            <p class="dim">{limitsOf(group, words)}</p>
          </div>
          <button type="button" onClick={() => setEdited(group)}>
            {words.say('admin.edit')}
          </button>
        </li>
      ))}
      {edited !== null && (
        <GroupDialog group={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Section>
  )
}

function limitsOf(group: Group, words: Words): string {
  const set = limits.flatMap(([name, key]) =>
    group[name] === undefined ? [] : [`${words.say(key)}: ${durationText(group[name], words)}`],
  )
  return set.length === 0 ? words.say('admin.nolimit') : set.join(' · ')
}

/** The form does not send what is no duration. */
function limitIn(form: FormData, name: string): number | null {
  return secondsIn(formText(form, name)) ?? null
}

function GroupDialog({ group, onClose }: { readonly group: Group | null; readonly onClose: () => void }) {
  const { client } = useDesk()
  const words = useWords()

  function send(form: FormData): Promise<unknown> {
    const data = {
      name: formText(form, 'name').trim(),
      timerFirstAnswer: limitIn(form, 'timerFirstAnswer'),
      timerNextAnswers: limitIn(form, 'timerNextAnswers'),
      reassignAfter: limitIn(form, 'reassignAfter'),
      returnToBotAfter: limitIn(form, 'returnToBotAfter'),
      closeAfter: limitIn(form, 'closeAfter'),
    }
    return group === null
      ? client.command('createGroup', data)
      : client.command('updateGroup', { groupId: group.id, ...data })
  }
  return (
    <SettingDialog
      title={group?.name ?? words.say('admin.new.group')}
      submitLabel={words.say(group === null ? 'admin.create' : 'app.save')}
      send={send}
      onClose={onClose}
    >
      <Field label={words.say('admin.name')}>
        <input name="name" required maxLength={200} defaultValue={group?.name ?? ''} autofocus />
      </Field>
      {limits.map(([name, key]) => (
        <DurationField key={name} name={name} label={words.say(key)} seconds={group?.[name] ?? null} />
      ))}
    </SettingDialog>
  )
}
