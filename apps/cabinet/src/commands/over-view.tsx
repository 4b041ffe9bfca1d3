import { useEffect } from 'preact/hooks'
import { DeedLines } from '../deeds/deed-lines.tsx'
import { useApp, useDesk } from '../parts/context.ts'
import { lazyPart } from '../parts/lazy.tsx'
import { commands } from './command-table.ts'
import { contextOf } from './command.ts'
import { commandFor, focusOf } from './on-key.ts'
import type { SessionDialogName } from './over.ts'
import { onMac } from './this-machine.ts'

interface Closable {
  readonly onClose: () => void
}

interface SessionDialogProps extends Closable {
  readonly name: SessionDialogName
  readonly sessionId: string
}

const shut = ({ onClose }: Closable) => onClose()
const Palette = lazyPart(() => import('./palette.tsx').then((part) => part.Palette), shut)
const KeySheet = lazyPart(() => import('./key-sheet.tsx').then((part) => part.KeySheet), shut)
const PreferencesDialog = lazyPart(
  () => import('../desk/preferences-dialog.tsx').then((part) => part.PreferencesDialog),
  shut,
)
const DraftsDialog = lazyPart(
  () => import('../chat/drafts-dialog.tsx').then((part) => part.DraftsDialog),
  shut,
)
const CannedDialog = lazyPart<Closable & { readonly text: string | null }>(
  () => import('../canned/canned-dialog.tsx').then((part) => part.CannedDialog),
  shut,
)
const SessionDialog = lazyPart<SessionDialogProps>(
  () => import('../chat/session-dialog.tsx').then((part) => part.SessionDialog),
  shut,
)

/** What lies over every page of the desk: the dialog of the moment, what can be taken back; and the keys that are for no control. */
export function OverDesk() {
  const desk = useDesk()
  useCommandKeys()
  const over = desk.over.value
  const close = () => {
    // Whatever was opened meanwhile stays.
    if (desk.over.value === over) desk.over.value = null
  }
  return (
    <>
      <DeedLines />
      {over?.name === 'palette' && <Palette onClose={close} />}
      {over?.name === 'keys' && <KeySheet onClose={close} />}
      {over?.name === 'preferences' && <PreferencesDialog onClose={close} />}
      {over?.name === 'drafts' && <DraftsDialog onClose={close} />}
      {over?.name === 'canned' && <CannedDialog text={over.text ?? null} onClose={close} />}
      {over !== null && 'sessionId' in over && (
        <SessionDialog key={over.name} name={over.name} sessionId={over.sessionId} onClose={close} />
      )}
    </>
  )
}

function useCommandKeys(): void {
  const app = useApp()
  const desk = useDesk()
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      // What a control has handled is not for us, nor what is pressed in a dialog.
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null)
        return
      const context = contextOf(app, desk)
      const focus = focusOf(document.activeElement)
      const command = commandFor(commands, event, focus, onMac, (one) => one.when(context))
      if (command === null || (event.repeat && !repeatable.has(command.id))) return
      event.preventDefault()
      command.run(context)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [app, desk])
}

/** A key that is held goes through the list; it must not take, close or open one thing after the other. */
const repeatable = new Set(['above', 'below'])
