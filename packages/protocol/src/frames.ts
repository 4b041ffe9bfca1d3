import { z } from 'zod'
import { errorSchema } from './errors.ts'
import {
  channelSchema,
  chatSessionSchema,
  clientSessionSchema,
  groupSchema,
  messageSchema,
  operatorSchema,
} from './entities.ts'
import { timeSchema } from './values.ts'
import { KEY_CHARS_MAX, ID_CHARS_MAX } from './limits.ts'

/** `<epoch>:<seq>` [S3]. */
export const cursorSchema = z.string().regex(/^[^:]+:\d+$/)

/** Client to server. `data` is validated by the command's own schema. */
export const commandFrameSchema = z.strictObject({
  command: z.string().max(ID_CHARS_MAX),
  id: z.string().min(1).max(ID_CHARS_MAX),
  key: z.string().min(1).max(KEY_CHARS_MAX).optional(),
  data: z.unknown().optional(),
})
export type CommandFrame = z.infer<typeof commandFrameSchema>

/** The answer to a command. `id` is null only for a frame whose `id` could not be read. `seq`: where its last event stands. */
export const replyFrameSchema = z.object({
  action: z.literal('reply'),
  id: z.string().nullable(),
  data: z.unknown().optional(),
  error: errorSchema.optional(),
  seq: z.number().int().optional(),
})
export type ReplyFrame = z.infer<typeof replyFrameSchema>

/** What an event or a heartbeat adds to its data [S4]. */
export const eventFrameSchema = z.object({
  action: z.string(),
  event: z.string().optional(),
  seq: z.number().int(),
  prev: z.number().int(),
  at: timeSchema,
  data: z.unknown(),
})
export type EventFrame = z.infer<typeof eventFrameSchema>

const limitsSchema = z.object({
  frameBytes: z.number().int(),
  bodyChars: z.number().int(),
  attachmentBytes: z.number().int(),
  attachments: z.number().int(),
  inFlight: z.number().int(),
})

/** `reply.data` of `connect` and `follow` [S2]. */
export const connectReplySchema = z.object({
  mode: z.enum(['resumed', 'snapshot']),
  epoch: z.string(),
  /** Where the stream that follows begins. */
  cursor: cursorSchema,
  /** Operator streams: who one is. */
  operator: operatorSchema.optional(),
  /** Client streams: who one is. */
  client: z.object({ id: z.string(), chatId: z.string(), name: z.string() }).optional(),
  heartbeatMs: z.number().int(),
  silenceMs: z.number().int(),
  limits: limitsSchema,
  serverTime: timeSchema,
})
export type ConnectReply = z.infer<typeof connectReplySchema>

/**
 * One part of an operator's snapshot; the parts together are the cut. `sessions`: the operator's own; `help`: what waits and may be
 * taken; `watched`: what is watched besides. `part` counts from 0; `last` is true in the last part.
 */
export const operatorSnapshotSchema = z.object({
  cursor: cursorSchema,
  part: z.int().nonnegative(),
  sessions: z.array(chatSessionSchema),
  help: z.array(chatSessionSchema),
  watched: z.array(chatSessionSchema),
  operators: z.array(operatorSchema),
  groups: z.array(groupSchema),
  channels: z.array(channelSchema),
  last: z.boolean(),
})
export type OperatorSnapshot = z.infer<typeof operatorSnapshotSchema>

/** A client's snapshot: its open session, or the last one, and the newest messages of the chat, oldest first. */
export const clientSnapshotSchema = z.object({
  cursor: cursorSchema,
  session: clientSessionSchema.nullable(),
  messages: z.array(messageSchema),
  /** The token of the page of older messages, or null. */
  older: z.string().nullable(),
  last: z.boolean(),
})
export type ClientSnapshot = z.infer<typeof clientSnapshotSchema>

/** The cut with which the stream of a bot's program begins: nothing is in it, what is owed is told after it. */
export const botSnapshotSchema = z.object({
  cursor: cursorSchema,
  part: z.int().nonnegative(),
  last: z.boolean(),
})

/** From here on the stream is live. */
export const liveSchema = z.object({ cursor: cursorSchema })
