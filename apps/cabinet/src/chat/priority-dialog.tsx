import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { formText, submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'
import type { SessionDialogProps } from './session-dialog-props.ts'

/** The protocol knows -10 to 10; people tell four apart. What a bot has set between them shows as the nearest. */
export const levels = {
  'priority.urgent': 10,
  'priority.high': 5,
  'priority.usual': 0,
  'priority.low': -5,
} as const
type Level = keyof typeof levels

/** How soon Help gives it out. */
export function PriorityDialog({ card, onClose }: SessionDialogProps) {
  const { client } = useDesk()
  const words = useWords()
  const { busy, trouble, ask } = useAsking()
  const names = Object.keys(levels) as Level[]
  const now = nearestLevel(card.priority)
  return (
    <Dialog title={words.say('priority.title')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          const chosen = names.find((name) => name === formText(submitted(event), 'level'))
          if (chosen === undefined) return
          ask(() => client.command('setPriority', { sessionId: card.id, priority: levels[chosen] }), onClose)
        }}
      >
        <fieldset class="choices">
          <legend class="unseen">{words.say('priority.title')}</legend>
          {names.map((name) => (
            <label key={name} class="choice">
              <input
                type="radio"
                name="level"
                value={name}
                defaultChecked={name === now}
                autofocus={name === now}
              />
              {words.say(name)}
            </label>
          ))}
        </fieldset>
        <p class="hint">{words.say('priority.hint')}</p>
        <FormEnd trouble={trouble} busy={busy} submit={words.say('app.save')} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

/** The level that a priority is nearest to. */
export function nearestLevel(priority: number): Level {
  const names = Object.keys(levels) as Level[]
  return (
    names.toSorted((a, b) => Math.abs(levels[a] - priority) - Math.abs(levels[b] - priority))[0] ??
    'priority.usual'
  )
}
