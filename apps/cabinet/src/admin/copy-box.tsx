import { useRef, useState } from 'preact/hooks'
import { useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'

/** A text to take elsewhere: selected on focus, copied by the button. */
export function CopyBox({ label, text }: { readonly label: string; readonly text: string }) {
  const words = useWords()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)

  function copy(): void {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      // No permission: it stands selected, one key away.
      () => field.current?.select(),
    )
  }
  return (
    <div class="copy-box">
      <Field label={label}>
        <input
          ref={field}
          class="code"
          readOnly
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
      </Field>
      <button type="button" aria-label={`${words.say('app.copy')}: ${label}`} onClick={copy}>
        <span aria-live="polite">{words.say(copied ? 'app.copied' : 'app.copy')}</span>
      </button>
    </div>
  )
}
