import { CASES_MAX, parseFlow, printCondition, type Condition, type NodeOf } from '@pult/bots/flow'
import { useState } from 'preact/hooks'
import { useFlowWords } from '../../flow-words.ts'
import { ChoiceField, ExitField, LineField, Rows, TextField } from './fields.tsx'
import type { OnNode } from './kind-form.tsx'
import { patched } from './patched.ts'

type Test = Extract<Condition, { of: string }>
const tests = [
  'is',
  'isNot',
  'contains',
  'matches',
  'above',
  'below',
  'exists',
] as const satisfies readonly Test['test'][]

/** The first condition that holds leads on. */
export function BranchForm({ node, onNode }: { readonly node: NodeOf<'branch'>; readonly onNode: OnNode }) {
  const words = useFlowWords()
  return (
    <>
      <Rows
        label={words.say('form.cases')}
        add={words.say('form.cases.add')}
        items={node.cases}
        blank={(): NodeOf<'branch'>['cases'][number] => ({
          when: { of: 'message', test: 'contains', value: '' },
        })}
        least={1}
        most={CASES_MAX}
        onItems={(cases) => onNode({ ...node, cases: [...cases] }, 'cases')}
      >
        {(one, index, set) => (
          <>
            <ConditionFields
              path={`cases.${index}.when`}
              when={one.when}
              onWhen={(when) => set({ ...one, when })}
            />
            <ExitField
              path={`cases.${index}.to`}
              label={words.say('form.leads')}
              to={one.to}
              onTo={(to) => set(patched(one, { to }))}
            />
          </>
        )}
      </Rows>
      <ExitField
        path="else"
        label={words.say('form.else')}
        to={node.else}
        onTo={(to) => onNode(patched(node, { else: to }), 'else')}
      />
    </>
  )
}

/** One comparison as fields; several of them with `and`, `or` and brackets as they are written in the text. */
function ConditionFields(props: {
  readonly path: string
  readonly when: Condition
  readonly onWhen: (when: Condition) => void
}) {
  const { path, when, onWhen } = props
  const words = useFlowWords()
  if (!('of' in when)) return <ConditionText {...props} />
  const joined = { all: [when, { of: 'message', test: 'exists' } as const] }
  return (
    <>
      <LineField
        path={`${path}.of`}
        label={words.say('form.of')}
        code
        suggest
        value={when.of}
        onValue={(of) => onWhen({ ...when, of })}
      />
      <ChoiceField
        path={path}
        label={words.say('form.test')}
        value={when.test}
        choices={tests.map((test) => [test, words.say(`form.test.${test}`)] as const)}
        onValue={(test) => onWhen(testOf(test, when))}
      />
      {'value' in when && (
        <LineField
          path={`${path}.value`}
          label={words.say('form.value')}
          value={when.value}
          onValue={(value) => onWhen({ ...when, value })}
        />
      )}
      {'words' in when && (
        <LineField
          path={`${path}.words`}
          label={words.say('form.beginnings')}
          value={when.words.join(', ')}
          onValue={(text) => onWhen({ ...when, words: wordsIn(text) })}
        />
      )}
      <button type="button" class="plain" onClick={() => onWhen(joined)}>
        {words.say('form.condition.more')}
      </button>
    </>
  )
}

function testOf(test: Test['test'], { of, ...before }: Test): Test {
  const value = 'value' in before ? before.value : 'words' in before ? before.words.join(', ') : ''
  if (test === 'exists') return { of, test }
  return test === 'matches' ? { of, test, words: wordsIn(value) } : { of, test, value }
}

function wordsIn(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trimStart())
    .filter((word, index, all) => word !== '' || index === all.length - 1)
}

function ConditionText(props: {
  readonly path: string
  readonly when: Condition
  readonly onWhen: (when: Condition) => void
}) {
  const { path, when, onWhen } = props
  const words = useFlowWords()
  const [text, setText] = useState(() => printCondition(when))
  const isRead = conditionIn(text) !== null
  return (
    <TextField
      path={path}
      label={words.say('form.condition')}
      hint={words.say(isRead ? 'form.condition.hint' : 'form.condition.wrong')}
      code
      rows={2}
      value={text}
      onValue={(next) => {
        setText(next)
        const read = conditionIn(next)
        if (read !== null) onWhen(read)
      }}
    />
  )
}

/** By the reader of texts itself: what is true there is true here. */
function conditionIn(text: string): Condition | null {
  const line = text.replaceAll('\n', ' ')
  const { flow } = parseFlow(`flow 1\nstart -> a\n\na:\n  if ${line} -> wait\n  else -> wait\n`)
  const node = flow?.nodes['a']
  return node?.kind === 'branch' && node.cases.length === 1 ? node.cases[0]!.when : null
}
