import { BUTTONS_MAX, type Answer, type NodeOf } from '@pult/bots/flow'
import { useFlowWords } from '../../flow-words.ts'
import { ChoiceField, ExitField, LineField, Rows, TextField } from './fields.tsx'
import type { OnNode } from './kind-form.tsx'
import { numberIn, orNothing, patched } from './patched.ts'

const types = [
  'text',
  'number',
  'phone',
  'email',
  'date',
  'choice',
] as const satisfies readonly Answer['type'][]

/** A question, what is taken for an answer, and what becomes of other answers. */
export function AskForm({ node, onNode }: { readonly node: NodeOf<'ask'>; readonly onNode: OnNode }) {
  const words = useFlowWords()
  const { answer } = node
  return (
    <>
      <TextField
        path="text"
        label={words.say('form.question')}
        rows={3}
        value={node.text}
        onValue={(text) => onNode({ ...node, text }, 'text')}
      />
      <LineField
        path="into"
        label={words.say('form.into')}
        code
        value={node.into ?? ''}
        onValue={(into) => onNode(patched(node, { into: orNothing(into) }), 'into')}
      />
      <ChoiceField
        path="answer"
        label={words.say('form.answer')}
        value={answer.type}
        choices={types.map((type) => [type, words.say(`form.answer.${type}`)] as const)}
        onValue={(type) =>
          onNode({ ...node, answer: blankOf(type, words.say('form.button.new', { number: 1 })) }, 'answer')
        }
      />
      <OfAnswer answer={answer} onAnswer={(next) => onNode({ ...node, answer: next }, 'answer')} />
      <TextField
        path="wrong"
        label={words.say('form.wrong')}
        hint={words.say('form.wrong.hint')}
        rows={2}
        value={node.wrong ?? ''}
        onValue={(wrong) => onNode(patched(node, { wrong: orNothing(wrong) }), 'wrong')}
      />
      <LineField
        path="tries"
        label={words.say('form.tries')}
        hint={words.say('form.tries.hint')}
        value={node.tries === undefined ? '' : String(node.tries)}
        onValue={(tries) => onNode(patched(node, { tries: numberIn(tries) }), 'tries')}
      />
      {(node.tries !== undefined || node.tooMany !== undefined) && (
        <ExitField
          path="tooMany"
          label={words.say('form.tooMany')}
          to={node.tooMany}
          onTo={(tooMany) => onNode(patched(node, { tooMany }), 'tooMany')}
        />
      )}
      <ExitField
        path="next"
        label={words.say('form.answered')}
        to={node.next}
        onTo={(next) => onNode(patched(node, { next }), 'next')}
      />
    </>
  )
}

function blankOf(type: Answer['type'], label: string): Answer {
  return type === 'choice' ? { type, options: [{ label }] } : { type }
}

function OfAnswer({
  answer,
  onAnswer,
}: {
  readonly answer: Answer
  readonly onAnswer: (answer: Answer) => void
}) {
  const words = useFlowWords()
  switch (answer.type) {
    case 'email':
      return null
    case 'phone':
      return (
        <LineField
          path="answer.country"
          label={words.say('form.country')}
          hint={words.say('form.country.hint')}
          value={answer.country ?? ''}
          onValue={(country) => onAnswer(patched(answer, { country: orNothing(country) }))}
        />
      )
    case 'date':
      return (
        <div class="draw-pair">
          {(['min', 'max'] as const).map((bound) => (
            <LineField
              key={bound}
              path={`answer.${bound}`}
              label={words.say(`form.day.${bound}`)}
              placeholder="2027-12-31, today"
              value={answer[bound] ?? ''}
              onValue={(day) => onAnswer(patched(answer, { [bound]: orNothing(day) }))}
            />
          ))}
        </div>
      )
    case 'text':
    case 'number':
      return (
        <>
          <div class="draw-pair">
            {(['min', 'max'] as const).map((bound) => (
              <LineField
                key={bound}
                path={`answer.${bound}`}
                label={words.say(answer.type === 'text' ? `form.chars.${bound}` : `form.number.${bound}`)}
                value={answer[bound] === undefined ? '' : String(answer[bound])}
                onValue={(value) => onAnswer(patched(answer, { [bound]: numberIn(value) }))}
              />
            ))}
          </div>
          {answer.type === 'number' && (
            <label class="row">
              <input
                type="checkbox"
                checked={answer.whole === true}
                onChange={({ currentTarget }) =>
                  onAnswer(patched(answer, { whole: currentTarget.checked ? true : undefined }))
                }
              />
              {words.say('form.whole')}
            </label>
          )}
        </>
      )
    case 'choice':
      return (
        <Rows
          label={words.say('form.buttons')}
          add={words.say('form.buttons.add')}
          items={answer.options}
          blank={(number): (typeof answer.options)[number] => ({
            label: words.say('form.button.new', { number }),
          })}
          least={1}
          most={BUTTONS_MAX}
          onItems={(options) => onAnswer({ ...answer, options: [...options] })}
        >
          {(option, index, set) => (
            <>
              <LineField
                path={`answer.options.${index}.label`}
                label={words.say('form.button.label')}
                value={option.label}
                onValue={(label) => set({ ...option, label })}
              />
              <LineField
                path={`answer.options.${index}.value`}
                label={words.say('form.button.value')}
                value={option.value ?? ''}
                onValue={(value) => set(patched(option, { value: orNothing(value) }))}
              />
              <ExitField
                path={`answer.options.${index}.to`}
                label={words.say('form.leads')}
                to={option.to}
                onTo={(to) => set(patched(option, { to }))}
              />
            </>
          )}
        </Rows>
      )
  }
}
