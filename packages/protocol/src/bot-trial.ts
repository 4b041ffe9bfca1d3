import { z } from 'zod'
import { botSettingsSchema } from './entities.ts'
import { TRIAL_CHARS_MAX } from './limits.ts'
import { articleIdSchema, botIdSchema } from './values.ts'

/** Asks a model what a client might ask, by settings that need not be published or even kept. For admins. */
export const botTrialRequestSchema = z.strictObject({
  kind: z.literal('MODEL'),
  settings: botSettingsSchema,
  question: z.string().trim().min(1).max(TRIAL_CHARS_MAX),
  /** Whose tokens of the day it costs; absent: nobody's. */
  botId: botIdSchema.optional(),
})

export type BotTrialRequest = z.infer<typeof botTrialRequestSchema>

/** What a client would read, and how it came about. */
export const botTrialSchema = z.object({
  outcome: z.enum(['ANSWER', 'HAND_OVER', 'FAILED']),
  body: z.string().nullable(),
  why: z.string().nullable(),
  sentence: z.string().nullable(),
  excerpts: z.array(
    z.object({
      articleId: articleIdSchema,
      title: z.string(),
      text: z.string(),
      isCited: z.boolean(),
    }),
  ),
  tokens: z
    .object({
      question: z.number().int(),
      answer: z.number().int(),
      /** The endpoint did not count. */
      isEstimate: z.boolean(),
    })
    .nullable(),
  tookMs: z.number().int(),
})
export type BotTrial = z.infer<typeof botTrialSchema>
