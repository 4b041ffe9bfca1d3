/**
 * [PU1] Whom this server speaks to. An endpoint comes from a browser, so from anybody: only the services that browsers really use are
 * called, over https, at their usual port, and nothing inside our own network can be named.
 */
const KNOWN: readonly string[] = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
]

/** Addresses of this machine alone: the only ones that may be spoken to without https. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** `push.example.com`, `*.example.com`, `push.example.com:8443`, and for trials on one machine `http://127.0.0.1:9000`. */
const ENTRY = /^(http:\/\/)?((?:\*\.)?[a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/

interface Host {
  readonly protocol: 'https:' | 'http:'
  /** Without the `*`: a host that ends so. */
  readonly name: string
  readonly isSuffix: boolean
  /** Empty: the usual one. */
  readonly port: string
}

/** Whether pushes may go to an endpoint. */
export type PushHosts = (endpoint: string) => boolean

/** The known services and those of an admin's list. @throws RangeError naming the entry that is none */
export function parsePushHosts(more: readonly string[]): PushHosts {
  const hosts = [...KNOWN, ...more].map(hostOf)
  return (endpoint) => {
    const url = URL.parse(endpoint)
    if (url === null || url.username !== '' || url.password !== '') return false
    return hosts.some((host) => isAt(host, url))
  }
}

function hostOf(entry: string): Host {
  const [matched, scheme, pattern = '', port = ''] = ENTRY.exec(entry.toLowerCase()) ?? []
  if (matched === undefined) throw new RangeError(`"${entry}" is no push service`)
  const isSuffix = pattern.startsWith('*')
  const name = isSuffix ? pattern.slice(1) : pattern
  if (scheme !== undefined && !LOOPBACK.has(name))
    throw new RangeError(`"${entry}" is no push service: without https only this machine may be named`)
  return { protocol: scheme === undefined ? 'https:' : 'http:', name, isSuffix, port: port.slice(1) }
}

function isAt({ protocol, name, isSuffix, port }: Host, url: URL): boolean {
  if (url.protocol !== protocol || url.port !== port) return false
  return isSuffix ? url.hostname.length > name.length && url.hostname.endsWith(name) : url.hostname === name
}
