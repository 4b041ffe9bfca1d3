import { z } from 'zod'
import { ID_CHARS_MAX } from './limits.ts'

/** An opaque id. Ids of one kind sort by creation. */
const idSchema = z.string().min(1).max(ID_CHARS_MAX)

export const workspaceIdSchema = idSchema.brand<'WorkspaceId'>()
export const operatorIdSchema = idSchema.brand<'OperatorId'>()
export const groupIdSchema = idSchema.brand<'GroupId'>()
export const channelIdSchema = idSchema.brand<'ChannelId'>()
export const clientIdSchema = idSchema.brand<'ClientId'>()
export const chatIdSchema = idSchema.brand<'ChatId'>()
export const sessionIdSchema = idSchema.brand<'SessionId'>()
export const messageIdSchema = idSchema.brand<'MessageId'>()
export const attachmentIdSchema = idSchema.brand<'AttachmentId'>()
export const cannedReplyIdSchema = idSchema.brand<'CannedReplyId'>()
export const botIdSchema = idSchema.brand<'BotId'>()
export const articleIdSchema = idSchema.brand<'ArticleId'>()
export const activityIdSchema = idSchema.brand<'ActivityId'>()

export type WorkspaceId = z.infer<typeof workspaceIdSchema>
export type OperatorId = z.infer<typeof operatorIdSchema>
export type GroupId = z.infer<typeof groupIdSchema>
export type ChannelId = z.infer<typeof channelIdSchema>
export type ClientId = z.infer<typeof clientIdSchema>
export type ChatId = z.infer<typeof chatIdSchema>
export type SessionId = z.infer<typeof sessionIdSchema>
export type MessageId = z.infer<typeof messageIdSchema>
export type AttachmentId = z.infer<typeof attachmentIdSchema>
export type CannedReplyId = z.infer<typeof cannedReplyIdSchema>
export type BotId = z.infer<typeof botIdSchema>
export type ArticleId = z.infer<typeof articleIdSchema>
export type ActivityId = z.infer<typeof activityIdSchema>

/** RFC 3339, UTC, with milliseconds: `2026-11-22T10:00:00.123Z`. */
export const timeSchema = z.iso.datetime({ precision: 3 })

export const sessionStatusSchema = z.enum(['ACTIVE', 'CLOSED'])
/** Who holds an active session [V1]. */
export const botStatusSchema = z.enum(['BOT', 'HELP', 'OPERATOR'])
/** Whose turn it is. */
export const operatorTypeSchema = z.enum(['BOT', 'OPERATOR'])
export const authorTypeSchema = z.enum(['CLIENT', 'OPERATOR', 'BOT', 'SYSTEM'])
/** `TERMINAL` is an operator's last word [V2]. */
export const messageTypeSchema = z.enum(['REGULAR', 'TERMINAL'])
export const messengerTypeSchema = z.enum(['WIDGET', 'TELEGRAM', 'WHATSAPP', 'VK', 'MAX', 'EMAIL', 'API'])
export const operatorStatusSchema = z.enum(['ONLINE', 'AWAY', 'OFFLINE'])
export const roleSchema = z.enum(['operator', 'supervisor', 'admin'])

export type SessionStatus = z.infer<typeof sessionStatusSchema>
export type BotStatus = z.infer<typeof botStatusSchema>
export type OperatorType = z.infer<typeof operatorTypeSchema>
export type AuthorType = z.infer<typeof authorTypeSchema>
export type MessageType = z.infer<typeof messageTypeSchema>
export type MessengerType = z.infer<typeof messengerTypeSchema>
export type OperatorStatus = z.infer<typeof operatorStatusSchema>
export type Role = z.infer<typeof roleSchema>

/** Why an operator's status is what it is. */
export const statusCauseSchema = z.enum([
  'SELF',
  'SUPERVISOR',
  'CONNECTION_LOST',
  'RECONNECTED',
  'LOGOUT',
  'FORCED',
  'EXPIRED',
  'BLOCKED',
])
export type StatusCause = z.infer<typeof statusCauseSchema>

/** The steps of a session's way, as its history has them. */
export const activityKindSchema = z.enum([
  'STARTED',
  'HANDED_OVER',
  'ASSIGNED',
  'TAKEN',
  'TRANSFERRED',
  'REASSIGNED',
  'QUEUED',
  'RETURNED_TO_BOT',
  'TERMINAL',
  'TIMER_EXPIRED',
  'CLOSED',
  'RATED',
])
export type ActivityKind = z.infer<typeof activityKindSchema>

/** Why this operator: `COMMAND` is somebody's choice, `NOBODY` the session waits in Help. */
export const routingRuleSchema = z.enum(['PREVIOUS_OPERATOR', 'LEAST_LOADED', 'NOBODY', 'COMMAND'])

/** In Help the highest is served first; 0 is usual. */
export const prioritySchema = z.number().int().min(-10).max(10)

/** What a session waits for; with `nextActionAt`, the countdown on the card. */
export const nextActionSchema = z.enum([
  'BOT_ANSWER',
  'FIRST_ANSWER',
  'NEXT_ANSWER',
  'REASSIGN',
  'OPERATOR_GONE',
  'RETURN_TO_BOT',
  'CLOSE',
])
export type NextAction = z.infer<typeof nextActionSchema>
