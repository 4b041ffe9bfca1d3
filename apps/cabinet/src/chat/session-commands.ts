import type { ChatSession } from '@pult/protocol'
import type { Deed } from '../deeds/deed.ts'
import type { App } from '../store/app.ts'
import type { Desk } from '../store/desk.ts'

/** What can be done to a chat without asking anything more. A refusal is told in the corner; what succeeded is seen in the chat itself. */
export interface SessionCommands {
  take(this: void): void
  returnToBot(this: void): void
  spam(this: void, spam: boolean): void
  unban(this: void): void
  watch(this: void, watch: boolean): void
  /** Gives the chat away, which can be taken back for a moment, and leaves it, unless something half-written stands there. */
  giveAway(this: void, asked: Deed['asked']): void
  /** Takes back what was done to this chat last, and comes back to it. */
  undo(this: void): void
}

export function sessionCommands(
  card: ChatSession,
  { app, desk }: { readonly app: Pick<App, 'go'>; readonly desk: Desk },
): SessionCommands {
  const sessionId = card.id

  function run(asking: Promise<unknown>, done: () => void = () => undefined): void {
    asking.then(done).catch((error: unknown) => desk.news.tellError(error))
  }
  function giveAway(asked: Deed['asked']): void {
    desk.deeds.begin({ sessionId, clientName: card.name, asked })
    const unsent = desk.composer(sessionId).text.value !== ''
    if (!unsent && desk.selectedId.value === sessionId) app.go({ name: 'desk', sessionId: null })
  }
  return {
    take() {
      desk.deeds.flush(sessionId)
      run(desk.taking.take(sessionId), () => {
        desk.list.tab.value = 'mine'
        document.getElementById('composer')?.focus()
      })
    },
    returnToBot: () => giveAway({ name: 'returnToBot', data: { sessionId } }),
    spam(spam) {
      run(desk.client.command('markSpam', { sessionId, spam }))
    },
    unban() {
      if (card.clientId !== null)
        run(desk.client.command('banClient', { clientId: card.clientId, banned: false }))
    },
    watch(watch) {
      run(desk.client.command('watchSession', { sessionId, watch }))
    },
    giveAway,
    undo: () =>
      undoDeed({ app, desk }, desk.deeds.book.value.findLast((deed) => deed.sessionId === sessionId)?.key),
  }
}

/** The deed of this key, or the newest, is not done after all; its chat is on screen again. False when there was none, or it is too late. */
export function undoDeed(
  { app, desk }: { readonly app: Pick<App, 'go'>; readonly desk: Desk },
  key?: string,
): boolean {
  const undone = desk.deeds.undo(key)
  if (undone === null) return false
  if (desk.selectedId.value !== undone.sessionId) app.go({ name: 'desk', sessionId: undone.sessionId })
  return true
}
