import type { OperatorId } from '@pult/protocol'
import { concernedAndClient } from './audience.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'
import type { Telling } from './facts.ts'

/** Ends a session. Its chat is free for the next one, and the client remembers who served it. */
export function closeSession(
  draft: Draft,
  session: SessionRecord,
  closing: NonNullable<SessionRecord['closing']>,
  tell: readonly Telling[] = [
    {
      as: closing.by === 'CLIENT' ? 'sessionClosedByClient' : 'chatSessionClosed',
      to: concernedAndClient(session),
    },
  ],
): SessionRecord {
  const { card } = session
  const { bot: forgotten, ...rest } = session
  const stay = card.botStatus === 'BOT' ? forgotten?.stay : undefined
  const next = draft.session({
    ...rest,
    baton: session.baton + 1,
    helpSinceMs: null,
    botOwesSinceMs: null,
    fired: {},
    closing,
    card: { ...card, status: 'CLOSED', closedAt: draft.at },
  })
  draft.add({
    type: 'session',
    why: 'closed',
    session: next,
    ...(stay === undefined ? {} : { stay }),
    tell,
  })
  const chat = draft.state.chats.get(card.chatId)
  if (chat !== undefined) {
    draft.add({
      type: 'chat',
      chat: { ...chat, sessionId: null, lastSessionId: card.id, rev: draft.nextSeq() },
      tell: [],
    })
  }
  rememberOperator(draft, session, card.operatorId)
  return next
}

function rememberOperator(draft: Draft, session: SessionRecord, operatorId: OperatorId | null): void {
  const operator = operatorId === null ? undefined : draft.state.operators.get(operatorId)?.operator
  const client = session.card.clientId === null ? undefined : draft.state.clients.get(session.card.clientId)
  if (operator === undefined || client === undefined || client.previousOperator?.id === operator.id) return
  draft.add({
    type: 'client',
    client: { ...client, previousOperator: { id: operator.id, name: operator.name } },
    tell: [],
  })
}
