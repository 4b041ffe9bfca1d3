import type { PromptMessage } from './prompt.ts'

/** What is asked of a model. */
export interface Question {
  readonly model: string
  readonly messages: readonly PromptMessage[]
  readonly answerTokens: number
}

/** Facts in the voice of the company are wanted, no variety. */
const TEMPERATURE = 0.2

/**
 * Ways of asking, the most common first. Newer hosted models refuse `max_tokens` and a temperature; some small servers refuse what they do not know. A
 * server that refuses one with 400 or 422 is asked in the next, and in the one that it took from then on.
 */
export const DIALECTS: readonly ((question: Question) => object)[] = [
  ({ model, messages, answerTokens }) => ({
    model,
    messages,
    max_tokens: answerTokens,
    temperature: TEMPERATURE,
    stream: true,
    stream_options: { include_usage: true },
  }),
  ({ model, messages, answerTokens }) => ({
    model,
    messages,
    max_completion_tokens: answerTokens,
    stream: true,
    stream_options: { include_usage: true },
  }),
  ({ model, messages, answerTokens }) => ({ model, messages, max_tokens: answerTokens, stream: true }),
]

/** Whether a status says that the request was not understood. */
export function isRefusedDialect(status: number | undefined): boolean {
  return status === 400 || status === 422
}
