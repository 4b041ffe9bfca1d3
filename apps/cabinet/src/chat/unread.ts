import type { Message } from '@pult/protocol'

/**
 * The client's message before which the line "new" stands: the first of the `count` newest ones of the client. Where fewer are loaded it
 * is the oldest of them; null where there is nothing unread.
 */
export function firstUnread(messages: readonly Message[], count: number): string | null {
  let left = count
  let first: string | null = null
  for (let index = messages.length - 1; index >= 0 && left > 0; index -= 1) {
    const message = messages[index]
    if (message?.authorType !== 'CLIENT') continue
    first = message.id
    left -= 1
  }
  return first
}

/** How many messages of others came after the last one that was in sight; 0 where nothing is known of that. */
export function cameSince(
  messages: readonly Message[],
  seenId: string | null | undefined,
  meId: string | null,
): number {
  if (seenId === undefined) return 0
  let count = 0
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index]
    // Ids sort by creation.
    if (message === undefined || (seenId !== null && message.id <= seenId)) break
    if (message.authorId !== meId) count += 1
  }
  return count
}
