import { useMemo, useState } from 'preact/hooks'
import { useWords } from '../parts/context.ts'
import { Text } from '../parts/text.tsx'
import { useChat } from './chat-context.ts'
import { beginningOf } from './text-beginning.ts'

/** What somebody wrote; a very long text shows its beginning, and the rest on demand or when something in it was searched for. */
export function LongText({ text }: { readonly text: string }) {
  const words = useWords()
  const { view } = useChat()
  const [whole, setWhole] = useState(false)
  const beginning = useMemo(() => beginningOf(text), [text])
  if (beginning === null)
    return (
      <span class="body">
        <Text text={text} />
      </span>
    )
  const isOpen = whole || view.search.value !== null
  return (
    <>
      <span class="body">
        <Text text={isOpen ? text : `${beginning}…`} />
      </span>
      <button type="button" class="plain unfold" aria-expanded={isOpen} onClick={() => setWhole(!isOpen)}>
        {words.say(isOpen ? 'chat.less' : 'chat.whole')}
      </button>
    </>
  )
}
