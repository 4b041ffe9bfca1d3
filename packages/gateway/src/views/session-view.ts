import type { ChatSession, ClientSession, Message } from '@pult/protocol'
import type { SessionRecord } from '@pult/engine'
import { messageView } from './message-view.ts'
import type { SignAttachment } from './sign.ts'

/** The card as operators see it. */
export function cardView({ card }: SessionRecord, sign: SignAttachment): ChatSession {
  const view = (message: Message | null | undefined): Message | null =>
    message ? messageView(message, sign, false) : null
  return {
    ...card,
    // Sessions of before it was kept have none.
    device: card.device ?? null,
    lastMessage: view(card.lastMessage),
    lastOperatorMessage: view(card.lastOperatorMessage),
    firstClientMessageAfterLastOperatorMessage: view(card.firstClientMessageAfterLastOperatorMessage),
  }
}

/** [A8] What the client sees of its session: who answers, and nothing of what is said about it. */
export function clientSessionView(
  { card }: SessionRecord,
  operatorName: (id: NonNullable<ChatSession['operatorId']>) => string | undefined,
): ClientSession {
  const name = card.operatorId === null ? undefined : operatorName(card.operatorId)
  return {
    id: card.id,
    chatId: card.chatId,
    status: card.status,
    botStatus: card.botStatus ?? null,
    startedAt: card.startedAt,
    closedAt: card.closedAt,
    operator: card.operatorId === null || name === undefined ? null : { id: card.operatorId, name },
    score: card.score,
    rev: card.rev,
  }
}
