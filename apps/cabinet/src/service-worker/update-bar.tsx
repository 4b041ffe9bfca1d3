import { useSignal } from '@preact/signals'
import { useApp, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'

/** Another version stands ready. It is taken when the reader wants it: nobody is reloaded in the middle of a sentence. */
export function UpdateBar() {
  const update = useApp().update.value
  const words = useWords()
  const later = useSignal<(() => void) | null>(null)
  if (update === null || later.value === update) return null
  return (
    <div class="desk-bar" role="status">
      <Icon name="refresh" />
      <span>
        {words.say('update.ready')} <span class="dim">{words.say('update.kept')}</span>
      </span>
      <button type="button" class="primary small" onClick={update}>
        {words.say('update.reload')}
      </button>
      <button
        type="button"
        class="quiet small"
        onClick={() => {
          later.value = update
        }}
      >
        {words.say('update.later')}
      </button>
    </div>
  )
}
