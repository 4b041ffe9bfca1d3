import type { Words } from '../words/words.ts'

/** What the tab says of itself: unread messages in my chats, and whether it is on line. */
export function titleOf(
  words: Words,
  state: { readonly unread: number; readonly isOffline: boolean },
): string {
  const name = words.say('app.name')
  const counted = state.unread === 0 ? name : `(${state.unread}) ${name}`
  return state.isOffline ? `${words.say('link.offline.short')} · ${counted}` : counted
}

/** Two drawings stand ready in the page: the plain one, and the same with a dot. */
export function showUnread(unread: number): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  const href = unread === 0 ? link?.dataset['plain'] : link?.dataset['unread']
  if (link !== null && href !== undefined && link.getAttribute('href') !== href) link.href = href
  // Only where Pult is installed; a browser that refuses has nothing to show it on.
  if (!('setAppBadge' in navigator)) return
  const told = unread === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(unread)
  told.catch(() => undefined)
}
