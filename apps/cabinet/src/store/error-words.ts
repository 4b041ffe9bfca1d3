import { PultError, type Refusal } from '@pult/client'
import type { Words } from '../words/words.ts'

/** A refusal in the reader's language; codes without a sentence of ours show what the server said. */
export function sayRefusal(words: Words, refusal: Pick<Refusal, 'code' | 'message' | 'field'>): string {
  const key = `error.${refusal.code}`
  if (!words.knows(key)) return words.say('error.unknown', { message: refusal.message })
  return words.say(key, { field: refusal.field?.replace(/^data\./, '') ?? '?' })
}

/** The same for whatever was thrown. */
export function sayError(words: Words, error: unknown): string {
  if (error instanceof PultError)
    return sayRefusal(words, {
      code: error.code,
      message: error.message,
      ...(error.field === undefined ? {} : { field: error.field }),
    })
  return words.say('error.unknown', { message: error instanceof Error ? error.message : String(error) })
}
