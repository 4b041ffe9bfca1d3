import { z } from 'zod'
import {
  attachmentSchema,
  cannedReplySchema,
  channelSchema,
  chatSessionSchema,
  clientSessionSchema,
  groupSchema,
  messageSchema,
  noteSchema,
  operatorSchema,
} from './entities.ts'
import {
  authorTypeSchema,
  cannedReplyIdSchema,
  chatIdSchema,
  clientIdSchema,
  messageIdSchema,
  operatorIdSchema,
  operatorStatusSchema,
  sessionIdSchema,
  statusCauseSchema,
  timeSchema,
} from './values.ts'

const messageEditedSchema = z.object({
  body: z.string(),
  messageId: messageIdSchema,
  attachments: z.array(attachmentSchema),
})
/** Everything of the other side up to and including this message is read. */
const messageReadSchema = z.object({ messageId: messageIdSchema })
const closedByClientSchema = z.object({
  sessionId: sessionIdSchema,
  chatId: chatIdSchema,
  closedAt: timeSchema,
})

const typingSchema = z.object({
  sessionId: sessionIdSchema,
  chatId: chatIdSchema,
  authorId: z.string(),
  authorType: authorTypeSchema,
  text: z.string().optional(),
  expiresInMs: z.number().int(),
})
export type Typing = z.infer<typeof typingSchema>

/** The fifteen events of `operator-events.md`, exactly. */
export const contractEvents = {
  chatSessionStarted: chatSessionSchema,
  operatorNotFound: z.object({
    botStatus: z.string(),
    chatId: chatIdSchema,
    operatorType: z.string(),
    sessionId: sessionIdSchema,
    status: z.string(),
  }),
  chatSessionAdded: chatSessionSchema,
  chatMessageCreated: messageSchema,
  chatMessageEdited: messageEditedSchema,
  chatMessageRead: messageReadSchema,
  chatSessionDeleted: z.object({ sessionId: sessionIdSchema }),
  chatSessionSwitchedFromBotToOperator: chatSessionSchema,
  sessionClosedByClient: closedByClientSchema,
  operatorBlocked: z.object({
    operatorId: operatorIdSchema,
    blockedAt: timeSchema,
    reason: z.string().nullable(),
  }),
  chatUserExists: z.object({
    operatorId: operatorIdSchema,
    loggedInAt: timeSchema,
    clientIp: z.string().nullable(),
    device: z.string().nullable(),
  }),
  typing: typingSchema,
  operatorLoggedOut: z.object({
    operatorId: operatorIdSchema,
    reason: z.enum(['LOGOUT', 'FORCED', 'EXPIRED']),
  }),
  clientOnline: z.object({
    clientId: clientIdSchema,
    chatId: chatIdSchema,
    sessionId: sessionIdSchema.nullable(),
    clientOnlineAt: timeSchema,
  }),
  clientOffline: z.object({
    clientId: clientIdSchema,
    chatId: chatIdSchema,
    sessionId: sessionIdSchema.nullable(),
    clientOfflineAt: timeSchema,
  }),
} as const

const closedBySchema = z.enum(['OPERATOR', 'BOT', 'TIMER', 'SYSTEM'])

/** What PROTOCOL.md adds, so that a whole cabinet can be built on events alone. */
export const addedEvents = {
  chatSessionUpdated: chatSessionSchema,
  chatSessionClosed: z.object({
    sessionId: sessionIdSchema,
    chatId: chatIdSchema,
    closedAt: timeSchema,
    closedBy: closedBySchema,
    operatorId: operatorIdSchema.nullable(),
    reason: z.string().nullable(),
  }),
  chatMessageDeleted: z.object({
    messageId: messageIdSchema,
    sessionId: sessionIdSchema,
    deletedAt: timeSchema,
  }),
  chatNoteCreated: noteSchema,
  chatSessionRated: z.object({
    sessionId: sessionIdSchema,
    chatId: chatIdSchema,
    score: z.number().int(),
    comment: z.string().nullable(),
    ratedAt: timeSchema,
  }),
  operatorStatusChanged: z.object({
    operatorId: operatorIdSchema,
    status: operatorStatusSchema,
    cause: statusCauseSchema,
    changedAt: timeSchema,
  }),
  operatorUpdated: operatorSchema,
  groupUpdated: groupSchema,
  channelUpdated: channelSchema,
  cannedReplyUpdated: cannedReplySchema,
  cannedReplyDeleted: z.object({ cannedReplyId: cannedReplyIdSchema }),
  timerExpired: z.object({
    sessionId: sessionIdSchema,
    chatId: chatIdSchema,
    operatorId: operatorIdSchema.nullable(),
    timer: z.enum(['FIRST_ANSWER', 'NEXT_ANSWER']),
    expiredAt: timeSchema,
  }),
} as const

/** Every event of an operator's stream. */
export const operatorEvents = { ...contractEvents, ...addedEvents } as const

/** The client's stream: the same names, views of its own [A8]. */
export const clientEvents = {
  chatSessionStarted: clientSessionSchema,
  chatSessionUpdated: clientSessionSchema,
  chatSessionClosed: z.object({ sessionId: sessionIdSchema, chatId: chatIdSchema, closedAt: timeSchema }),
  sessionClosedByClient: closedByClientSchema,
  chatMessageCreated: messageSchema,
  chatMessageEdited: messageEditedSchema,
  chatMessageRead: messageReadSchema,
  chatMessageDeleted: addedEvents.chatMessageDeleted,
  chatSessionRated: z.object({ sessionId: sessionIdSchema, score: z.number().int() }),
  typing: typingSchema,
} as const

/** Told now and not kept: no `seq`, never replayed. */
export const signalNames = ['typing'] as const satisfies readonly (keyof typeof operatorEvents)[]

export type OperatorEventName = keyof typeof operatorEvents
export type ClientEventName = keyof typeof clientEvents
export type OperatorEventData = { [N in OperatorEventName]: z.infer<(typeof operatorEvents)[N]> }
export type ClientEventData = { [N in ClientEventName]: z.infer<(typeof clientEvents)[N]> }
