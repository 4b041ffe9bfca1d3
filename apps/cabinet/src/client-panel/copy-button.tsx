import { useEffect, useState } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'

/** Long enough to be seen, short enough not to be taken for a mark that stays. */
const SAID_MS = 1_500

/** Puts a text into the clipboard and shows that it did. `what`: whose text it is, for ears. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const desk = useDesk()
  const words = useWords()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      class={`quiet square small copy-button ${copied ? 'copied' : ''}`}
      aria-label={words.say('panel.copy', { what })}
      data-tip={words.say(copied ? 'app.copied' : 'app.copy')}
      data-tip-side="left"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          // A page that was opened without https has no clipboard.
          () => desk.news.tell('panel.copy.failed'),
        )
      }}
    >
      <Icon name={copied ? 'check' : 'copy'} small />
      <span class="unseen" aria-live="polite">
        {copied ? words.say('app.copied') : ''}
      </span>
    </button>
  )
}
