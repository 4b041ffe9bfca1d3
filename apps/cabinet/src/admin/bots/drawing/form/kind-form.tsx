import { BUTTONS_MAX, VARIABLES_MAX, type Node, type NodeOf } from '@pult/bots/flow'
import { useFlowWords } from '../../flow-words.ts'
import { AskForm } from './ask-form.tsx'
import { BranchForm } from './branch-form.tsx'
import { FaqForm } from './faq-form.tsx'
import { ExitField, LineField, Rows, TextField } from './fields.tsx'
import { HandOverForm } from './hand-over-form.tsx'
import { HoursForm } from './hours-form.tsx'
import { HttpForm } from './http-form.tsx'
import { orNone, orNothing, patched } from './patched.ts'

/** `path` is of the field that was changed, as the check names it. */
export type OnNode = (node: Node, path: string) => void

export function KindForm({ node, onNode }: { readonly node: Node; readonly onNode: OnNode }) {
  const words = useFlowWords()
  switch (node.kind) {
    case 'say':
      return <SayForm node={node} onNode={onNode} />
    case 'ask':
      return <AskForm node={node} onNode={onNode} />
    case 'branch':
      return <BranchForm node={node} onNode={onNode} />
    case 'set':
      return <SetForm node={node} onNode={onNode} />
    case 'hours':
      return <HoursForm node={node} onNode={onNode} />
    case 'http':
      return <HttpForm node={node} onNode={onNode} />
    case 'faq':
      return <FaqForm node={node} onNode={onNode} />
    case 'handOver':
      return <HandOverForm node={node} onNode={onNode} />
    case 'jump':
      return (
        <ExitField
          path="next"
          label={words.say('form.next')}
          to={node.next}
          onTo={(next) => onNode(patched(node, { next }), 'next')}
        />
      )
    case 'close':
      return (
        <LineField
          path="reason"
          label={words.say('form.reason')}
          value={node.reason ?? ''}
          onValue={(reason) => onNode(patched(node, { reason: orNothing(reason) }), 'reason')}
        />
      )
  }
}

function SayForm({ node, onNode }: { readonly node: NodeOf<'say'>; readonly onNode: OnNode }) {
  const words = useFlowWords()
  return (
    <>
      <TextField
        path="text"
        label={words.say('form.text')}
        hint={words.say('form.text.hint', { example: '{client.name}' })}
        rows={4}
        value={node.text}
        onValue={(text) => onNode({ ...node, text }, 'text')}
      />
      <Rows
        label={words.say('form.buttons')}
        add={words.say('form.buttons.add')}
        items={node.buttons ?? []}
        blank={(number): NonNullable<typeof node.buttons>[number] => ({
          label: words.say('form.button.new', { number }),
        })}
        most={BUTTONS_MAX}
        onItems={(buttons) => onNode(patched(node, { buttons: orNone(buttons) }), 'buttons')}
      >
        {(button, index, set) => (
          <>
            <LineField
              path={`buttons.${index}.label`}
              label={words.say('form.button.label')}
              value={button.label}
              onValue={(label) => set({ ...button, label })}
            />
            <ExitField
              path={`buttons.${index}.to`}
              label={words.say('form.leads')}
              to={button.to}
              onTo={(to) => set(patched(button, { to }))}
            />
          </>
        )}
      </Rows>
      <ExitField
        path="next"
        label={words.say('form.next')}
        to={node.next}
        onTo={(next) => onNode(patched(node, { next }), 'next')}
      />
    </>
  )
}

function SetForm({ node, onNode }: { readonly node: NodeOf<'set'>; readonly onNode: OnNode }) {
  const words = useFlowWords()
  return (
    <>
      <Rows
        label={words.say('form.values')}
        add={words.say('form.values.add')}
        items={node.values}
        blank={() => ({ into: words.say('draw.new.variable'), value: '' })}
        least={1}
        most={VARIABLES_MAX}
        onItems={(values) => onNode({ ...node, values: [...values] }, 'values')}
      >
        {(one, index, set) => (
          <>
            <LineField
              path={`values.${index}.into`}
              label={words.say('form.variable')}
              code
              value={one.into}
              onValue={(into) => set({ ...one, into })}
            />
            <LineField
              path={`values.${index}.value`}
              label={words.say('form.value')}
              hint={words.say('form.value.hint')}
              value={one.value}
              onValue={(value) => set({ ...one, value })}
            />
          </>
        )}
      </Rows>
      <ExitField
        path="next"
        label={words.say('form.next')}
        to={node.next}
        onTo={(next) => onNode(patched(node, { next }), 'next')}
      />
    </>
  )
}
