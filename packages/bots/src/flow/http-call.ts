import type { NodeOf } from './flow.ts'
import { pointedTo } from './json-pointer.ts'
import { CALL_SECONDS_DEFAULT, VALUE_CHARS_MAX } from './limits.ts'
import { SECRET_PREFIX } from './names.ts'
import { own } from './own.ts'
import type { HttpCall } from './situation.ts'
import { fill, shortened, visible } from './template.ts'

/** The call that a node wants made, with what its variables hold now. */
export function callOf(
  id: string,
  node: NodeOf<'http'>,
  valueOf: (name: string) => string,
  secrets: Readonly<Record<string, string>>,
): HttpCall {
  const read = (name: string) =>
    name.startsWith(SECRET_PREFIX) ? (own(secrets, name.slice(SECRET_PREFIX.length)) ?? '') : valueOf(name)
  const headers = (node.headers ?? []).map(({ name, value }) => [name, inHeader(fill(value, read))] as const)
  const isJson = node.body !== undefined
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  if (isJson && !hasType) headers.push(['Content-Type', 'application/json'])
  return {
    node: id,
    method: node.method,
    url: fill(node.url, (name) => inUrl(read(name))),
    headers: Object.fromEntries(headers),
    body: isJson ? JSON.stringify(filled(node.body, read)) : null,
    timeoutMs: (node.within ?? CALL_SECONDS_DEFAULT) * 1_000,
    wantsJson: node.take !== undefined,
  }
}

/**
 * What the answer leaves in the variables: text, numbers and yes or no as they are written, lists and objects as JSON, each bounded. What
 * is not there or null makes its variable empty, so that nothing of an earlier call is taken for it.
 */
export function takenFrom(node: NodeOf<'http'>, body: unknown): readonly (readonly [string, string])[] {
  return (node.take ?? []).map(({ into, from }) => {
    const value = pointedTo(body, from)
    const text =
      typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
    return [into, shortened(visible(text), VALUE_CHARS_MAX)]
  })
}

/** One piece of a path or a query. `.` and `..` as whole pieces would climb out of a path even when encoded. */
function inUrl(value: string): string {
  const encoded = encodeURIComponent(value.toWellFormed())
  return /^\.{1,2}$/.test(encoded) ? '' : encoded
}

/** One line of printable ASCII: what else there is comes percent-encoded, so that no value can begin another header. */
function inHeader(value: string): string {
  return visible(value).replaceAll(/[^\x20-\x7E]+/gu, (piece) => encodeURIComponent(piece))
}

function filled(body: unknown, read: (name: string) => string): unknown {
  if (typeof body === 'string') return fill(body, read)
  if (Array.isArray(body)) return body.map((item) => filled(item, read))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, filled(value, read)]))
}
