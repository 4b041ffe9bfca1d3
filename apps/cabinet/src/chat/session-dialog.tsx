import type { SessionDialogProps } from './session-dialog-props.ts'
import { BanDialog } from './ban-dialog.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { TagsDialog } from './tags-dialog.tsx'
import { TransferDialog } from './transfer-dialog.tsx'

export type SessionDialogName = 'transfer' | 'close' | 'ban' | 'tags'

export function SessionDialog({ name, ...props }: SessionDialogProps & { readonly name: SessionDialogName }) {
  switch (name) {
    case 'transfer':
      return <TransferDialog {...props} />
    case 'close':
      return <CloseDialog {...props} />
    case 'ban':
      return <BanDialog {...props} />
    case 'tags':
      return <TagsDialog {...props} />
  }
}
