import type { HttpCall } from '@pult/bots/flow'
import { useState } from 'preact/hooks'
import { useWords } from '../../parts/context.ts'
import { Field } from '../../parts/field.tsx'

interface Answer {
  readonly ok: boolean
  readonly body?: unknown
}

/** The scenario asks another server. Nobody is asked: whoever tries it out says what would have been answered. */
export function FlowCall(props: { readonly call: HttpCall; readonly onAnswer: (answer: Answer) => void }) {
  const { call, onAnswer } = props
  const words = useWords()
  const [text, setText] = useState('{}')
  const json = jsonIn(text)
  return (
    <form
      class="flow-call"
      onSubmit={(event) => {
        event.preventDefault()
        if (json !== undefined) onAnswer({ ok: true, body: json.value })
      }}
    >
      <p>{words.say('bots.test.call')}</p>
      <p class="code flow-wire">
        {call.method} {call.url}
      </p>
      {call.body !== null && <p class="code flow-wire">{call.body}</p>}
      <Field
        label={words.say('bots.test.call.json')}
        {...(json === undefined ? { hint: words.say('bots.test.call.wrong') } : {})}
      >
        <textarea
          class="code"
          rows={3}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={json === undefined}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Field>
      <div class="row end">
        <button type="button" onClick={() => onAnswer({ ok: false })}>
          {words.say('bots.test.call.fail')}
        </button>
        <button type="submit" class="primary" disabled={json === undefined}>
          {words.say('bots.test.call.answer')}
        </button>
      </div>
    </form>
  )
}

function jsonIn(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
