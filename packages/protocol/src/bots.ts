import { z } from 'zod'
import { actionsSchema } from './entities.ts'
import {
  ATTRIBUTES_MAX,
  BODY_CHARS_MAX,
  BOT_ANSWERS_MAX,
  KEY_CHARS_MAX,
  LIST_MAX,
  NAME_CHARS_MAX,
  NOTE_CHARS_MAX,
  REASON_CHARS_MAX,
} from './limits.ts'
import { groupIdSchema, messageIdSchema, prioritySchema, sessionIdSchema } from './values.ts'

/** What a bot says and does, wherever it lives: in the server, behind a webhook, at the API. */

const words = z.array(z.string().trim().min(1).max(NAME_CHARS_MAX)).max(LIST_MAX)

/** What people are to know and whom they are to be. */
export const handOverSchema = z.strictObject({
  /** What it is about, for operators only: put down as a note. */
  summary: z.string().max(NOTE_CHARS_MAX).optional(),
  /** What the bot has learned of the client: becomes their attributes, and stands in the note. */
  fields: z
    .record(z.string().min(1).max(NAME_CHARS_MAX), z.string().max(REASON_CHARS_MAX))
    .refine((fields) => Object.keys(fields).length <= ATTRIBUTES_MAX, `At most ${ATTRIBUTES_MAX} fields.`)
    .optional(),
  /** Default: that of the session. One that is not there any more counts as not named: nobody is to wait for it. */
  groupId: groupIdSchema.optional(),
  skills: words.optional(),
  language: z.string().trim().min(1).max(NAME_CHARS_MAX).optional(),
  priority: prioritySchema.optional(),
})
export type HandOver = z.infer<typeof handOverSchema>

export const botAnswerSchema = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('say'),
    body: z.string().trim().min(1).max(BODY_CHARS_MAX),
    actions: actionsSchema.optional(),
  }),
  handOverSchema.extend({ name: z.literal('handOver') }),
  z.strictObject({ name: z.literal('close'), reason: z.string().max(REASON_CHARS_MAX).optional() }),
])
/** Something said, or what becomes of the session. */
export type BotAnswer = z.infer<typeof botAnswerSchema>

/**
 * What a bot answers to one event: all of it happens in one turn, or nothing. Whoever hands over or closes says it last. `memory`: what the bot is told again with the session's
 * next event; absent: as it was, null: nothing.
 */
export const botReplySchema = z.strictObject({
  answers: z
    .array(botAnswerSchema)
    .max(BOT_ANSWERS_MAX)
    .refine(
      (answers) => answers.slice(0, -1).every(({ name }) => name === 'say'),
      'Nothing follows what gives the session away.',
    ),
  memory: z.unknown().optional(),
})
export type BotReply = z.infer<typeof botReplySchema>

/** What a bot answers by itself, later than to the request that told it. The same `key` again is answered as the first time and changes nothing. */
export const botAnswersRequestSchema = botReplySchema.extend({
  sessionId: sessionIdSchema,
  /** As it was told with the event. */
  baton: z.number().int().nonnegative(),
  key: z.string().min(1).max(KEY_CHARS_MAX).optional(),
})
export const botAnswersReplySchema = z.object({
  action: z.literal('reply'),
  data: z.object({ sessionId: sessionIdSchema, messageIds: z.array(messageIdSchema) }),
  seq: z.number().int().optional(),
})
