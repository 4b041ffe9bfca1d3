import { z } from 'zod'
import {
  activitySchema,
  articleHeadSchema,
  articleSchema,
  attachmentSchema,
  botSchema,
  botVersionSchema,
  cannedReplySchema,
  channelSchema,
  chatSessionSchema,
  clientDetailsSchema,
  groupSchema,
  messageSchema,
  noteSchema,
  operatorSchema,
  operatorWithLoadSchema,
} from './entities.ts'
import { helpOfferSchema } from './help.ts'
import { botActivityQuerySchema, botActivitySchema, botSummarySchema } from './bot-activity.ts'
import { nodesSchema } from './nodes.ts'
import { KEY_CHARS_MAX, NAME_CHARS_MAX, PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX } from './limits.ts'
import {
  botStatusSchema,
  channelIdSchema,
  chatIdSchema,
  clientIdSchema,
  groupIdSchema,
  operatorIdSchema,
  sessionIdSchema,
  sessionStatusSchema,
  timeSchema,
} from './values.ts'

export const loginRequestSchema = z.strictObject({
  email: z.string().min(1).max(NAME_CHARS_MAX),
  password: z.string().min(1).max(128),
  code: z.string().max(NAME_CHARS_MAX).optional(),
})
export const loginReplySchema = z.object({
  token: z.string(),
  expiresAt: timeSchema,
  operator: operatorSchema,
})
export type LoginReply = z.infer<typeof loginReplySchema>

export const meReplySchema = z.object({ operator: operatorSchema, expiresAt: timeSchema })

/** `identity`: a JWT signed HS256 with the channel's secret, audience the channel's id, at most an hour old. */
export const helloRequestSchema = z.strictObject({
  channelKey: z.string().min(1).max(NAME_CHARS_MAX),
  clientToken: z.string().max(4096).optional(),
  identity: z.string().max(16_384).optional(),
})
export const helloReplySchema = z.object({
  clientToken: z.string(),
  clientId: clientIdSchema,
  chatId: chatIdSchema,
})
export type HelloReply = z.infer<typeof helloReplySchema>

/** The claims of `identity`: `sub` is the `clientExternalId`. */
export const identityClaimsSchema = z.object({
  sub: z.string().min(1).max(NAME_CHARS_MAX),
  name: z.string().min(1).max(NAME_CHARS_MAX).optional(),
  email: z.string().max(NAME_CHARS_MAX).optional(),
  phone: z.string().max(NAME_CHARS_MAX).optional(),
  language: z.string().max(NAME_CHARS_MAX).optional(),
  attributes: z.record(z.string(), z.string()).optional(),
})
export type IdentityClaims = z.infer<typeof identityClaimsSchema>

/** `POST /api/v1/commands/{command}` [C1]. */
export const commandRequestSchema = z.strictObject({
  key: z.string().min(1).max(KEY_CHARS_MAX).optional(),
  data: z.unknown().optional(),
})

/**
 * What a browser's service worker gets by Web Push, decrypted; never by HTTP. `title` and `body` are ready to be shown, in the language of the
 * subscription; `body` is short, and empty where no preview is wanted. `url` is the cabinet's address of the session.
 */
export const pushPayloadSchema = z.object({
  kind: z.enum(['message', 'assigned', 'help']),
  sessionId: sessionIdSchema,
  title: z.string(),
  body: z.string(),
  url: z.string(),
})
export type PushPayload = z.infer<typeof pushPayloadSchema>

const page = {
  limit: z.coerce.number().int().min(1).max(PAGE_ITEMS_MAX).default(PAGE_ITEMS_DEFAULT),
  /** `next` of the page before. */
  after: z.string().max(NAME_CHARS_MAX).optional(),
}
export const sessionsQuerySchema = z.strictObject({
  status: sessionStatusSchema.optional(),
  botStatus: botStatusSchema.optional(),
  operatorId: operatorIdSchema.optional(),
  groupId: groupIdSchema.optional(),
  clientId: clientIdSchema.optional(),
  channel: channelIdSchema.optional(),
  q: z.string().trim().min(1).max(NAME_CHARS_MAX).optional(),
  ...page,
})
export const pageQuerySchema = z.strictObject(page)
export const messagesQuerySchema = z.strictObject({
  ...page,
  q: z.string().trim().min(1).max(NAME_CHARS_MAX).optional(),
})
export const eventsQuerySchema = z.strictObject({
  after: z.string().max(NAME_CHARS_MAX).optional(),
  waitMs: z.coerce.number().int().min(0).max(25_000).default(25_000),
})

const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

/** Every read under `/api/v1`: the path, its query, and what it answers. */
export const reads = {
  'GET /sessions': { query: sessionsQuerySchema, reply: pageOf(chatSessionSchema) },
  'GET /sessions/{id}': { query: z.strictObject({}), reply: chatSessionSchema },
  'GET /sessions/{id}/messages': { query: messagesQuerySchema, reply: pageOf(messageSchema) },
  'GET /sessions/{id}/notes': { query: pageQuerySchema, reply: pageOf(noteSchema) },
  'GET /sessions/{id}/activities': { query: pageQuerySchema, reply: pageOf(activitySchema) },
  'GET /chats/{id}/messages': { query: messagesQuerySchema, reply: pageOf(messageSchema) },
  'GET /clients/{id}': { query: z.strictObject({}), reply: clientDetailsSchema },
  'GET /operators': { query: pageQuerySchema, reply: pageOf(operatorWithLoadSchema) },
  'GET /groups': { query: pageQuerySchema, reply: pageOf(groupSchema) },
  'GET /channels': { query: pageQuerySchema, reply: pageOf(channelSchema) },
  /** Admins only; 403 for others. */
  'GET /bots': { query: pageQuerySchema, reply: pageOf(botSchema) },
  /** Supervisors and admins; 403 for others. */
  'GET /bots/activity': { query: botActivityQuerySchema, reply: pageOf(botSummarySchema) },
  'GET /bots/{id}/activity': { query: botActivityQuerySchema, reply: botActivitySchema },
  /** Newest first. Admins only. */
  'GET /bots/{id}/versions': { query: pageQuerySchema, reply: pageOf(botVersionSchema) },
  /** Admins only; 403 for others. */
  'GET /articles': { query: pageQuerySchema, reply: pageOf(articleHeadSchema) },
  'GET /articles/{id}': { query: z.strictObject({}), reply: articleSchema },
  'GET /canned-replies': { query: pageQuerySchema, reply: pageOf(cannedReplySchema) },
  /** `publicKey`: the server's VAPID key in base64url, `applicationServerKey` of a browser; null where it sends no pushes. */
  'GET /help': { query: z.strictObject({}), reply: helpOfferSchema },
  'GET /push': { query: z.strictObject({}), reply: z.object({ publicKey: z.string().nullable() }) },
  /** Admins only; 403 for others. */
  'GET /nodes': { query: z.strictObject({}), reply: nodesSchema },
  'GET /events': {
    query: eventsQuerySchema,
    reply: z.object({ items: z.array(z.unknown()), next: z.string(), mode: z.enum(['resumed', 'snapshot']) }),
  },
  'GET /attachments/{id}': {
    query: z.strictObject({
      expires: z.coerce.number().int(),
      signature: z.string(),
      preview: z.string().optional(),
    }),
    reply: z.unknown(),
  },
} as const

export const attachmentReplySchema = attachmentSchema
