import { LIST_MAX, type NodeOf } from '@pult/bots/flow'
import { useDesk } from '../../../../parts/context.ts'
import { useFlowWords } from '../../flow-words.ts'
import { ChoiceField, LineField, Rows, TextField } from './fields.tsx'
import { NOWHERE } from './form-site.ts'
import { ListField } from './list-field.tsx'
import type { OnNode } from './kind-form.tsx'
import { numberIn, orNone, orNothing, patched } from './patched.ts'

/** What people are told of the client, and which people are asked. */
export function HandOverForm({
  node,
  onNode,
}: {
  readonly node: NodeOf<'handOver'>
  readonly onNode: OnNode
}) {
  const words = useFlowWords()
  const groups = useDesk().state.groups.value
  const { groupId } = node
  return (
    <>
      <TextField
        path="summary"
        label={words.say('form.summary')}
        value={node.summary ?? ''}
        onValue={(summary) => onNode(patched(node, { summary: orNothing(summary) }), 'summary')}
      />
      <Rows
        label={words.say('form.fields')}
        add={words.say('form.fields.add')}
        items={node.fields ?? []}
        blank={() => ({ name: words.say('form.field.new'), value: '' })}
        most={LIST_MAX}
        onItems={(fields) => onNode(patched(node, { fields: orNone(fields) }), 'fields')}
      >
        {(field, index, set) => (
          <>
            <LineField
              path={`fields.${index}.name`}
              label={words.say('form.field.name')}
              value={field.name}
              onValue={(name) => set({ ...field, name })}
            />
            <LineField
              path={`fields.${index}.value`}
              label={words.say('form.value')}
              value={field.value}
              onValue={(value) => set({ ...field, value })}
            />
          </>
        )}
      </Rows>
      <ChoiceField
        path="groupId"
        label={words.say('form.group')}
        value={groupId ?? NOWHERE}
        choices={[
          [NOWHERE, words.say('form.group.any')],
          ...[...groups.values()].map(({ id, name }) => [id as string, name] as const),
          ...(groupId === undefined || [...groups.keys()].some((id) => id === groupId)
            ? []
            : [[groupId, groupId] as const]),
        ]}
        onValue={(id) => onNode(patched(node, { groupId: orNothing(id) }), 'groupId')}
      />
      <ListField
        path="skills"
        label={words.say('form.skills')}
        items={node.skills ?? []}
        onItems={(skills) => onNode(patched(node, { skills: orNone(skills) }), 'skills')}
      />
      <LineField
        path="language"
        label={words.say('form.language')}
        code
        value={node.language ?? ''}
        onValue={(language) => onNode(patched(node, { language: orNothing(language) }), 'language')}
      />
      <LineField
        path="priority"
        label={words.say('form.priority')}
        value={node.priority === undefined ? '' : String(node.priority)}
        onValue={(priority) => onNode(patched(node, { priority: numberIn(priority) }), 'priority')}
      />
    </>
  )
}
