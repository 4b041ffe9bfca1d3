import type { Keyed } from './client-commands.ts'
import { accept, refuse, type BotActor, type BotCommandData, type Decision } from './commands.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'
import { switchToPeople } from './hand-over.ts'
import { addMessage } from './messages.ts'

type Handlers = {
  readonly [N in keyof BotCommandData]: (
    draft: Draft,
    actor: BotActor,
    data: BotCommandData[N],
    keyed: Keyed,
  ) => Decision
}

/** Who writes where a bot does: each channel has its own. */
export function botAuthorId(actor: Pick<BotActor, 'channelId'>): string {
  return `bot:${actor.channelId}`
}

/** What a bot may do, under the baton that it was told: a slow bot can never talk over an operator. */
export const botHandlers: Handlers = {
  botSendMessage: (draft, actor, data, keyed) => {
    const session = inHand(draft, actor, data)
    if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
    const { message } = addMessage(draft, session, {
      authorId: botAuthorId(actor),
      authorType: 'BOT',
      authorName: actor.name,
      body: data.body,
      actions: data.actions,
      ...keyed,
    })
    return accept({ messageId: message.id }, draft.facts)
  },
  botHandOver: (draft, actor, data) => {
    const session = inHand(draft, actor, data)
    if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
    switchToPeople(draft, session)
    return accept({ sessionId: session.card.id }, draft.facts)
  },
}

function inHand(
  draft: Draft,
  actor: BotActor,
  data: BotCommandData['botHandOver'],
): SessionRecord | 'session_not_found' | 'session_closed' | 'stale_baton' {
  const session = draft.state.sessions.get(data.sessionId)
  if (session === undefined || session.card.channel !== actor.channelId) return 'session_not_found'
  if (session.card.status === 'CLOSED') return 'session_closed'
  return session.card.botStatus === 'BOT' && session.baton === data.baton ? session : 'stale_baton'
}
