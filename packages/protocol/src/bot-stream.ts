import { z } from 'zod'
import { botReplySchema } from './bots.ts'
import { KEY_CHARS_MAX, REASON_CHARS_MAX } from './limits.ts'
import { webhookEventSchema } from './webhook-event.ts'

/**
 * The stream of a bot that connects by itself: `GET /api/v1/bot/stream`, WebSocket, spoken like the other streams. Its `connect` has the bot's secret as `token`;
 * the cut that it begins with is empty. What a webhook would be sent comes as `botEvent`, without a place in any order: an event is told until it is answered, and the events
 * of one session one after another.
 */

/** `id`: the same when the same event is told again, on another connection too. `event`: what a webhook is sent as its body. */
export const botEventSchema = z.object({ id: z.string(), event: webhookEventSchema })

export type BotEvent = z.infer<typeof botEventSchema>

/** All that is told of sessions there. */
export const botEvents = { botEvent: botEventSchema }

export const botStreamCommands = {
  /** `reply`: null answers later, by `POST /api/v1/bot/answers`. An event that nobody waits for any more is answered in vain. */
  answerEvent: z.strictObject({
    eventId: z.string().min(1).max(KEY_CHARS_MAX),
    reply: botReplySchema.nullable(),
  }),
  /** The program cannot answer: people have the session at once. */
  failEvent: z.strictObject({
    eventId: z.string().min(1).max(KEY_CHARS_MAX),
    reason: z.string().max(REASON_CHARS_MAX),
  }),
}
export type BotStreamCommandInput = {
  readonly [N in keyof typeof botStreamCommands]: z.input<(typeof botStreamCommands)[N]>
}
