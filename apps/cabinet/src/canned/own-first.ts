import type { CannedReply } from '@pult/protocol'

/** The replies that can be called for, by shortcut; one's own hides a shared one of the same shortcut. */
export function mineFirst(replies: Iterable<CannedReply>): readonly CannedReply[] {
  const all = [...replies]
  const own = new Set(
    all.flatMap((reply) => (reply.operatorId === null ? [] : [reply.shortcut.toLowerCase()])),
  )
  return all
    .filter((reply) => reply.operatorId !== null || !own.has(reply.shortcut.toLowerCase()))
    .toSorted((a, b) => a.shortcut.localeCompare(b.shortcut))
}
