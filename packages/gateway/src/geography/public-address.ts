import { BlockList } from 'node:net'
import { formatAddress, type AddressBytes } from '../ip-address.ts'

/**
 * Networks that say nothing about where a person is: the special-purpose registries of IANA
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry). Some databases answer for them all the
 * same, with the address of whoever registered the block.
 */
const NOT_PUBLIC = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Carrier-grade NAT, RFC 6598.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved and broadcast.
  ['224.0.0.0', 3],
] as const

/** What is not in 2000::/3 was never given to anybody; within it these are special. */
const NOT_PUBLIC_V6 = [
  // Teredo, ORCHID, benchmarking and the rest of the protocol assignments.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4: the address of a relay, not of a person.
  ['2002::', 16],
  ['3fff::', 20],
] as const

const notPublic = new BlockList()
for (const [network, prefix] of NOT_PUBLIC) notPublic.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of NOT_PUBLIC_V6) notPublic.addSubnet(network, prefix, 'ipv6')

/** [EP4] Whether the address was given to somebody in a place. */
export function isPublicAddress(bytes: AddressBytes): boolean {
  if (bytes.length === 4) return !notPublic.check(formatAddress(bytes), 'ipv4')
  return bytes[0]! >> 5 === 1 && !notPublic.check(formatAddress(bytes), 'ipv6')
}
