/** @jsxImportSource ../dom */
import type { App } from '../app.ts'
import type { Following } from '../following.ts'
import { fill } from '../fill.ts'
import type { View } from '../view.ts'
import { Icon } from './icon.tsx'
import { Panel } from './panel.tsx'
import * as words from '../words.ts'

export interface RootProps {
  readonly app: App
  readonly view: View
  readonly following: Following
}

/** The panel, the button, and the one place where a screen reader hears of new messages. */
export function Root({ app, view, following }: RootProps) {
  const { open, chat } = view
  const unread = open ? 0 : (chat?.unread ?? 0)
  return (
    <>
      {open && chat !== null && <Panel app={app} view={view} chat={chat} following={following} />}
      <button
        type="button"
        class="launcher"
        aria-expanded={open}
        aria-label={
          open ? words.hideChat : unread > 0 ? fill(words.openChatUnread, { count: unread }) : words.openChat
        }
        onClick={open ? app.close : app.open}
      >
        <Icon name={open ? 'down' : 'chat'} size={28} />
        {unread > 0 && (
          <span class="badge" aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </button>
      <div class="hidden" role="status" aria-live="polite">
        {view.announcement}
      </div>
    </>
  )
}
