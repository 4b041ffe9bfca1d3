import { z } from 'zod'
import { chatSessionSchema, clientSchema, messageSchema } from './entities.ts'
import { timeSchema } from './values.ts'

/** What only people may see of a session: what they think of a client, where that one is, and who looks on. */
const webhookSessionSchema = chatSessionSchema.omit({
  markedAsSpam: true,
  clientBanned: true,
  clientIp: true,
  coordinates: true,
  watcherIds: true,
})
export type WebhookSession = z.infer<typeof webhookSessionSchema>

const webhookClientSchema = clientSchema.pick({
  id: true,
  name: true,
  externalId: true,
  email: true,
  phone: true,
  language: true,
  attributes: true,
})
export type WebhookClient = z.infer<typeof webhookClientSchema>

const data = {
  session: webhookSessionSchema,
  /** Rises whenever the session changes hands; a later answer names it, and is refused when it is not the session's any more. */
  baton: z.number().int().nonnegative(),
  client: webhookClientSchema.nullable(),
  /** What the bot's last reply in this session left; null: nothing. */
  memory: z.unknown(),
}

/** What happens in a session that a bot has: the body of a request to it, or `event` on its stream. `timestamp`: of the event and not of the try. */
export const webhookEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('session.received'),
    timestamp: timeSchema,
    data: z.object({
      ...data,
      why: z.enum(['STARTED', 'RETURNED', 'TERMINAL', 'TIME', 'OPERATOR_UNAVAILABLE']),
    }),
  }),
  z.object({
    type: z.literal('session.message'),
    timestamp: timeSchema,
    data: z.object({ ...data, message: messageSchema }),
  }),
])
export type WebhookEvent = z.infer<typeof webhookEventSchema>
