import type { BotReply } from './bots.ts'
import type { ChatSession, Client, Message } from './entities.ts'

/**
 * What a bot behind a webhook is sent, and how it knows that it comes from here: Standard Webhooks 1.0
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 */

/** The same for each try to tell of one event: whoever has worked on it already answers as they did. */
export const WEBHOOK_ID = 'webhook-id'
/** Seconds since the epoch, of this try. */
export const WEBHOOK_TIMESTAMP = 'webhook-timestamp'
/** `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; one for each secret that is valid, with a space between. */
export const WEBHOOK_SIGNATURE = 'webhook-signature'
/** Before the secret, which is 24 to 64 bytes in base64. */
export const WEBHOOK_SECRET_PREFIX = 'whsec_'
/** How far the clocks of both sides may be apart, and how long somebody who listens could send a request again. */
export const WEBHOOK_TOLERANCE_MS = 5 * 60 * 1000

/** What only people may see of a session: what they think of a client, where that one is, and who looks on. */
export type WebhookSession = Omit<
  ChatSession,
  'markedAsSpam' | 'clientBanned' | 'clientIp' | 'coordinates' | 'watcherIds'
>
export type WebhookClient = Pick<
  Client,
  'id' | 'name' | 'externalId' | 'email' | 'phone' | 'language' | 'attributes'
>

interface WebhookData {
  readonly session: WebhookSession
  /** Rises whenever the session changes hands; a later answer names it, and is refused when it is not the session's any more. */
  readonly baton: number
  readonly client: WebhookClient | null
  /** What the bot's last reply in this session left; null: nothing. */
  readonly memory: BotReply['memory']
}

/** The body of a request to a bot. */
export type WebhookEvent =
  | {
      readonly type: 'session.received'
      /** RFC 3339, of the event and not of the try. */
      readonly timestamp: string
      readonly data: WebhookData & {
        readonly why: 'STARTED' | 'RETURNED' | 'TERMINAL' | 'TIME' | 'OPERATOR_UNAVAILABLE'
      }
    }
  | {
      readonly type: 'session.message'
      readonly timestamp: string
      readonly data: WebhookData & { readonly message: Message }
    }
