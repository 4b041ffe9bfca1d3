/** Of one number that an admin may set. */
export interface LimitRange {
  readonly min: number
  readonly max: number
  /** What holds where nothing is set. */
  readonly usual: number
}

/**
 * Limits of a model, in tokens where the name says so: as the endpoint counts them, estimated where it does not say. What is usual: a small local model
 * answers in some seconds with a context of 4,096 tokens, which is what most of them are started with; twenty answers are more than a client reads before
 * they want a person; and a day's million is some hundred conversations, so that a mistake does not cost a month.
 */
export const MODEL_LIMITS = {
  /** Of one answer. */
  answerTokens: { min: 16, max: 4_000, usual: 500 },
  /** Of what one question is sent with: rules, instructions, excerpts, the conversation. */
  contextTokens: { min: 500, max: 100_000, usual: 3_500 },
  /** Of all questions and answers of one session. */
  sessionTokens: { min: 500, max: 1_000_000, usual: 40_000 },
  /** Of all sessions in one day, UTC. */
  dayTokens: { min: 500, max: 1_000_000_000, usual: 1_000_000 },
  /** Answers in one session. */
  turns: { min: 1, max: 200, usual: 20 },
  /** Questions that are asked at the same time; the others wait for their turn. */
  atOnce: { min: 1, max: 64, usual: 4 },
} as const satisfies Record<string, LimitRange>

export type ModelLimitName = keyof typeof MODEL_LIMITS
export type ModelLimits = { readonly [L in ModelLimitName]: number }

/** Two pages: with the rules and the excerpts it is to leave room in a context of a small local model. */
export const INSTRUCTIONS_CHARS_MAX = 8_000
/** The longest keys of hosted services have some hundred characters. */
export const MODEL_KEY_CHARS_MAX = 1_000
