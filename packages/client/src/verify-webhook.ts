import {
  WEBHOOK_ID,
  WEBHOOK_SECRET_PREFIX,
  WEBHOOK_SIGNATURE,
  WEBHOOK_TIMESTAMP,
  WEBHOOK_TOLERANCE_MS,
  type BotReply,
  type WebhookEvent,
} from '@pult/protocol'

export type { WebhookEvent }
/** The JSON that a bot answers with, and the status 200; 204 where it has nothing to say now. */
export type WebhookReply = BotReply

export interface WebhookRequest {
  /** A `Headers`, or what Node gives: names in lower case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** As it came: what was parsed and written again has another signature. */
  readonly body: string
}

/**
 * [K1] What Pult tells a bot, or null for a request that is not from there or is older than {@link WEBHOOK_TOLERANCE_MS}: answer that one
 * with 401. `id` is the same when the same event is told again: answer it then as you did. Signatures are compared in constant time by the
 * platform.
 * @param secret `whsec_…` as the bot's settings showed it; a list while a new one takes its place
 * @throws TypeError for a secret that is none
 */
export async function verifyWebhook(
  request: WebhookRequest,
  secret: string | readonly string[],
  nowMs: number = Date.now(),
): Promise<{ readonly id: string; readonly event: WebhookEvent } | null> {
  const keys = await Promise.all((typeof secret === 'string' ? [secret] : secret).map(keyOf))
  const id = header(request, WEBHOOK_ID)
  const timestamp = header(request, WEBHOOK_TIMESTAMP)
  const signatures = header(request, WEBHOOK_SIGNATURE).split(' ')
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return null
  if (Math.abs(nowMs - Number(timestamp) * 1000) > WEBHOOK_TOLERANCE_MS) return null
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${request.body}`)
  for (const text of signatures.slice(0, SIGNATURES_MAX)) {
    const signature = text.startsWith('v1,') ? bytesOf(text.slice('v1,'.length)) : null
    if (signature === null) continue
    for (const key of keys) {
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) {
        return { id, event: JSON.parse(request.body) as WebhookEvent }
      }
    }
  }
  return null
}

/** Two while a secret is replaced. More would only cost time, and anybody may send a request. */
const SIGNATURES_MAX = 5

function header({ headers }: WebhookRequest, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name]
  return typeof value === 'string' ? value : ''
}

async function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = secret.startsWith(WEBHOOK_SECRET_PREFIX)
    ? bytesOf(secret.slice(WEBHOOK_SECRET_PREFIX.length))
    : null
  if (bytes === null || bytes.byteLength === 0)
    throw new TypeError('A webhook’s secret starts with "whsec_".')
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
}

/** Null for what is no base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
