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
