import type { Action } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { OutLink } from '../parts/text.tsx'
import { safeHref } from './linkify.ts'

/**
 * The buttons under a message, as the client sees them, and which of them was pressed. They are the client's to press: here they only
 * show, and addresses open.
 */
export function Buttons(props: {
  readonly actions: readonly Action[] | undefined
  readonly clicked: ReadonlySet<string> | undefined
}) {
  const { actions, clicked } = props
  const words = useWords()
  if (actions === undefined || actions.length === 0) return null
  return (
    <ul class="buttons" aria-label={words.say('chat.actions')}>
      {actions.map((action) => {
        const href = action.url === undefined ? null : safeHref(action.url)
        const isClicked = clicked?.has(action.id) === true
        return (
          <li
            key={action.id}
            class={isClicked ? 'clicked' : ''}
            title={isClicked ? words.say('chat.pressed') : undefined}
          >
            {isClicked && <Icon name="check" small />}
            {href === null ? action.label : <OutLink href={href} text={action.label} />}
            {isClicked && <span class="unseen"> ({words.say('chat.pressed')})</span>}
          </li>
        )
      })}
    </ul>
  )
}
