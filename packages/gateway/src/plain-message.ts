import { BODY_CHARS_MAX, ID_CHARS_MAX } from '@pult/protocol'

/** A message that is words and nothing else, as its schema would hand it on: the same fields in the same order. */
export type PlainMessage =
  | { readonly body: string }
  | { readonly sessionId: string; readonly body: string; readonly seen?: string | null }

/**
 * The data of a `sendMessage` that is surely right, or undefined where the schema has to say. Nearly everything that anybody sends passes here,
 * and a schema costs as much as the rest of the door. A property test holds it to the schemas.
 */
export function plainMessageOf(actor: 'CLIENT' | 'OPERATOR', data: unknown): PlainMessage | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
  for (const name in data) {
    if (name === 'body') continue
    if (actor === 'CLIENT' || (name !== 'sessionId' && name !== 'seen')) return undefined
  }
  const { body, sessionId, seen } = data as Readonly<Record<string, unknown>>
  if (typeof body !== 'string' || body.length > BODY_CHARS_MAX) return undefined
  if (actor === 'CLIENT') return { body }
  if (!isId(sessionId)) return undefined
  if (seen === undefined) return { sessionId, body }
  return seen === null || isId(seen) ? { sessionId, body, seen } : undefined
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= ID_CHARS_MAX
}
