import { z } from 'zod'
import { ID_CHARS_MAX, NOTE_CHARS_MAX, TEXT_CHARS_MAX } from './limits.ts'

/** The exit that leads nowhere on purpose: the conversation rests until the client writes. No node can be named so. */
export const WAIT = 'wait'

/** A node's name: letters of any language, digits, `_` and `-`, beginning with a letter. */
export const nodeIdSchema = z
  .string()
  .max(ID_CHARS_MAX)
  .regex(/^\p{L}[\p{L}\p{N}_-]*$/u)
/** A variable's name: as a node's, without `-`. Names with a dot are what the flow is told: see `BUILT_IN`. */
export const variableSchema = z
  .string()
  .max(ID_CHARS_MAX)
  .regex(/^\p{L}[\p{L}\p{N}_]*$/u)
/** What may be read: a variable, or one of `BUILT_IN`, or `client.attributes.…`, or `secret.…`. */
export const referenceSchema = z
  .string()
  .max(100)
  .regex(/^\p{L}[\p{L}\p{N}_]*(\.[\p{L}\p{N}_-]+)*$/u)

/** What a person reads, with `{variables}`. `{{` and `}}` stand for the brackets themselves. */
export const wordsSchema = z.string().min(1).max(TEXT_CHARS_MAX)
/** For those who read the flow: the comment above a node. One line or several, nothing that a text file cannot hold. */
export const noteSchema = z
  .string()
  .min(1)
  .max(NOTE_CHARS_MAX)
  .regex(/^[^\p{Cc}\p{Cs}]*(\n[^\p{Cc}\p{Cs}]*)*$/u)

/** What every flow is told without asking, and cannot change. */
export const BUILT_IN = [
  'client.name',
  'client.email',
  'client.phone',
  'client.language',
  'client.externalId',
  'channel.id',
  'channel.type',
  /** What the client wrote last. */
  'message',
  /** How many files came with it. */
  'attachments',
  /** `ru` or `en` by the letters of the last message that had any, else the client's own. */
  'language',
  /** In the flow's time zone: `2026-11-22` and `10:00`. */
  'today',
  'now',
] as const

export const ATTRIBUTE_PREFIX = 'client.attributes.'
/** Read in HTTP nodes only: it is neither remembered nor said. */
export const SECRET_PREFIX = 'secret.'
