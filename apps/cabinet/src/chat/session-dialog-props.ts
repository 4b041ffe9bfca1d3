import type { ChatSession } from '@pult/protocol'

export interface SessionDialogProps {
  readonly card: ChatSession
  readonly onClose: () => void
}
