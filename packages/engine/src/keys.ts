import type { KeyRecord } from './entities.ts'
import type { LogRecord } from './facts.ts'

/** The key that a record remembers, if any [S6]: a message carries its own, other facts have an origin. */
export function keyOf(record: LogRecord): KeyRecord | undefined {
  const { fact, origin, seq, atMs } = record
  if (fact.type === 'message' && fact.message.key !== undefined) {
    const { authorId, key, id, sessionId, chatId, authorType } = fact.message
    const reply = authorType === 'CLIENT' ? { messageId: id, sessionId, chatId } : { messageId: id }
    return { author: authorId, key, hash: fact.hash ?? '', reply, seq, atMs, forever: true }
  }
  if (origin === undefined) return undefined
  return { ...origin, seq, atMs, forever: false }
}

/**
 * What a key stands for: the command's name and everything in its data, as 53 bits in base 36. Not a secret and not
 * against forgers: an author can only collide with themselves. After cyrb53 (public domain, github.com/bryc/code).
 */
export function hashOf(name: string, data: object): string {
  const lanes = { a: 0xdeadbeef, b: 0x41c6ce57 }
  mix(lanes, name)
  // Data is plain: what it inherits is nothing. A list of its entries would cost more than the hashing.
  for (const field in data) {
    const value: unknown = data[field as keyof typeof data]
    if (value === undefined) continue
    mix(lanes, field)
    // Nearly every value is a text already. Its length keeps neighbours apart.
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    mix(lanes, `${typeof value} ${text.length} `)
    mix(lanes, text)
  }
  let { a, b } = lanes
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}

function mix(lanes: { a: number; b: number }, text: string): void {
  let { a, b } = lanes
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  lanes.a = a
  lanes.b = b
}
