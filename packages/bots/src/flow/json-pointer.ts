import { own } from './own.ts'

/** A JSON Pointer is empty (the whole document) or a list of names, each after a slash, with `~0` for `~` and `~1` for `/` (RFC 6901). */
export function isJsonPointer(pointer: string): boolean {
  return /^(\/([^~/]|~[01])*)*$/u.test(pointer)
}

/** What it points to; undefined where there is nothing. */
export function pointedTo(document: unknown, pointer: string): unknown {
  if (pointer === '') return document
  let at = document
  for (const part of pointer.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) at = /^(0|[1-9]\d{0,8})$/.test(name) ? (at as unknown[])[Number(name)] : undefined
    else if (typeof at === 'object' && at !== null) at = own(at as Record<string, unknown>, name)
    else return undefined
  }
  return at
}
