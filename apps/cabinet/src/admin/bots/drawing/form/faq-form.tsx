import { ENTRIES_MAX, type NodeOf } from '@pult/bots/flow'
import { useFlowWords } from '../../flow-words.ts'
import { ExitField, Rows, TextField } from './fields.tsx'
import type { OnNode } from './kind-form.tsx'
import { patched } from './patched.ts'

/** What clients ask, in several wordings, and what is answered. */
export function FaqForm({ node, onNode }: { readonly node: NodeOf<'faq'>; readonly onNode: OnNode }) {
  const words = useFlowWords()
  return (
    <>
      <Rows
        label={words.say('form.entries')}
        add={words.say('form.entries.add')}
        items={node.entries}
        blank={() => ({ questions: [words.say('draw.new.question')], answer: words.say('draw.new.answer') })}
        least={1}
        most={ENTRIES_MAX}
        onItems={(entries) => onNode({ ...node, entries: [...entries] }, 'entries')}
      >
        {(entry, index, set) => (
          <>
            <TextField
              path={`entries.${index}.questions`}
              label={words.say('form.questions')}
              rows={2}
              value={entry.questions.join('\n')}
              onValue={(text) => set({ ...entry, questions: text.split('\n') })}
            />
            <TextField
              path={`entries.${index}.answer`}
              label={words.say('form.entry.answer')}
              rows={2}
              value={entry.answer}
              onValue={(answer) => set({ ...entry, answer })}
            />
          </>
        )}
      </Rows>
      <ExitField
        path="found"
        label={words.say('form.found')}
        to={node.found}
        onTo={(found) => onNode(patched(node, { found }), 'found')}
      />
      <ExitField
        path="notFound"
        label={words.say('form.notFound')}
        to={node.notFound}
        onTo={(notFound) => onNode(patched(node, { notFound }), 'notFound')}
      />
    </>
  )
}
