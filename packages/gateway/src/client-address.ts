import { BlockList } from 'node:net'
import { formatAddress, parseAddress, slash64 } from './ip-address.ts'

/**
 * Whose request this is. Everybody can write an X-Forwarded-For header, so it is believed only as far as it was written by proxies that
 * the admin named; the limits, the bans and the geography all stand on this answer.
 */

export type TrustedProxies = BlockList

/** A longer chain of proxies is a forgery or a loop; reading stops there. */
const FORWARDED_HOPS_MAX = 32

export interface Forwarding {
  /** The other end of the TCP connection. */
  readonly remoteAddress: string
  /** The header X-Forwarded-For, all its lines joined by commas; null where there was none. */
  readonly forwardedFor: string | null
  readonly trustedProxies: TrustedProxies
}

/**
 * [EP1] The right-most address that no trusted proxy vouches for as one of ours. Left of it anybody may have written anything.
 * A malformed entry ends the reading: the hop before it is then the best that is known. Mapped IPv4 comes out as IPv4.
 */
export function clientAddress({ remoteAddress, forwardedFor, trustedProxies }: Forwarding): string {
  let client = canonical(remoteAddress) ?? remoteAddress
  if (forwardedFor === null || !isTrusted(client, trustedProxies)) return client
  for (const entry of forwardedFor.split(',').slice(-FORWARDED_HOPS_MAX).toReversed()) {
    const hop = canonical(withoutPort(entry.trim()))
    if (hop === null) return client
    client = hop
    if (!isTrusted(client, trustedProxies)) return client
  }
  return client
}

/** [EP2] What a limit counts by: an IPv4 address, or the /64 of an IPv6 address, because one subscriber owns all of it. */
export function limitKey(ip: string): string {
  const bytes = parseAddress(ip)
  if (bytes === null) return ip
  return bytes.length === 4 ? formatAddress(bytes) : slash64(bytes)
}

/**
 * Reads a list such as `['127.0.0.1', '10.0.0.0/8', 'fd00::/8']`.
 * @throws RangeError naming the entry that is neither an address nor a network
 */
export function parseTrustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList()
  for (const entry of entries) {
    const [text = '', prefixText, more] = entry.trim().split('/')
    const bytes = parseAddress(text)
    const bits = bytes === null ? 0 : bytes.length * 8
    const prefix = prefixText === undefined ? bits : /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : -1
    if (bytes === null || more !== undefined || prefix < 0 || prefix > bits) {
      throw new RangeError(`"${entry}" is neither an IP address nor a network like 10.0.0.0/8`)
    }
    list.addSubnet(formatAddress(bytes), prefix, bytes.length === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

/** Whether the other end of the connection is one of the proxies that the admin named. */
export function isTrustedProxy(remoteAddress: string, trusted: TrustedProxies): boolean {
  return isTrusted(canonical(remoteAddress) ?? remoteAddress, trusted)
}

function isTrusted(address: string, trusted: TrustedProxies): boolean {
  return trusted.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}

function canonical(text: string): string | null {
  const bytes = parseAddress(text)
  return bytes === null ? null : formatAddress(bytes)
}

/** Some proxies write `203.0.113.7:4711` and `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)
  if (bracketed) return bracketed[1]!
  return /^[\d.]+:\d+$/.test(entry) ? entry.slice(0, entry.indexOf(':')) : entry
}
