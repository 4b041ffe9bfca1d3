import { z } from 'zod'
import { botFaultCodeSchema } from './bot-fault.ts'
import { BODY_CHARS_MAX } from './limits.ts'

/** What a model does for an operator who asks: a suggested answer, a summary, a translation, the operator's own words in another tone. */
export const helpKindSchema = z.enum(['SUGGEST', 'SUMMARY', 'TRANSLATE', 'REWRITE'])
export type HelpKind = z.infer<typeof helpKindSchema>

/** `CORRECT`: mistakes of spelling and grammar, nothing else. */
export const helpToneSchema = z.enum(['FRIENDLY', 'FORMAL', 'SHORT', 'CORRECT'])
export type HelpTone = z.infer<typeof helpToneSchema>

/** BCP 47, its simple forms: `de`, `pt-BR`. */
const languageSchema = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i, 'A language looks like de or pt-BR.')
const textSchema = z.string().trim().min(1).max(BODY_CHARS_MAX)

export const helpRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('SUGGEST') }),
  /** `language`: the reader's. */
  z.strictObject({ kind: z.literal('SUMMARY'), language: languageSchema }),
  /** `language` absent: the one that the client writes in. */
  z.strictObject({ kind: z.literal('TRANSLATE'), text: textSchema, language: languageSchema.optional() }),
  z.strictObject({ kind: z.literal('REWRITE'), text: textSchema, tone: helpToneSchema }),
])
export type HelpRequest = z.infer<typeof helpRequestSchema>

/** `NOTHING`: the model has nothing to say to that. `sentence`: why it failed, for people. */
export const helpGivenSchema = z.object({
  outcome: z.enum(['READY', 'NOTHING', 'FAILED']),
  text: z.string().nullable(),
  code: botFaultCodeSchema.nullable(),
  sentence: z.string().nullable(),
})
export type HelpGiven = z.infer<typeof helpGivenSchema>

/** What may be asked for here; empty: nobody has turned it on. */
export const helpOfferSchema = z.object({ kinds: z.array(helpKindSchema) })
export type HelpOffer = z.infer<typeof helpOfferSchema>
