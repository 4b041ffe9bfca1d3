import { z } from 'zod'

/**
 * Why a bot, or a model that was asked for help, had no answer, as a page says it in its reader's language; the sentence beside it is English, and has the particulars.
 * The first of them are of the request: `bad_request`, it cannot be made at all; `https_only`, `blocked_port`, `blocked_address`, it may not be made; `broken_answer`, what
 * came back is no HTTP, or was cut; `redirected` and `status`, an answer that is none of 2xx.
 */
export const botFaultCodes = [
  'bad_request',
  'https_only',
  'blocked_port',
  'blocked_address',
  'not_found_host',
  'unreachable',
  'tls',
  'busy',
  'timeout',
  'stopped',
  'too_large',
  'broken_answer',
  'redirected',
  'status',
  /** What it said cannot be taken. */
  'wrong_answer',
  /** It was not asked because it has not answered for a while. */
  'resting',
  /** Too many sessions wait for it. */
  'overloaded',
  /** Of a program that connects by itself: none is there; it said that it could not. */
  'not_connected',
  'program_failed',
  /** Of a model: 401 and 403, 404, 429. */
  'key_refused',
  'model_not_found',
  'asked_too_often',
  /** Of help for operators. */
  'tokens_used_up',
  'text_too_long',
  'model_silent',
  'turned_off',
] as const

export const botFaultCodeSchema = z.enum(botFaultCodes)
export type BotFaultCode = z.infer<typeof botFaultCodeSchema>
