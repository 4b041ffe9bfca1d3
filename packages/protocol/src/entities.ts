import { z } from 'zod'
import {
  activityIdSchema,
  activityKindSchema,
  attachmentIdSchema,
  authorTypeSchema,
  articleIdSchema,
  botIdSchema,
  botStatusSchema,
  cannedReplyIdSchema,
  channelIdSchema,
  chatIdSchema,
  clientIdSchema,
  groupIdSchema,
  messageIdSchema,
  messageTypeSchema,
  messengerTypeSchema,
  nextActionSchema,
  operatorIdSchema,
  operatorStatusSchema,
  operatorTypeSchema,
  roleSchema,
  routingRuleSchema,
  sessionIdSchema,
  sessionStatusSchema,
  statusCauseSchema,
  timeSchema,
} from './values.ts'
import { ACTIONS_MAX, NAME_CHARS_MAX, URL_CHARS_MAX } from './limits.ts'

/** A stored file. `url` is signed and expires; ask for the message again to get a fresh one. Size in bytes, sides in pixels. */
export const attachmentSchema = z.object({
  id: attachmentIdSchema,
  name: z.string(),
  mimeType: z.string(),
  size: z.number().int().nonnegative(),
  url: z.string(),
  previewUrl: z.string().optional(),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  durationMs: z.number().int().optional(),
})
export type Attachment = z.infer<typeof attachmentSchema>

/** A button under a message. A click by the client comes back as its message with `actionId`. */
export const actionSchema = z.strictObject({
  id: z.string().min(1).max(NAME_CHARS_MAX),
  label: z.string().min(1).max(NAME_CHARS_MAX),
  value: z.string().max(NAME_CHARS_MAX).optional(),
  url: z
    .url({ protocol: /^(https?|mailto|tel)$/ })
    .max(URL_CHARS_MAX)
    .optional(),
})
export type Action = z.infer<typeof actionSchema>
export const actionsSchema = z.array(actionSchema).max(ACTIONS_MAX)

/** A quoted message. */
export const quoteSchema = z.object({
  id: messageIdSchema,
  authorType: authorTypeSchema,
  body: z.string(),
  attachments: z.array(attachmentSchema),
  authorName: z.string().nullable(),
})
export type Quote = z.infer<typeof quoteSchema>

/** One edit; `body` is what stood before it. */
export const historyEntrySchema = z.object({ editedAt: timeSchema.nullable(), body: z.string().optional() })

/** `chatMessageCreated.data` of the contract. `replyTo` is the quoted message as it was, `replyToMessage` as it is now. */
export const messageSchema = z.object({
  id: messageIdSchema,
  sessionId: sessionIdSchema,
  chatId: chatIdSchema,
  clientId: clientIdSchema.nullable(),
  authorId: z.string(),
  authorType: authorTypeSchema,
  authorName: z.string().nullable(),
  type: messageTypeSchema,
  body: z.string(),
  attachments: z.array(attachmentSchema),
  createdAt: timeSchema,
  updatedAt: timeSchema.nullable().optional(),
  readAt: timeSchema.nullable().optional(),
  deletedAt: timeSchema.nullable().optional(),
  actions: z.array(actionSchema).optional(),
  actionId: z.string().optional(),
  replyTo: quoteSchema.nullable().optional(),
  history: z.array(historyEntrySchema).optional(),
  replyToMessage: quoteSchema.nullable().optional(),
  /** The sender's key, told to the sender alone, so that its own pending message is recognised. */
  key: z.string().optional(),
})
export type Message = z.infer<typeof messageSchema>

/** From the client's IP, offline. Unknown parts are null. */
export const coordinatesSchema = z.object({
  city: z.string().nullable().optional(),
  latitude: z.number().nullable().optional(),
  zip_code: z.string().nullable().optional(),
  longitude: z.number().nullable().optional(),
  time_zone: z.string().nullable().optional(),
  region_name: z.string().nullable().optional(),
  country_code: z.string().nullable().optional(),
  country_name: z.string().nullable().optional(),
})
export type Coordinates = z.infer<typeof coordinatesSchema>

/** The session card of the contract; the fields after `previousOperator` are ours. */
export const chatSessionSchema = z.object({
  id: sessionIdSchema,
  chatId: chatIdSchema,
  clientId: clientIdSchema.nullable(),
  name: z.string(),
  markedAsSpam: z.boolean(),
  operatorId: operatorIdSchema.nullable(),
  operatorType: operatorTypeSchema.optional(),
  channel: channelIdSchema,
  botStatus: botStatusSchema.nullable().optional(),
  status: sessionStatusSchema,
  startedAt: timeSchema,
  clientOnlineAt: timeSchema.nullable().optional(),
  clientOfflineAt: timeSchema.nullable().optional(),
  lastMessageCreatedAt: timeSchema.nullable(),
  lastMessage: messageSchema.nullable().optional(),
  clientExternalId: z.string().nullable().optional(),
  clientBanned: z.boolean().nullable().optional(),
  referer: z.string().optional(),
  clientIp: z.string().nullable().optional(),
  coordinates: coordinatesSchema.nullable().optional(),
  unreadClientMessageCount: z.number().int().nonnegative().nullable().optional(),
  unreadClientMessageExists: z.boolean().nullable().optional(),
  messengerType: messengerTypeSchema.nullable().optional(),
  whatsappPhone: z.string().nullable().optional(),
  timerFirstAnswer: z.number().optional(),
  timerNextAnswers: z.number().optional(),
  lastOperatorMessage: messageSchema.nullable().optional(),
  firstClientMessageAfterLastOperatorMessage: messageSchema.nullable().optional(),
  operatorAssignedAt: timeSchema.nullable(),
  previousOperator: z
    .object({ id: operatorIdSchema.nullable().optional(), name: z.string().nullable().optional() })
    .nullable()
    .optional(),
  groupId: groupIdSchema,
  /** Who looks on besides the holder. */
  watcherIds: z.array(operatorIdSchema),
  tags: z.array(z.string()),
  /** −10 to 10, 0 by default; Help gives out the higher first. */
  priority: z.number().int(),
  closedAt: timeSchema.nullable(),
  nextAction: nextActionSchema.nullable(),
  nextActionAt: timeSchema.nullable(),
  /** The page that the client has open, where a widget tells it. */
  page: z.object({ url: z.string(), title: z.string() }).nullable(),
  /** The client's browser and system in plain words, as they were when the session started. */
  device: z.string().nullable(),
  score: z.number().int().nullable(),
  /** The `seq` of its last change. */
  rev: z.number().int(),
})
export type ChatSession = z.infer<typeof chatSessionSchema>

/** What a client sees of its session [A8]. */
export const clientSessionSchema = z.object({
  id: sessionIdSchema,
  chatId: chatIdSchema,
  status: sessionStatusSchema,
  botStatus: botStatusSchema.nullable(),
  startedAt: timeSchema,
  closedAt: timeSchema.nullable(),
  operator: z.object({ id: operatorIdSchema, name: z.string() }).nullable(),
  score: z.number().int().nullable(),
  rev: z.number().int(),
})
export type ClientSession = z.infer<typeof clientSessionSchema>

/** An operator as colleagues see them. `capacity`: how many sessions at once. */
export const operatorSchema = z.object({
  id: operatorIdSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  status: operatorStatusSchema,
  statusCause: statusCauseSchema,
  statusChangedAt: timeSchema,
  groupIds: z.array(groupIdSchema),
  capacity: z.number().int(),
  skills: z.array(z.string()),
  languages: z.array(z.string()),
  blocked: z.boolean(),
  watchesBotSessions: z.boolean(),
  rev: z.number().int(),
})
export type Operator = z.infer<typeof operatorSchema>

/** An operator with what changes with every hand-over, and so is told when asked and by no event. `load`: sessions that they hold now. */
export const operatorWithLoadSchema = operatorSchema.extend({ load: z.number().int().nonnegative() })
export type OperatorWithLoad = z.infer<typeof operatorWithLoadSchema>

/** A group of operators with its limits, in seconds; a limit that is not set is absent. */
export const groupSchema = z.object({
  id: groupIdSchema,
  name: z.string(),
  timerFirstAnswer: z.number().int().optional(),
  timerNextAnswers: z.number().int().optional(),
  reassignAfter: z.number().int().optional(),
  closeAfter: z.number().int().optional(),
  returnToBotAfter: z.number().int().optional(),
  rev: z.number().int(),
})
export type Group = z.infer<typeof groupSchema>

/** What a bot of one's own is made of: a scenario that the server plays, a program elsewhere that is called, or a language model behind an address. */
export const ownBotKindSchema = z.enum(['FLOW', 'WEBHOOK', 'MODEL'])
export const botKindSchema = z.enum(['NONE', 'BUILTIN', ...ownBotKindSchema.options])
/** Who answers first in a channel; one of one's own is named. */
export const channelBotSchema = z
  .strictObject({ kind: botKindSchema, botId: botIdSchema.optional() })
  .refine(({ kind, botId }) => ownBotKindSchema.safeParse(kind).success === (botId !== undefined), {
    message: 'FLOW, WEBHOOK and MODEL go with a botId, NONE and BUILTIN without.',
    path: ['botId'],
  })

/** What a bot goes by; its shape is that of its kind. */
export const botSettingsSchema = z.record(z.string(), z.unknown())

/**
 * A bot of one's own, for admins. `settings`: what it works by now, the published ones; null: nothing was published yet. `draft`: what is being worked on.
 */
export const botSchema = z.object({
  id: botIdSchema,
  name: z.string(),
  kind: ownBotKindSchema,
  settings: botSettingsSchema.nullable(),
  draft: botSettingsSchema.nullable(),
  version: z.number().int().nonnegative(),
  publishedAt: timeSchema.nullable(),
  answerWithin: z.number().int(),
  takesBack: z.boolean(),
  /** Until then the secret before the newest one works, too. */
  formerSecretUntil: timeSchema.nullable().optional(),
  updatedAt: timeSchema,
  rev: z.number().int(),
})
export type Bot = z.infer<typeof botSchema>
export type BotSettings = z.infer<typeof botSettingsSchema>

/** What a bot worked by once, for admins. What only its servers may know (keys, tokens) is not in it: those are of today. */
export const botVersionSchema = z.object({
  version: z.number().int().positive(),
  publishedAt: timeSchema,
  /** Null: it was published before that was kept. */
  publishedBy: z.object({ id: operatorIdSchema, name: z.string() }).nullable(),
  settings: botSettingsSchema,
})
export type BotVersion = z.infer<typeof botVersionSchema>

/** Where clients come from. `channelKey` is public: a widget carries it. */
export const channelSchema = z.object({
  id: channelIdSchema,
  name: z.string(),
  messengerType: messengerTypeSchema,
  groupId: groupIdSchema,
  bot: channelBotSchema,
  origins: z.array(z.string()),
  channelKey: z.string(),
  rev: z.number().int(),
})
export type Channel = z.infer<typeof channelSchema>

/** A client as operators see them. */
export const clientSchema = z.object({
  id: clientIdSchema,
  chatId: chatIdSchema,
  channel: channelIdSchema,
  name: z.string(),
  externalId: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  language: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  banned: z.boolean(),
  bannedUntil: timeSchema.nullable(),
  banReason: z.string().nullable(),
  createdAt: timeSchema,
  rev: z.number().int(),
})
export type Client = z.infer<typeof clientSchema>

/**
 * A reply that is kept to be sent again. `operatorId`: whose it is, null when it is shared; a shared one with a `groupId` is for that group.
 * `body` may hold variables, {client.name} and others, which the cabinet fills in.
 */
export const cannedReplySchema = z.object({
  id: cannedReplyIdSchema,
  shortcut: z.string(),
  title: z.string(),
  body: z.string(),
  groupId: groupIdSchema.nullable(),
  operatorId: operatorIdSchema.nullable(),
  updatedAt: timeSchema,
  rev: z.number().int(),
})
export type CannedReply = z.infer<typeof cannedReplySchema>

/** What bots by a model answer from. `url`: where clients can read it; null: nowhere. `tags`: what a bot may be narrowed down to. */
export const articleSchema = z.object({
  id: articleIdSchema,
  title: z.string(),
  body: z.string(),
  url: z.string().nullable(),
  tags: z.array(z.string()),
  updatedAt: timeSchema,
  rev: z.number().int(),
})
export type Article = z.infer<typeof articleSchema>

/** An article in a list. `chars`: how long its body is, in UTF-16 units. */
export const articleHeadSchema = articleSchema
  .omit({ body: true })
  .extend({ chars: z.number().int().nonnegative() })
export type ArticleHead = z.infer<typeof articleHeadSchema>

/** A client with what the log does not keep of it. `device`: what they write from now, or wrote from in their last session. */
export const clientDetailsSchema = clientSchema.extend({ device: z.string().nullable() })
export type ClientDetails = z.infer<typeof clientDetailsSchema>

/** A colleague's remark on a session; clients never see it. */
export const noteSchema = z.object({
  id: messageIdSchema,
  sessionId: sessionIdSchema,
  chatId: chatIdSchema,
  authorId: z.string(),
  authorName: z.string().nullable(),
  body: z.string(),
  createdAt: timeSchema,
})
export type Note = z.infer<typeof noteSchema>

const activityOperatorSchema = z.object({ id: operatorIdSchema, name: z.string() })

/**
 * A step of a session's way, to be drawn as a line that explains. `operator`: who has the session from then on, or had it at the end;
 * `previousOperator`: from whom it went. `by` is null where a log of before it was kept does not say it.
 */
export const activitySchema = z.object({
  id: activityIdSchema,
  sessionId: sessionIdSchema,
  chatId: chatIdSchema,
  at: timeSchema,
  kind: activityKindSchema,
  by: z.object({ type: authorTypeSchema, id: z.string().nullable(), name: z.string().nullable() }).nullable(),
  operator: activityOperatorSchema.nullable(),
  previousOperator: activityOperatorSchema.nullable(),
  group: z.object({ id: groupIdSchema, name: z.string() }),
  reason: z.string().nullable(),
  rule: routingRuleSchema.optional(),
  timer: nextActionSchema.optional(),
  score: z.number().int().optional(),
})
export type Activity = z.infer<typeof activitySchema>
