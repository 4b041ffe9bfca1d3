import type { OperatorCommandData, OperatorCommandName, SessionId } from '@pult/protocol'
import { createArticle, deleteArticle, updateArticle } from './articles.ts'
import { belongs, concerned, isEmpty, sees } from './audience.ts'
import type { Keyed } from './client-commands.ts'
import { createBot, deleteBot, publishBot, updateBot } from './bots.ts'
import { createCannedReply, deleteCannedReply, updateCannedReply } from './canned-replies.ts'
import { closeSession } from './closing.ts'
import { accept, refuse, type Decision, type Given, type OperatorActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'
import { assignSession, noteDown, returnToBot, takeSession, transferSession } from './hand-over-commands.ts'
import { deleteMessage, editMessage, markReadByOperator, sendOperatorMessage } from './messages.ts'
import { banClient, updateClient } from './clients.ts'
import {
  blockOperator,
  createOperator,
  logOutOperator,
  setOperatorStatus,
  setStatus,
  updateOperator,
} from './operators.ts'
import { subscribePush, unsubscribePush } from './push-subscriptions.ts'
import { openSession, sessionInHand } from './sessions-at-hand.ts'
import { createChannel, createGroup, updateChannel, updateGroup } from './settings.ts'
import { typingSignals } from './typing.ts'

type Handler<N extends OperatorCommandName> = (
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData[N],
  given: Given,
  keyed: Keyed,
) => Decision

/** What operators may do. The role that a command asks for stands in the protocol's table and is checked before. */
export const operatorHandlers: { readonly [N in OperatorCommandName]: Handler<N> } = {
  sendMessage: sendOperatorMessage,
  editMessage,
  deleteMessage: (draft, actor, data) => deleteMessage(draft, actor, data.messageId),
  markRead: markReadByOperator,
  typing,
  takeSession,
  transferSession,
  returnToBot,
  closeSession: close,
  markSpam: (draft, actor, data) =>
    changeCard(draft, actor, data.sessionId, (session) =>
      session.card.markedAsSpam === data.spam
        ? session
        : { ...session, card: { ...session.card, markedAsSpam: data.spam } },
    ),
  setTags: (draft, actor, data) => {
    const tags = [...new Set(data.tags)]
    return changeCard(draft, actor, data.sessionId, (session) =>
      session.card.tags.join('\n') === tags.join('\n')
        ? session
        : { ...session, card: { ...session.card, tags } },
    )
  },
  setPriority: (draft, actor, data) =>
    changeCard(draft, actor, data.sessionId, (session) =>
      session.card.priority === data.priority
        ? session
        : { ...session, card: { ...session.card, priority: data.priority } },
    ),
  addNote,
  watchSession,
  assignSession,
  banClient,
  updateClient,
  setStatus,
  setOperatorStatus,
  logOutOperator,
  blockOperator,
  createOperator,
  updateOperator,
  createGroup,
  updateGroup,
  createChannel,
  updateChannel,
  createBot,
  updateBot,
  publishBot,
  deleteBot,
  createArticle,
  updateArticle,
  deleteArticle,
  createCannedReply,
  updateCannedReply,
  deleteCannedReply,
  subscribePush,
  unsubscribePush,
}

function typing(draft: Draft, actor: OperatorActor, data: OperatorCommandData['typing']): Decision {
  const session = sessionInHand(draft.state, actor, data.sessionId, { supervisors: false })
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  const author = { authorId: actor.operatorId, authorType: 'OPERATOR' } as const
  return accept({}, [], typingSignals(session, author, data.text))
}

function close(draft: Draft, actor: OperatorActor, data: OperatorCommandData['closeSession']): Decision {
  const session = sessionInHand(draft.state, actor, data.sessionId, { supervisors: true })
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  closeSession(draft, session, { by: 'OPERATOR', operatorId: actor.operatorId, reason: data.reason ?? null })
  return accept({ sessionId: session.card.id }, draft.facts)
}

/** Changes something on the card that everybody concerned sees; the client does not [A8]. */
function changeCard(
  draft: Draft,
  actor: OperatorActor,
  sessionId: SessionId,
  change: (session: SessionRecord) => SessionRecord,
): Decision {
  const session = openSession(draft.state, actor, sessionId)
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  if (!sees(draft.state, session, actor.operatorId) && !belongs(draft.state, session, actor.operatorId)) {
    return refuse('session_not_yours', { field: 'data.sessionId' })
  }
  const changed = change(session)
  if (changed === session) return accept({ sessionId })
  const next = draft.session(changed)
  const to = concerned(next)
  draft.add({
    type: 'session',
    why: 'details',
    session: next,
    tell: isEmpty(to) ? [] : [{ as: 'chatSessionUpdated', to }],
  })
  return accept({ sessionId }, draft.facts)
}

function addNote(draft: Draft, actor: OperatorActor, data: OperatorCommandData['addNote']): Decision {
  const session = openSession(draft.state, actor, data.sessionId)
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  return accept({ noteId: noteDown(draft, actor, session, data.body) }, draft.facts)
}

/** Looking on: the watcher is told what the session's operator is told. */
function watchSession(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['watchSession'],
): Decision {
  const { state } = draft
  const session = openSession(state, actor, data.sessionId)
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  const { watcherIds } = session.card
  if (watcherIds.includes(actor.operatorId) === data.watch) return accept({ sessionId: session.card.id })
  const next = draft.session({
    ...session,
    card: {
      ...session.card,
      watcherIds: data.watch
        ? [...watcherIds, actor.operatorId]
        : watcherIds.filter((id) => id !== actor.operatorId),
    },
  })
  const stillSeen = sees(state, next, actor.operatorId)
  draft.add({
    type: 'session',
    why: 'watch',
    session: next,
    tell: [
      ...(stillSeen ? [] : [{ as: 'chatSessionDeleted', to: { operators: [actor.operatorId] } } as const]),
      {
        as: 'chatSessionUpdated',
        to: { ...concerned(next), ...(stillSeen ? {} : { except: [actor.operatorId] }) },
      },
    ],
  })
  return accept({ sessionId: session.card.id }, draft.facts)
}
