import { z } from 'zod'
import { botFaultCodeSchema } from './bot-fault.ts'
import { ownBotKindSchema } from './entities.ts'
import { BOT_DAYS_MAX } from './limits.ts'
import { sessionIdSchema, timeSchema } from './values.ts'

/** What bots do, for those who look after them: counted from the log by stays, the times that a bot had a session. */

/** `absent`: of a program that connects by itself, none is there. */
const botEndpointStateSchema = z.enum(['answering', 'failing', 'resting', 'probing', 'absent'])

const count = z.number().int().nonnegative()

/** How often sessions came, and how their stays ended; what is left are those that have not ended. */
export const botCountsSchema = z.object({
  came: count,
  handedOver: count,
  called: count,
  taken: count,
  failed: count,
  slow: count,
  resolved: count,
  ended: count,
})
export type BotCountsOnWire = z.infer<typeof botCountsSchema>

/** `day`: `2026-11-22` at the asker's offset from UTC; stays stand under the day on which they began. */
export const botDaySchema = botCountsSchema.extend({ day: z.string() })
export type BotDay = z.infer<typeof botDaySchema>

export const botSummarySchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  kind: z.enum(['BUILTIN', ...ownBotKindSchema.options]),
  version: count,
  publishedAt: timeSchema.nullable(),
  holds: count,
  silent: count,
  endpoint: botEndpointStateSchema.nullable(),
  days: z.array(botDaySchema),
})
export type BotSummary = z.infer<typeof botSummarySchema>

/** A step of a scenario. `kind`, `text`: of the published one, null where it has no such step any more, or the step says nothing. */
export const botStepSchema = botCountsSchema.extend({
  version: count,
  node: z.string(),
  kind: z.string().nullable(),
  text: z.string().nullable(),
  callFailed: count,
  holds: count,
  silent: count,
})
export type BotStep = z.infer<typeof botStepSchema>

export const botFailureSchema = z.object({
  at: timeSchema,
  sessionId: sessionIdSchema,
  version: count,
  node: z.string().nullable(),
  what: z.enum(['failed', 'slow']),
  code: botFaultCodeSchema.nullable(),
  sentence: z.string().nullable(),
})
export type BotFailureOnWire = z.infer<typeof botFailureSchema>

/** How the program behind a webhook does, since this server has known it; a restart begins anew. */
export const botEndpointSchema = z.object({
  state: botEndpointStateSchema,
  lines: count.nullable(),
  restsForMs: count,
  underWay: count,
  waiting: count,
  answered: count,
  later: count,
  failed: count,
  notAsked: count,
  left: count,
  tries: count,
  repeats: count,
  lastAnswerAt: timeSchema.nullable(),
  lastAnswerMs: count.nullable(),
  lastFailure: z
    .object({ at: timeSchema, sessionId: sessionIdSchema, code: botFaultCodeSchema, sentence: z.string() })
    .nullable(),
})
export type BotEndpoint = z.infer<typeof botEndpointSchema>

export const botActivitySchema = botSummarySchema.extend({
  versions: z.array(botCountsSchema.extend({ version: count })),
  steps: z.array(botStepSchema),
  failures: z.array(botFailureSchema),
  webhook: botEndpointSchema.nullable(),
})
export type BotActivity = z.infer<typeof botActivitySchema>

/** `utcOffset`: minutes east of Greenwich where days are to begin; days begin with whole hours of UTC. */
export const botActivityQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(BOT_DAYS_MAX).default(BOT_DAYS_MAX),
  utcOffset: z.coerce.number().int().min(-720).max(840).default(0),
})
