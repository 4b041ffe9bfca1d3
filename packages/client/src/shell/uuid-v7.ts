/**
 * RFC 9562 UUIDv7: 48 bits of time, then chance: ten bytes of it. Sorts by the millisecond; unique without anybody to ask.
 * `getRandomValues` is there in every browser, secure context or not, in Node 20 and in Bun.
 */
export function uuidV7(nowMs: number, bytes = crypto.getRandomValues(new Uint8Array(10))): string {
  const time = Math.floor(nowMs).toString(16).padStart(12, '0').slice(-12)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = ((Number.parseInt(hex[3]!, 16) & 3) | 8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`
}
