import { helpKindSchema, LIST_MAX, NAME_CHARS_MAX, TAG_CHARS_MAX, URL_CHARS_MAX } from '@pult/protocol'
import { z } from 'zod'
import {
  INSTRUCTIONS_CHARS_MAX,
  MODEL_KEY_CHARS_MAX,
  MODEL_LIMITS,
  type LimitRange,
  type ModelLimitName,
  type ModelLimits,
} from './limits.ts'

/** `shop.example.com`, or `*.example.com` for what is below it. */
const HOST = /^(?:\*\.)?[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?$/u

const limit = ({ min, max }: LimitRange) => z.number().int().min(min).max(max).optional()
const limitsSchema = z.strictObject({
  answerTokens: limit(MODEL_LIMITS.answerTokens),
  contextTokens: limit(MODEL_LIMITS.contextTokens),
  sessionTokens: limit(MODEL_LIMITS.sessionTokens),
  dayTokens: limit(MODEL_LIMITS.dayTokens),
  turns: limit(MODEL_LIMITS.turns),
  atOnce: limit(MODEL_LIMITS.atOnce),
} satisfies Record<ModelLimitName, unknown>)

/** What a MODEL works by. */
export const modelSettingsSchema = z
  .strictObject({
    /** The address that `chat/completions` is below, usually ending in `/v1`. */
    endpoint: z.url({ protocol: /^https?$/ }).max(URL_CHARS_MAX),
    model: z.string().trim().min(1).max(NAME_CHARS_MAX),
    /** Sent as a bearer token. A header is ASCII. */
    key: z
      .string()
      .max(MODEL_KEY_CHARS_MAX)
      .regex(/^[\x21-\x7e]*$/, 'A key is letters, digits and signs without spaces.')
      .optional(),
    /** Who the bot is and how it talks. A client may get to read them: no place for secrets. */
    instructions: z.string().max(INSTRUCTIONS_CHARS_MAX).optional(),
    /** Of the same endpoint; absent: articles are found by their words alone. */
    embeddingModel: z.string().trim().max(NAME_CHARS_MAX).optional(),
    /** It answers from articles with one of these tags; none: from all. */
    articleTags: z.array(z.string().trim().min(1).max(TAG_CHARS_MAX)).max(LIST_MAX).optional(),
    /** Hosts that its answers may link to; none: no links. */
    allowedHosts: z
      .array(z.string().trim().regex(HOST, 'A host looks like shop.example.com or *.example.com.'))
      .max(LIST_MAX)
      .optional(),
    limits: limitsSchema.optional(),
    /** What it does for operators who ask; none: nothing. */
    help: z.array(helpKindSchema).max(helpKindSchema.options.length).optional(),
  })
  .refine(
    ({ limits }) => {
      const { answerTokens, contextTokens, sessionTokens, dayTokens } = limitsOf({ limits })
      return Math.min(sessionTokens, dayTokens) >= answerTokens + contextTokens
    },
    {
      message: 'The tokens of a session and of a day must be enough for one question and its answer.',
      path: ['limits', 'sessionTokens'],
    },
  )

export type ModelSettings = z.infer<typeof modelSettingsSchema>

export function limitsOf({ limits = {} }: Pick<ModelSettings, 'limits'>): ModelLimits {
  const names = Object.keys(MODEL_LIMITS) as ModelLimitName[]
  return Object.fromEntries(
    names.map((name) => [name, limits[name] ?? MODEL_LIMITS[name].usual]),
  ) as unknown as ModelLimits
}
