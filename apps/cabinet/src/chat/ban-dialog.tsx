import { BanForm } from '../client-panel/ban-form.tsx'
import { useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import type { SessionDialogProps } from './session-dialog-props.ts'

/** The same choice as in the panel, without opening it. */
export function BanDialog({ card, onClose }: SessionDialogProps) {
  const words = useWords()
  return (
    <Dialog title={words.say('ban.title')} onClose={onClose}>
      {card.clientId !== null && (
        <BanForm
          clientId={card.clientId}
          legend={words.say('ban.until')}
          onDone={onClose}
          onLeave={onClose}
        />
      )}
    </Dialog>
  )
}
