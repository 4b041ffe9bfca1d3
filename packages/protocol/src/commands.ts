import { z } from 'zod'
import {
  actionsSchema,
  botKindSchema,
  botSettingsSchema,
  channelBotSchema,
  ownBotKindSchema,
} from './entities.ts'
import {
  attachmentIdSchema,
  articleIdSchema,
  botIdSchema,
  cannedReplyIdSchema,
  channelIdSchema,
  chatIdSchema,
  clientIdSchema,
  groupIdSchema,
  messageIdSchema,
  messageTypeSchema,
  messengerTypeSchema,
  operatorIdSchema,
  operatorStatusSchema,
  prioritySchema,
  roleSchema,
  sessionIdSchema,
  timeSchema,
  type Role,
} from './values.ts'
import {
  ARTICLE_CHARS_MAX,
  ATTACHMENTS_MAX,
  ATTRIBUTES_MAX,
  BODY_CHARS_MAX,
  BOT_ANSWER_SECONDS_MAX,
  BOT_SETTINGS_CHARS_MAX,
  CANNED_BODY_CHARS_MAX,
  CANNED_SHORTCUT_CHARS_MAX,
  CAPACITY_MAX,
  LIST_MAX,
  NAME_CHARS_MAX,
  NOTE_CHARS_MAX,
  REASON_CHARS_MAX,
  TAGS_MAX,
  TAG_CHARS_MAX,
  TIMER_SECONDS_MAX,
  TYPING_CHARS_MAX,
  URL_CHARS_MAX,
} from './limits.ts'

const body = z.string().max(BODY_CHARS_MAX)
const name = z.string().trim().min(1).max(NAME_CHARS_MAX)
const reason = z.string().max(REASON_CHARS_MAX)
const seconds = z.number().int().min(1).max(TIMER_SECONDS_MAX)
const words = z.array(name).max(LIST_MAX)
/** An attachment is named by its id, alone or inside the object that the upload answered with. */
const attachmentRef = z.union([
  attachmentIdSchema,
  z.looseObject({ id: attachmentIdSchema }).transform((attachment) => attachment.id),
])
const attachments = z.array(attachmentRef).max(ATTACHMENTS_MAX)
const nothing = z.strictObject({})
const empty = z.object({})
const email = z.email().max(NAME_CHARS_MAX)
/** 8 characters is the least that OWASP ASVS allows with rate limits; 128 keeps hashing cheap. */
const password = z.string().min(8).max(128)
const origin = z.string().regex(/^(\*|https?:\/\/[^/\s]+)$/, 'An origin looks like https://example.com')

/** Both flavours: how a stream is opened and kept [S1] [S2] [S7]. The gateway answers these itself. */
export const streamCommands = {
  connect: z.strictObject({
    token: z.string().max(4096).optional(),
    instance: z.string().min(1).max(NAME_CHARS_MAX),
    cursor: z.string().max(NAME_CHARS_MAX).optional(),
    takeover: z.boolean().optional(),
  }),
  follow: z.strictObject({ cursor: z.string().max(NAME_CHARS_MAX).optional() }),
  heartbeat: z.strictObject({ cursor: z.string().max(NAME_CHARS_MAX).optional() }),
} as const

const message = {
  body,
  attachments: attachments.optional(),
  replyTo: messageIdSchema.optional(),
}

const groupFields = {
  name,
  timerFirstAnswer: seconds.nullable().optional(),
  timerNextAnswers: seconds.nullable().optional(),
  reassignAfter: seconds.nullable().optional(),
  /** Closes a session after so long without a word from the client, once the operator has answered. */
  closeAfter: seconds.nullable().optional(),
  /** Gives a session back to the channel's bot after so long without a word from the client, once the operator has answered. */
  returnToBotAfter: seconds.nullable().optional(),
}

const operatorFields = {
  email,
  name,
  role: roleSchema,
  password,
  groupIds: z.array(groupIdSchema).max(LIST_MAX),
  capacity: z.number().int().min(0).max(CAPACITY_MAX).optional(),
  skills: words.optional(),
  languages: words.optional(),
  /** [A1] Is told of sessions that start with a bot. */
  watchesBotSessions: z.boolean().optional(),
}

const channelFields = {
  name,
  groupId: groupIdSchema,
  bot: channelBotSchema,
  origins: z.array(origin).max(LIST_MAX).optional(),
}

const settings = botSettingsSchema.refine(
  (value) => JSON.stringify(value).length <= BOT_SETTINGS_CHARS_MAX,
  `At most ${BOT_SETTINGS_CHARS_MAX} characters as JSON.`,
)
const botFields = {
  name,
  /** Seconds that it may owe an answer before people are asked. Default: 10. */
  answerWithin: z.number().int().min(1).max(BOT_ANSWER_SECONDS_MAX).optional(),
  /** Has a session back that it handed over while nobody was there. Default: false. */
  takesBack: z.boolean().optional(),
}

const shortcut = z
  .string()
  .max(CANNED_SHORTCUT_CHARS_MAX)
  .regex(/^[\p{L}\p{M}\p{N}_-]+$/u, 'A shortcut is made of letters, digits, - and _.')
const cannedReplyFields = {
  shortcut,
  title: z.string().trim().max(NAME_CHARS_MAX).optional(),
  body: z.string().trim().min(1).max(CANNED_BODY_CHARS_MAX),
}

const articleFields = {
  title: name,
  /** Plain text or Markdown; it is taken apart by its headings and paragraphs. */
  body: z.string().trim().min(1).max(ARTICLE_CHARS_MAX),
  url: z
    .url({ protocol: /^https?$/ })
    .max(URL_CHARS_MAX)
    .nullable()
    .optional(),
  tags: z.array(z.string().trim().min(1).max(TAG_CHARS_MAX)).max(TAGS_MAX).optional(),
}

/** What a browser's `PushSubscription` says of itself. */
const pushEndpoint = z.url().max(URL_CHARS_MAX)
/** Base64url without padding: an uncompressed point of P-256 (65 bytes) and 16 bytes of chance, RFC 8291. */
const pushKeys = z.strictObject({
  p256dh: z.string().regex(/^B[A-Za-z0-9_-]{86}$/, 'The key is 65 bytes in base64url.'),
  auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'The secret is 16 bytes in base64url.'),
})

interface CommandSpec<D extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly role: Role
  readonly data: D
  readonly reply: R
}
function command<D extends z.ZodType, R extends z.ZodType>(role: Role, data: D, reply: R): CommandSpec<D, R> {
  return { role, data, reply }
}

const messageReply = z.object({ messageId: messageIdSchema })
const sessionReply = z.object({ sessionId: sessionIdSchema })
const botReply = z.object({
  botId: botIdSchema,
  version: z.number().int().nonnegative(),
  rev: z.number().int(),
})
/** As `seen` of a message: what the author had on screen. Absent: whatever it is now. */
const seenRev = z.number().int().nonnegative().optional()
const articleReply = z.object({ articleId: articleIdSchema })
const cannedReplyReply = z.object({ cannedReplyId: cannedReplyIdSchema })

/** What operators may ask for, with the least role that may, and what the positive reply carries. */
export const operatorCommands = {
  setStatus: command('operator', z.strictObject({ status: operatorStatusSchema }), empty),
  sendMessage: command(
    'operator',
    z.strictObject({
      sessionId: sessionIdSchema,
      ...message,
      type: messageTypeSchema.optional(),
      actions: actionsSchema.optional(),
      seen: messageIdSchema.nullable().optional(),
    }),
    messageReply,
  ),
  editMessage: command(
    'operator',
    z.strictObject({ messageId: messageIdSchema, body, attachments: attachments.optional() }),
    messageReply,
  ),
  deleteMessage: command('operator', z.strictObject({ messageId: messageIdSchema }), messageReply),
  markRead: command(
    'operator',
    z.strictObject({ sessionId: sessionIdSchema, messageId: messageIdSchema }),
    empty,
  ),
  typing: command(
    'operator',
    z.strictObject({ sessionId: sessionIdSchema, text: z.string().max(TYPING_CHARS_MAX).optional() }),
    empty,
  ),
  takeSession: command('operator', z.strictObject({ sessionId: sessionIdSchema }), sessionReply),
  transferSession: command(
    'operator',
    z
      .strictObject({
        sessionId: sessionIdSchema,
        operatorId: operatorIdSchema.optional(),
        groupId: groupIdSchema.optional(),
        note: z.string().max(NOTE_CHARS_MAX).optional(),
      })
      .refine((data) => (data.operatorId === undefined) !== (data.groupId === undefined), {
        message: 'Name either operatorId or groupId.',
        path: ['operatorId'],
      }),
    z.object({ sessionId: sessionIdSchema, operatorId: operatorIdSchema.nullable() }),
  ),
  returnToBot: command('operator', z.strictObject({ sessionId: sessionIdSchema }), sessionReply),
  closeSession: command(
    'operator',
    z.strictObject({ sessionId: sessionIdSchema, reason: reason.optional() }),
    sessionReply,
  ),
  markSpam: command(
    'operator',
    z.strictObject({ sessionId: sessionIdSchema, spam: z.boolean() }),
    sessionReply,
  ),
  banClient: command(
    'operator',
    z.strictObject({
      clientId: clientIdSchema,
      banned: z.boolean(),
      reason: reason.optional(),
      until: timeSchema.nullable().optional(),
    }),
    z.object({ clientId: clientIdSchema }),
  ),
  addNote: command(
    'operator',
    z.strictObject({ sessionId: sessionIdSchema, body: z.string().trim().min(1).max(NOTE_CHARS_MAX) }),
    z.object({ noteId: messageIdSchema }),
  ),
  setTags: command(
    'operator',
    z.strictObject({
      sessionId: sessionIdSchema,
      tags: z.array(z.string().trim().min(1).max(TAG_CHARS_MAX)).max(TAGS_MAX),
    }),
    sessionReply,
  ),
  setPriority: command(
    'operator',
    z.strictObject({ sessionId: sessionIdSchema, priority: prioritySchema }),
    sessionReply,
  ),
  updateClient: command(
    'operator',
    z.strictObject({
      clientId: clientIdSchema,
      name: name.optional(),
      email: email.nullable().optional(),
      phone: z.string().max(NAME_CHARS_MAX).nullable().optional(),
      language: z.string().max(NAME_CHARS_MAX).nullable().optional(),
      attributes: z
        .record(z.string().min(1).max(NAME_CHARS_MAX), z.string().max(REASON_CHARS_MAX).nullable())
        .refine(
          (attributes) => Object.keys(attributes).length <= ATTRIBUTES_MAX,
          `At most ${ATTRIBUTES_MAX} attributes.`,
        )
        .optional(),
    }),
    z.object({ clientId: clientIdSchema }),
  ),
  watchSession: command(
    'operator',
    z.strictObject({ sessionId: sessionIdSchema, watch: z.boolean() }),
    sessionReply,
  ),
  createCannedReply: command(
    'operator',
    z
      .strictObject({
        ...cannedReplyFields,
        personal: z.boolean().optional(),
        groupId: groupIdSchema.nullable().optional(),
      })
      .refine((data) => data.personal !== true || data.groupId == null, {
        message: 'A personal reply is of no group.',
        path: ['groupId'],
      }),
    cannedReplyReply,
  ),
  updateCannedReply: command(
    'operator',
    z.strictObject({
      cannedReplyId: cannedReplyIdSchema,
      ...z.strictObject(cannedReplyFields).partial().shape,
      groupId: groupIdSchema.nullable().optional(),
    }),
    cannedReplyReply,
  ),
  deleteCannedReply: command('operator', z.strictObject({ cannedReplyId: cannedReplyIdSchema }), empty),
  subscribePush: command(
    'operator',
    z.strictObject({
      endpoint: pushEndpoint,
      keys: pushKeys,
      language: z.enum(['en', 'ru']),
      /** False: names and words of clients stay out of what is pushed. Default: true. */
      preview: z.boolean().optional(),
    }),
    empty,
  ),
  unsubscribePush: command('operator', z.strictObject({ endpoint: pushEndpoint }), empty),
  assignSession: command(
    'supervisor',
    z.strictObject({ sessionId: sessionIdSchema, operatorId: operatorIdSchema }),
    sessionReply,
  ),
  logOutOperator: command('supervisor', z.strictObject({ operatorId: operatorIdSchema }), empty),
  setOperatorStatus: command(
    'supervisor',
    z.strictObject({ operatorId: operatorIdSchema, status: operatorStatusSchema }),
    empty,
  ),
  blockOperator: command(
    'admin',
    z.strictObject({ operatorId: operatorIdSchema, blocked: z.boolean(), reason: reason.optional() }),
    empty,
  ),
  createBot: command(
    'admin',
    z.strictObject({ kind: ownBotKindSchema, ...botFields, settings: settings.optional() }),
    botReply.extend({
      /** Signs what a WEBHOOK is sent; shown once. */
      botSecret: z.string(),
    }),
  ),
  updateBot: command(
    'admin',
    z.strictObject({
      botId: botIdSchema,
      ...botFields,
      name: name.optional(),
      /** Become the draft. */
      settings: settings.optional(),
      /** The one before works on for a day, unless it is ended with the same command or a later one. */
      rotateSecret: z.boolean().optional(),
      endFormerSecret: z.boolean().optional(),
      /** Refused as `bot_changed` where the bot has another `rev` by now. */
      rev: seenRev,
    }),
    botReply.extend({ botSecret: z.string().optional() }),
  ),
  publishBot: command('admin', z.strictObject({ botId: botIdSchema, rev: seenRev }), botReply),
  deleteBot: command('admin', z.strictObject({ botId: botIdSchema }), empty),
  createArticle: command('admin', z.strictObject(articleFields), articleReply),
  updateArticle: command(
    'admin',
    z.strictObject({ articleId: articleIdSchema, ...z.strictObject(articleFields).partial().shape }),
    articleReply,
  ),
  deleteArticle: command('admin', z.strictObject({ articleId: articleIdSchema }), empty),
  createGroup: command('admin', z.strictObject(groupFields), z.object({ groupId: groupIdSchema })),
  updateGroup: command(
    'admin',
    z.strictObject({ groupId: groupIdSchema, ...groupFields, name: name.optional() }),
    z.object({ groupId: groupIdSchema }),
  ),
  createOperator: command(
    'admin',
    z.strictObject(operatorFields),
    z.object({ operatorId: operatorIdSchema }),
  ),
  updateOperator: command(
    'admin',
    z.strictObject({ operatorId: operatorIdSchema, ...z.strictObject(operatorFields).partial().shape }),
    z.object({ operatorId: operatorIdSchema }),
  ),
  createChannel: command(
    'admin',
    z.strictObject({ messengerType: messengerTypeSchema, ...channelFields }),
    z.object({ channelId: channelIdSchema, channelKey: z.string(), channelSecret: z.string() }),
  ),
  updateChannel: command(
    'admin',
    z.strictObject({
      channelId: channelIdSchema,
      ...z.strictObject(channelFields).partial().shape,
      /** Makes a new secret; the old one stops working at once. */
      rotateSecret: z.boolean().optional(),
    }),
    z.object({ channelId: channelIdSchema, channelKey: z.string(), channelSecret: z.string().optional() }),
  ),
} as const

/** What clients may ask for. */
export const clientCommands = {
  sendMessage: command(
    'operator',
    z.strictObject({ ...message, actionId: z.string().max(NAME_CHARS_MAX).optional() }),
    z.object({ messageId: messageIdSchema, sessionId: sessionIdSchema, chatId: chatIdSchema }),
  ),
  editMessage: operatorCommands.editMessage,
  deleteMessage: operatorCommands.deleteMessage,
  markRead: command('operator', z.strictObject({ messageId: messageIdSchema }), empty),
  typing: command('operator', z.strictObject({ text: z.string().max(TYPING_CHARS_MAX).optional() }), empty),
  callOperator: command('operator', nothing, sessionReply),
  closeSession: command('operator', nothing, sessionReply),
  rateSession: command(
    'operator',
    z.strictObject({
      sessionId: sessionIdSchema,
      score: z.number().int().min(1).max(5),
      comment: reason.optional(),
    }),
    sessionReply,
  ),
  setPage: command(
    'operator',
    z.strictObject({
      url: z.string().max(URL_CHARS_MAX),
      title: z.string().max(URL_CHARS_MAX),
      referer: z.string().max(URL_CHARS_MAX).optional(),
    }),
    empty,
  ),
} as const

export type OperatorCommandName = keyof typeof operatorCommands
export type ClientCommandName = keyof typeof clientCommands
/** What a caller writes. */
export type OperatorCommandInput = {
  [N in OperatorCommandName]: z.input<(typeof operatorCommands)[N]['data']>
}
export type ClientCommandInput = { [N in ClientCommandName]: z.input<(typeof clientCommands)[N]['data']> }
/** What stands after validation. */
export type OperatorCommandData = {
  [N in OperatorCommandName]: z.output<(typeof operatorCommands)[N]['data']>
}
export type ClientCommandData = { [N in ClientCommandName]: z.output<(typeof clientCommands)[N]['data']> }
export type OperatorCommandReply = {
  [N in OperatorCommandName]: z.infer<(typeof operatorCommands)[N]['reply']>
}
export type ClientCommandReply = { [N in ClientCommandName]: z.infer<(typeof clientCommands)[N]['reply']> }
export type BotKind = z.infer<typeof botKindSchema>
