import type { CannedReply } from '@pult/protocol'
import type { Delivery } from './delivery.ts'

type Replies = ReadonlyMap<string, CannedReply>

export function concernsCannedReplies({ name }: Delivery): boolean {
  return name === 'cannedReplyUpdated' || name === 'cannedReplyDeleted'
}

/** What one event makes of the replies. What was read is as new as its `rev` says, so an event that is older changes nothing. */
export function foldCannedReplies(replies: Replies, { name, data, seq }: Delivery): Replies {
  if (name === 'cannedReplyUpdated') {
    const reply = data as CannedReply
    if ((replies.get(reply.id)?.rev ?? -1) >= reply.rev) return replies
    return new Map(replies).set(reply.id, reply)
  }
  const { cannedReplyId } = data as { cannedReplyId: string }
  const known = replies.get(cannedReplyId)
  if (known === undefined || (seq !== null && known.rev > seq)) return replies
  const next = new Map(replies)
  next.delete(cannedReplyId)
  return next
}
