import type { Action } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { OutLink } from '../parts/text.tsx'
import { safeHref } from './linkify.ts'

/** The buttons under a message, as the client sees them. They are the client's to press: here they only show, and addresses open. */
export function Buttons({ actions }: { readonly actions: readonly Action[] | undefined }) {
  const words = useWords()
  if (actions === undefined || actions.length === 0) return null
  return (
    <ul class="buttons" aria-label={words.say('chat.actions')}>
      {actions.map((action) => {
        const href = action.url === undefined ? null : safeHref(action.url)
        return (
          <li key={action.id}>
            {href === null ? action.label : <OutLink href={href} text={action.label} />}
          </li>
        )
      })}
    </ul>
  )
}
