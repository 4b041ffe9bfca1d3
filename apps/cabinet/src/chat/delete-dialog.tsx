import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Trouble } from '../parts/field.tsx'
import { useAsking } from '../parts/use-asking.ts'

export function DeleteDialog(props: { readonly messageId: string; readonly onClose: () => void }) {
  const { client } = useDesk()
  const words = useWords()
  const { busy, trouble, ask } = useAsking()
  return (
    <Dialog title={words.say('chat.delete')} onClose={props.onClose}>
      <div class="stack">
        <p>{words.say('chat.delete.sure')}</p>
        <Trouble text={trouble} />
        <div class="row end">
          <button type="button" autofocus onClick={props.onClose}>
            {words.say('app.cancel')}
          </button>
          <button
            type="button"
            class="danger-fill"
            disabled={busy}
            onClick={() =>
              ask(() => client.command('deleteMessage', { messageId: props.messageId }), props.onClose)
            }
          >
            {words.say('chat.delete')}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
