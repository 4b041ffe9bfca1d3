import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * What an address leads to. `public`: somebody else's machine. `inside`: this machine or the company's network, where an admin of the
 * server may allow it. `never`: nobody answers there, many do, or it is another spelling of an address that was to be refused.
 *
 * The registries of IANA (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry), and beside them the
 * addresses at which clouds give out the secrets of a machine.
 */
export type Reach = 'public' | 'inside' | 'never'

// A list for each family: one for both also matches IPv4 in IPv6's clothes.
const inside4 = listOf('ipv4', [
  ['10.0.0.0', 8],
  // Carrier-grade NAT, RFC 6598; some virtual networks of companies too.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  // Benchmarks, RFC 2544, and what proxies hand out in the place of real addresses.
  ['198.18.0.0', 15],
])

const inside6 = listOf('ipv6', [
  ['::1', 128],
  ['fc00::', 7],
])

const never4 = listOf('ipv4', [
  ['0.0.0.0', 8],
  // Link-local, the metadata of most clouds among it.
  ['169.254.0.0', 16],
  // Metadata of Alibaba's cloud, and the host's side of a machine in Azure.
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  // Protocol assignments; metadata of Oracle's cloud.
  ['192.0.0.0', 24],
  // Documentation; relays of 6to4.
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['192.88.99.0', 24],
  // Multicast, reserved, broadcast.
  ['224.0.0.0', 3],
])

const never6 = listOf('ipv6', [
  // Metadata of Amazon's cloud.
  ['fd00:ec2::', 32],
  // Teredo, ORCHID and the rest of the protocol assignments; documentation.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
  // 6to4: an IPv4 address inside.
  ['2002::', 16],
])

/** All that was ever given out. The rest holds IPv4 in other clothes (mapped, NAT64), link-local and multicast. */
const givenOut6 = listOf('ipv6', [['2000::', 3]])

/** `address` as a resolver or a URL spells it. What is no address leads nowhere: `never`. */
export function reachOf(address: string): Reach {
  const family = familyOf(address)
  if (family === 'ipv4') {
    if (never4.check(address, family)) return 'never'
    return inside4.check(address, family) ? 'inside' : 'public'
  }
  if (family === null || never6.check(address, family)) return 'never'
  if (inside6.check(address, family)) return 'inside'
  return givenOut6.check(address, family) ? 'public' : 'never'
}

/** Null for what is no address, and for one with a zone: that names a wire of this machine. */
export function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  if (isIPv4(address)) return 'ipv4'
  return isIPv6(address) && !address.includes('%') ? 'ipv6' : null
}

function listOf(
  family: 'ipv4' | 'ipv6',
  networks: readonly (readonly [network: string, prefix: number])[],
): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family)
  return list
}
