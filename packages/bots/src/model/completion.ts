import { z } from 'zod'

/** What a model has written so far. */
export interface Completion {
  readonly text: string
  /** Why it stopped: `stop`, `length`…; null while it writes. */
  readonly finish: string | null
  /** `[DONE]` has come: nothing more will. */
  readonly isDone: boolean
  /** As the endpoint counts; null where it does not say. */
  readonly usage: Usage | null
  /** It sent something that is no piece of an answer, or said that it failed in the middle. */
  readonly isBroken: boolean
}

export interface Usage {
  readonly question: number
  readonly answer: number
}

export const NOTHING_WRITTEN: Completion = {
  text: '',
  finish: null,
  isDone: false,
  usage: null,
  isBroken: false,
}

const words = z.object({ content: z.string().nullish() }).nullish()
/** Of a piece of a stream, and of an answer that comes at once. Unknown fields are of no interest, and so are unknown usages. */
const pieceSchema = z.object({
  choices: z
    .array(z.object({ delta: words, message: words, finish_reason: z.string().nullish() }))
    .optional(),
  usage: z
    .object({ prompt_tokens: z.number().nonnegative(), completion_tokens: z.number().nonnegative() })
    .nullish()
    .catch(null),
})

/** One event, or a whole answer that was not streamed. */
export function withPiece(completion: Completion, data: string): Completion {
  if (data.trim() === '[DONE]') return { ...completion, isDone: true }
  const piece = pieceSchema.safeParse(parsed(data))
  // A server that fails in the middle says so in an object of its own.
  if (!piece.success || (piece.data.choices === undefined && piece.data.usage == null))
    return { ...completion, isBroken: true }
  const [choice] = piece.data.choices ?? []
  const { usage } = piece.data
  return {
    ...completion,
    text: completion.text + (choice?.delta?.content ?? choice?.message?.content ?? ''),
    finish: choice?.finish_reason ?? completion.finish,
    usage:
      usage == null
        ? completion.usage
        : { question: Math.ceil(usage.prompt_tokens), answer: Math.ceil(usage.completion_tokens) },
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
