import type { ChatSession } from '@pult/protocol'
import type { SessionDialogName } from '../commands/over.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { BanDialog } from './ban-dialog.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { PriorityDialog } from './priority-dialog.tsx'
import { TagsDialog } from './tags-dialog.tsx'
import { TransferDialog } from './transfer-dialog.tsx'

/** A dialog about one session. When the session goes while it is open, it says so: it does not shut itself in front of whoever fills it in. */
export function SessionDialog(props: {
  readonly name: SessionDialogName
  readonly sessionId: string
  readonly onClose: () => void
}) {
  const desk = useDesk()
  const { state } = desk
  const shown = desk.shown.value
  const { name, sessionId, onClose } = props
  const card =
    state.sessions.value.get(sessionId) ??
    state.closed.value.get(sessionId) ??
    state.departed.value.get(sessionId)?.card ??
    (shown?.card.id === sessionId ? shown.card : undefined)
  if (card === undefined) return <Gone onClose={onClose} />
  return <Named name={name} card={card} onClose={onClose} />
}

function Named(props: {
  readonly name: SessionDialogName
  readonly card: ChatSession
  readonly onClose: () => void
}) {
  const { name, ...rest } = props
  switch (name) {
    case 'transfer':
      return <TransferDialog {...rest} />
    case 'close':
      return <CloseDialog {...rest} />
    case 'ban':
      return <BanDialog {...rest} />
    case 'tags':
      return <TagsDialog {...rest} />
    case 'priority':
      return <PriorityDialog {...rest} />
  }
}

function Gone({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  return (
    <Dialog title={words.say('composer.gone')} onClose={onClose}>
      <div class="row end">
        <button type="button" autofocus onClick={onClose}>
          {words.say('app.done')}
        </button>
      </div>
    </Dialog>
  )
}
