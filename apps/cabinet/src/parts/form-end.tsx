import { useWords } from './context.ts'
import { Trouble } from './field.tsx'

/** How every form in a dialog ends: what went wrong, the way back, and the button that does it. */
export function FormEnd({
  trouble,
  busy,
  submit,
  look = 'primary',
  onCancel,
}: {
  readonly trouble: string | null
  readonly busy: boolean
  /** The words on the button. */
  readonly submit: string
  /** `danger-fill` for what cannot be taken back easily. */
  readonly look?: 'primary' | 'danger-fill'
  readonly onCancel: () => void
}) {
  const words = useWords()
  return (
    <>
      <Trouble text={trouble} />
      <div class="row end">
        <button type="button" onClick={onCancel}>
          {words.say('app.cancel')}
        </button>
        <button type="submit" class={look} disabled={busy}>
          {submit}
        </button>
      </div>
    </>
  )
}
