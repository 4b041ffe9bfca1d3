import type { ComponentChildren } from 'preact'
import { useDesk } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { submitted } from '../parts/form-text.ts'
import { useAsking } from '../parts/use-asking.ts'

/** A form in a dialog that sends one command: it stays open and says why when the command is refused. */
export function SettingDialog(props: {
  readonly title: string
  readonly submitLabel: string
  readonly danger?: boolean
  readonly send: (form: FormData) => Promise<unknown>
  readonly onClose: () => void
  readonly children: ComponentChildren
}) {
  const desk = useDesk()
  const { busy, trouble, ask } = useAsking()
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          const form = submitted(event)
          ask(
            () => props.send(form),
            () => {
              desk.news.tell('admin.saved')
              props.onClose()
            },
          )
        }}
      >
        {props.children}
        <FormEnd
          trouble={trouble}
          busy={busy}
          submit={props.submitLabel}
          look={props.danger === true ? 'danger-fill' : 'primary'}
          onCancel={props.onClose}
        />
      </form>
    </Dialog>
  )
}
