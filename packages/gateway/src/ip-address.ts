import { isIPv4, isIPv6 } from 'node:net'

/**
 * One reading of an IP address for everything at the edge: the trusted-proxy check, the limits and the geography must agree on what an
 * address is, or one of them can be talked round with another spelling of it.
 */

/** Four bytes for IPv4 (also where it came mapped into IPv6), sixteen for IPv6. */
export type AddressBytes = Uint8Array

const GROUPS = 8

/** Reads `203.0.113.7`, `2001:db8::1`, `::ffff:203.0.113.7` and a link-local address with its zone. Null for anything else. */
export function parseAddress(text: string): AddressBytes | null {
  if (isIPv4(text)) return Uint8Array.from(text.split('.'), Number)
  if (!isIPv6(text)) return null
  const bytes = parseIPv6(text.split('%', 1)[0]!)
  return isMapped(bytes) ? bytes.slice(12) : bytes
}

/** The one spelling of an address: dotted IPv4, or IPv6 as RFC 5952 has it (the URL standard writes hosts the same way). */
export function formatAddress(bytes: AddressBytes): string {
  return bytes.length === 4
    ? bytes.join('.')
    : new URL(`http://[${groupsOf(bytes).join(':')}]`).hostname.slice(1, -1)
}

/** The network of an IPv6 address as `2001:db8:0:1::/64`: the smallest piece that one subscriber gets. */
export function slash64(bytes: AddressBytes): string {
  return `${groupsOf(bytes).slice(0, 4).join(':')}::/64`
}

function groupsOf(bytes: AddressBytes): string[] {
  return Array.from({ length: GROUPS }, (_, index) =>
    (bytes[index * 2]! * 256 + bytes[index * 2 + 1]!).toString(16),
  )
}

/** `text` has passed `isIPv6`, so only the shape is left to read. */
function parseIPv6(text: string): Uint8Array {
  const [head = '', tail] = text.split('::')
  const left = groupValues(head)
  const right = tail === undefined ? [] : groupValues(tail)
  const zeros = Array.from({ length: GROUPS - left.length - right.length }, () => 0)
  return Uint8Array.from([...left, ...zeros, ...right].flatMap((value) => [value >> 8, value & 255]))
}

function groupValues(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const [a, b, c, d] = group.split('.').map(Number) as [number, number, number, number]
    return [a * 256 + b, c * 256 + d]
  })
}

/** ::ffff:0:0/96, RFC 4291 section 2.5.5.2. */
function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
}
