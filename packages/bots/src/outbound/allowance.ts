import { BlockList } from 'node:net'
import { familyOf, reachOf } from './addresses.ts'
import type { OutboundFault } from './answer.ts'
import type { Target } from './target.ts'

/** What stands in the way of a request to a checked address, or null. */
export type Allowance = (
  target: Pick<Target, 'protocol' | 'host' | 'port'>,
  address: string,
) => Extract<OutboundFault, 'https_only' | 'blocked_port' | 'blocked_address'> | null

interface Entry {
  readonly isPlainToo: boolean
  /** Null: the usual ones. */
  readonly port: number | null
  readonly matches: (host: string, address: string) => boolean
}

/** Below it only the ports of the web: the others belong to mail, names and remote shells, which can be talked to in bad HTTP. */
const FREE_PORT_MIN = 1_024
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443])
/** Above it: what the fetch standard refuses (https://fetch.spec.whatwg.org/#port-blocking), and databases that stand about without a password. */
const REFUSED_PORTS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10_080, 2375, 2379, 3306, 5432, 6379, 9200, 11_211, 27_017,
])

/**
 * [OB2] Reads a list such as `['crm.example.com', '*.corp.example.com', '10.0.0.0/8', 'http://127.0.0.1:9000', '[fd00::5]:8443']`.
 * An entry opens the inside of the network for a host or for addresses, at the usual ports or at the one that it names; with `http://` for
 * plain HTTP too. Nothing opens what leads nowhere or to a cloud's secrets.
 * @throws RangeError naming the entry that is none
 */
export function parseAllowance(entries: readonly string[]): Allowance {
  const parsed = entries.map(entryOf)
  return ({ protocol, host, port }, address) => {
    const reach = reachOf(address)
    if (reach === 'never') return 'blocked_address'
    const isUsual = isUsualPort(port)
    const opening = parsed.filter(
      (entry) => (entry.port === null ? isUsual : entry.port === port) && entry.matches(host, address),
    )
    if (reach === 'inside' && opening.length === 0) return 'blocked_address'
    if (!isUsual && opening.length === 0) return 'blocked_port'
    return protocol === 'http:' && !opening.some(({ isPlainToo }) => isPlainToo) ? 'https_only' : null
  }
}

function isUsualPort(port: number): boolean {
  return WEB_PORTS.has(port) || (port >= FREE_PORT_MIN && !REFUSED_PORTS.has(port))
}

const NETWORK = /^([0-9a-f.:]+)\/(\d{1,3})$/
const HOST = /^((?:\*\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/

function entryOf(entry: string): Entry {
  const text = entry.trim().toLowerCase()
  const isPlainToo = text.startsWith('http://')
  const rest = isPlainToo ? text.slice('http://'.length) : text
  if (familyOf(rest) !== null) return { isPlainToo, port: null, matches: within(entry, rest) }
  const [, network, prefix] = NETWORK.exec(rest) ?? []
  if (network !== undefined) {
    return { isPlainToo, port: null, matches: within(entry, network, Number(prefix)) }
  }
  const [, name, portText] = HOST.exec(rest) ?? []
  const port = portText === undefined ? null : Number(portText)
  if (name === undefined || (port !== null && (port < 1 || port > 65_535))) throw notAnEntry(entry)
  // A URL with digits at the end of its host names an address.
  const isAddress = name.startsWith('[') || /(?:^|\.)\d+$/.test(name)
  const matches = isAddress ? within(entry, name.replace(/^\[|\]$/g, '')) : named(name)
  return { isPlainToo, port, matches }
}

function named(name: string): Entry['matches'] {
  const suffix = name.startsWith('*') ? name.slice(1) : null
  return (host) => (suffix === null ? host === name : host.endsWith(suffix))
}

/** `prefix` undefined: this address alone. */
function within(entry: string, network: string, prefix?: number): Entry['matches'] {
  const family = familyOf(network)
  const bits = family === 'ipv4' ? 32 : 128
  if (family === null || (prefix ?? bits) > bits) throw notAnEntry(entry)
  const list = new BlockList()
  list.addSubnet(network, prefix ?? bits, family)
  return (_host, address) => familyOf(address) === family && list.check(address, family)
}

function notAnEntry(entry: string): RangeError {
  return new RangeError(`"${entry}" is neither a host nor a network like crm.example.com or 10.0.0.0/8`)
}
