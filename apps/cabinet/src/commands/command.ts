import { permittedActions, type SessionAction } from '../chat/permitted.ts'
import { sessionCommands, type SessionCommands } from '../chat/session-commands.ts'
import type { Shown } from '../desk/gate.ts'
import type { IconName } from '../parts/icon.tsx'
import type { App } from '../store/app.ts'
import type { Desk } from '../store/desk.ts'
import type { WordKey } from '../words/words.ts'
import type { Chord } from './chord.ts'

/**
 * Everything that can be done by a key, from the palette or from a menu, once: its words, its keys, when it makes sense, and what it does.
 * The palette, the shortcuts, the sheet of keys and the hints in menus are made of it.
 */
export interface Command {
  readonly id: string
  readonly words: WordKey
  readonly icon: IconName
  readonly section: CommandSection
  /** The first is the one that hints show. */
  readonly keys: readonly Chord[]
  /**
   * `field`: something in the field answers to the keys, they only stand on the sheet. `idle`: while nothing is being written, since it is
   * the browser's otherwise. Default: always, and a letter with Alt also alone while nothing is being written.
   */
  readonly where?: 'field' | 'idle'
  /** Not offered by the palette: it is where one is already, or shorter by hand. */
  readonly hidden?: boolean
  readonly when: (context: CommandContext) => boolean
  readonly run: (context: CommandContext) => void
}

export type CommandSection = 'go' | 'chat' | 'write' | 'desk'

/** What a command sees of the desk at the moment in which it is offered or done. */
export interface CommandContext {
  readonly app: App
  readonly desk: Desk
  readonly shown: Shown | null
  readonly can: ReadonlySet<SessionAction>
  readonly acts: SessionCommands | null
}

/** What can be done to the chat on screen; nothing to one that is about to go by our own hand. */
export function contextOf(app: App, desk: Desk): CommandContext {
  const shown = desk.shown.value
  if (shown === null || app.place.value.name !== 'desk')
    return { app, desk, shown: null, can: new Set(), acts: null }
  const channel = desk.state.channels.value.get(shown.card.channel)
  const leaving = desk.deeds.book.value.some(({ sessionId }) => sessionId === shown.card.id)
  const can = leaving
    ? new Set<SessionAction>()
    : permittedActions(shown, {
        meId: desk.meId.value,
        role: desk.state.me.value?.role ?? 'operator',
        hasBot: channel !== undefined && channel.bot.kind !== 'NONE',
      })
  return { app, desk, shown, can, acts: sessionCommands(shown.card, { app, desk }) }
}

/** The desk is on screen, and not the settings. */
export function onDesk({ app }: Pick<CommandContext, 'app'>): boolean {
  return app.place.value.name === 'desk'
}

export function always(): boolean {
  return true
}
