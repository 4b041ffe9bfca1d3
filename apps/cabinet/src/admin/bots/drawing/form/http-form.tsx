import { LIST_MAX, VARIABLES_MAX, type NodeOf } from '@pult/bots/flow'
import { useState } from 'preact/hooks'
import { useFlowWords } from '../../flow-words.ts'
import { ChoiceField, ExitField, LineField, Rows, TextField } from './fields.tsx'
import type { OnNode } from './kind-form.tsx'
import { numberIn, orNone, patched } from './patched.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What another server is asked, and what is taken out of its answer. */
export function HttpForm({ node, onNode }: { readonly node: NodeOf<'http'>; readonly onNode: OnNode }) {
  const words = useFlowWords()
  return (
    <>
      <ChoiceField
        path="method"
        label={words.say('form.method')}
        value={node.method}
        choices={methods.map((method) => [method, method] as const)}
        onValue={(method) => onNode({ ...node, method }, 'method')}
      />
      <LineField
        path="url"
        label={words.say('form.url')}
        placeholder="https://shop.example/orders/{number}"
        code
        value={node.url}
        onValue={(url) => onNode({ ...node, url }, 'url')}
      />
      <Rows
        label={words.say('form.headers')}
        add={words.say('form.headers.add')}
        items={node.headers ?? []}
        blank={() => ({ name: 'Authorization', value: '' })}
        most={LIST_MAX}
        onItems={(headers) => onNode(patched(node, { headers: orNone(headers) }), 'headers')}
      >
        {(header, index, set) => (
          <>
            <LineField
              path={`headers.${index}.name`}
              label={words.say('form.header.name')}
              code
              value={header.name}
              onValue={(name) => set({ ...header, name })}
            />
            <LineField
              path={`headers.${index}.value`}
              label={words.say('form.value')}
              code
              placeholder="Bearer {secret.shop}"
              value={header.value}
              onValue={(value) => set({ ...header, value })}
            />
          </>
        )}
      </Rows>
      {(node.method !== 'GET' || node.body !== undefined) && (
        <BodyField body={node.body} onBody={(body) => onNode(patched(node, { body }), 'body')} />
      )}
      <Rows
        label={words.say('form.take')}
        add={words.say('form.take.add')}
        items={node.take ?? []}
        blank={() => ({ into: words.say('draw.new.variable'), from: '/' })}
        most={VARIABLES_MAX}
        onItems={(take) => onNode(patched(node, { take: orNone(take) }), 'take')}
      >
        {(one, index, set) => (
          <>
            <LineField
              path={`take.${index}.into`}
              label={words.say('form.variable')}
              code
              value={one.into}
              onValue={(into) => set({ ...one, into })}
            />
            <LineField
              path={`take.${index}.from`}
              label={words.say('form.pointer')}
              code
              placeholder="/order/state"
              value={one.from}
              onValue={(from) => set({ ...one, from })}
            />
          </>
        )}
      </Rows>
      <LineField
        path="within"
        label={words.say('form.within')}
        value={node.within === undefined ? '' : String(node.within)}
        onValue={(within) => onNode(patched(node, { within: numberIn(within) }), 'within')}
      />
      <ExitField
        path="ok"
        label={words.say('form.ok')}
        to={node.ok}
        onTo={(ok) => onNode(patched(node, { ok }), 'ok')}
      />
      <ExitField
        path="failed"
        label={words.say('form.failed')}
        to={node.failed}
        onTo={(failed) => onNode(patched(node, { failed }), 'failed')}
      />
    </>
  )
}

type Body = NodeOf<'http'>['body']

/** JSON as it is typed; the scenario has it as soon as it is JSON. */
function BodyField({ body, onBody }: { readonly body: Body; readonly onBody: (body: Body) => void }) {
  const words = useFlowWords()
  const printed = body === undefined ? '' : JSON.stringify(body, null, 2)
  const [text, setText] = useState(printed)
  const read = bodyIn(text)
  const isOurs = read === null || JSON.stringify(read.body) === JSON.stringify(body)
  return (
    <TextField
      path="body"
      label={words.say('form.body')}
      {...(read === null ? { hint: words.say('form.body.wrong') } : {})}
      code
      rows={4}
      value={isOurs ? text : printed}
      onValue={(next) => {
        setText(next)
        const found = bodyIn(next)
        if (found !== null) onBody(found.body)
      }}
    />
  )
}

function bodyIn(text: string): { readonly body: Body } | null {
  if (text.trim() === '') return { body: undefined }
  try {
    return { body: JSON.parse(text) as Body }
  } catch {
    return null
  }
}
