import { httpStatusOf, refusalOf, wireError, type ErrorCode, type WireError } from '@pult/protocol'
import type { z } from 'zod'

/** Bodies of JSON requests; a frame's worth and its envelope. */
const JSON_BYTES_MAX = 80 * 1024

export function json(data: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(data, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

/** [C3] */
export function failure(error: WireError): Response {
  const retry = error.retryMs === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryMs / 1000)) }
  return json({ error }, httpStatusOf(error.code), retry)
}

export function refusal(code: ErrorCode, more: Parameters<typeof wireError>[1] = {}): Response {
  return failure(wireError(code, more))
}

/** The address is there, and takes only the methods named. */
export function methodNotAllowed(allowed: string): Response {
  const answer = refusal('method_not_allowed')
  answer.headers.set('allow', allowed)
  return answer
}

/** The body as the schema wants it, or the answer that says what is wrong with it. */
export async function readBody<T extends z.ZodType>(
  request: Request,
  schema: T,
): Promise<z.output<T> | Response> {
  const bytes = await readBytes(request, JSON_BYTES_MAX)
  if (bytes === 'too_large') return refusal('frame_too_large', { field: 'body' })
  const text = bytes.toString('utf8')
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch {
    return refusal('invalid_frame', { field: 'body', message: 'The body is not JSON.' })
  }
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : failure(refusalOf(parsed.error, ''))
}

/** At most `bytesMax` bytes of a body; a sender that says no length, or a wrong one, is stopped at the same place. */
export async function readBytes(
  request: Request,
  bytesMax: number,
): Promise<Buffer<ArrayBuffer> | 'too_large'> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) return 'too_large'
  const parts: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop early cancels the body.
  for await (const part of request.body ?? []) {
    bytes += part.byteLength
    if (bytes > bytesMax) return 'too_large'
    parts.push(part)
  }
  return Buffer.concat(parts, bytes)
}

/** The query as the schema wants it; unknown parameters are refused by name. */
export function readQuery<T extends z.ZodType>(request: Request, schema: T): z.output<T> | Response {
  // Not by assignment: a parameter called `__proto__` is one like any other.
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const parsed = schema.safeParse(query)
  return parsed.success ? parsed.data : failure(refusalOf(parsed.error, ''))
}
