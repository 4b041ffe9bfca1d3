import { helpKindSchema, LIST_MAX, NAME_CHARS_MAX, TAG_CHARS_MAX, URL_CHARS_MAX } from '@pult/protocol'
import { z } from 'zod'

/** Two pages: with the rules and the excerpts it is to leave room in a context of a small local model. */
const INSTRUCTIONS_CHARS_MAX = 8_000
/** The longest keys of hosted services have some hundred characters. */
const KEY_CHARS_MAX = 1_000
/** `shop.example.com`, or `*.example.com` for what is below it. */
const HOST = /^(?:\*\.)?[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?$/u

const whole = (min: number, max: number) => z.number().int().min(min).max(max)

/** Tokens are counted as the endpoint counts them, and estimated where it does not say. */
const limitsSchema = z.strictObject({
  /** Of one answer. */
  answerTokens: whole(16, 4_000).optional(),
  /** Of what one question is sent with: rules, instructions, excerpts, the conversation. */
  contextTokens: whole(500, 100_000).optional(),
  /** Of all questions and answers of one session. */
  sessionTokens: whole(500, 1_000_000).optional(),
  /** Of all sessions in one day, UTC. */
  dayTokens: whole(500, 1_000_000_000).optional(),
  /** Answers in one session. */
  turns: whole(1, 200).optional(),
  /** Questions that are asked at the same time; the others wait for their turn. */
  atOnce: whole(1, 64).optional(),
})

export type ModelLimits = { readonly [L in keyof z.infer<typeof limitsSchema>]-?: number }

/**
 * A small local model answers in some seconds with a context of 4,096 tokens, which is what most of them are started with; twenty answers are more
 * than a client reads before they want a person; and a day's million is some hundred conversations, so that a mistake does not cost a month.
 */
export const DEFAULT_LIMITS: ModelLimits = {
  answerTokens: 500,
  contextTokens: 3_500,
  sessionTokens: 40_000,
  dayTokens: 1_000_000,
  turns: 20,
  atOnce: 4,
}

/** What a MODEL works by. */
export const modelSettingsSchema = z
  .strictObject({
    /** The address that `chat/completions` is below, usually ending in `/v1`. */
    endpoint: z.url({ protocol: /^https?$/ }).max(URL_CHARS_MAX),
    model: z.string().trim().min(1).max(NAME_CHARS_MAX),
    /** Sent as a bearer token. A header is ASCII. */
    key: z
      .string()
      .max(KEY_CHARS_MAX)
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
      const { answerTokens, contextTokens, sessionTokens, dayTokens } = {
        ...DEFAULT_LIMITS,
        ...given(limits),
      }
      return Math.min(sessionTokens, dayTokens) >= answerTokens + contextTokens
    },
    {
      message: 'The tokens of a session and of a day must be enough for one question and its answer.',
      path: ['limits', 'sessionTokens'],
    },
  )

export type ModelSettings = z.infer<typeof modelSettingsSchema>

export function limitsOf({ limits }: Pick<ModelSettings, 'limits'>): ModelLimits {
  return { ...DEFAULT_LIMITS, ...given(limits) }
}

/** A limit that is there and undefined is one that is not there. */
function given(limits: z.infer<typeof limitsSchema> = {}): Partial<ModelLimits> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}
