import { WEBHOOK_SECRET_PREFIX } from '@pult/protocol'
import { createHmac } from 'node:crypto'

/** Standard Webhooks: at least 192 bits, at most 512. */
const SECRET_BYTES_MIN = 24
const SECRET_BYTES_MAX = 64

/** A secret as admins see it. @param bytes chance, 24 to 64 bytes of it */
export function webhookSecretOf(bytes: Uint8Array): string {
  return `${WEBHOOK_SECRET_PREFIX}${Buffer.from(bytes).toString('base64')}`
}

/** The key in a secret. @throws RangeError without the secret in it */
export function webhookKeyOf(secret: string): Uint8Array {
  const text = secret.startsWith(WEBHOOK_SECRET_PREFIX) ? secret.slice(WEBHOOK_SECRET_PREFIX.length) : ''
  const key = Buffer.from(text, 'base64')
  // Buffer reads what is no base64 as far as it goes.
  const isBase64 = key.toString('base64').replaceAll('=', '') === text.replaceAll('=', '')
  if (!isBase64 || key.byteLength < SECRET_BYTES_MIN || key.byteLength > SECRET_BYTES_MAX) {
    throw new RangeError('A webhook’s secret is "whsec_" and 24 to 64 bytes in base64.')
  }
  return key
}

/** [WH1] The header `webhook-signature`. `id` holds no full stop, or a signature could be moved from one text to another. */
export function signatureOf(keys: readonly Uint8Array[], id: string, seconds: number, body: string): string {
  const signed = `${id}.${String(seconds)}.${body}`
  return keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' ')
}
