import { FILE_ENDINGS, KNOWN_ENDINGS } from './known-endings.ts'

/** Whether a link may lead to a host. */
export type AllowsHost = (host: string) => boolean

/** What stands where something was taken out. */
export const CUT = '…'

/** @param hosts `shop.example.com`, or `*.example.com` for what is below it and not itself. Names in other scripts as they are written. */
export function allowsHosts(hosts: readonly string[]): AllowsHost {
  const exact = new Set<string>()
  const below: string[] = []
  for (const host of hosts) {
    const name = hostOf(host.replace(/^\*\./, ''))
    if (name === null) continue
    if (host.startsWith('*.')) below.push(`.${name}`)
    else exact.add(name)
  }
  return (host) => exact.has(host) || below.some((suffix) => host.endsWith(suffix))
}

/** As a browser would write it, or null. */
function hostOf(name: string): string | null {
  return URL.parse(`https://${name}`)?.hostname.replace(/\.$/, '') ?? null
}

/**
 * The address where it may be followed, or null. Anything that two programs could read as two hosts is refused: a name before the host, a
 * backslash, another address in the middle.
 */
export function allowedAddress(address: string, allows: AllowsHost): string | null {
  if (!/^https?:\/\/[^\s\\@<>"'`]+$/i.test(address) || address.includes('//', 'https://'.length)) return null
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return null
  return allows(url.hostname.replace(/\.$/, '')) ? address : null
}

/** Runs without a space, quote or bracket: an address stands in one of them, or begins in one. */
const RUN = /[^\s"'`«»“”„‘’()[\]{}|‹›]+/gu
/** Where a program would begin a link. */
const SCHEME =
  /[a-z][a-z0-9+.-]{0,30}:\/\/|(?<![a-z])(?:https?|ftp|javascript|vbscript|data|file|blob|about|mailto|tel|sms|callto|skype|tg|viber|whatsapp|intent|market|wss?):(?=\S)/i
const DOT = '[.\\u3002\\uff0e\\uff61\\u2024\\ufe52]'
const HOST = new RegExp(
  `((?:[\\p{L}\\p{N}_-][\\p{L}\\p{N}\\p{M}_-]{0,62}${DOT}){1,20}([\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}-]{1,62}))(${DOT}?)(:\\d{1,5})?((?:[/?#\\\\]\\S*)?)`,
  'gu',
)
const AT_END = /[.,;:!?…]{1,20}$/

/**
 * [MB6] The text with the links that may be followed, and without the others: their words stay, their addresses go. What a messenger would make
 * a link of by itself is one too: names with a known ending, mail addresses, `www.`; other words around a dot get a space after it.
 */
export function withAllowedLinks(text: string, allows: AllowsHost): string {
  return text.replace(RUN, (run) => {
    const end = AT_END.exec(run)?.[0] ?? ''
    const core = run.slice(0, run.length - end.length)
    if (SCHEME.test(core)) return (allowedAddress(core, allows) ?? CUT) + end
    if (core.includes('@') && /@[^@]*[\p{L}\p{N}]/u.test(core)) return mailAddress(core, allows) + end
    return (
      core.replace(HOST, (whole, host: string, ending: string, _dot: string, port = '', path = '') =>
        bareName(whole, host, ending, port !== '' || path !== '', allows),
      ) + end
    )
  })
}

function mailAddress(core: string, allows: AllowsHost): string {
  const [, host = ''] = /^[\p{L}\p{N}._%+-]+@([\p{L}\p{N}.-]+)$/u.exec(core) ?? []
  const name = host === '' ? null : hostOf(host)
  if (name !== null && allows(name)) return core
  // «@shop» is a name in a messenger, which leads to somebody.
  return CUT
}

function bareName(whole: string, host: string, ending: string, hasMore: boolean, allows: AllowsHost): string {
  const plain = host.replace(new RegExp(DOT, 'gu'), '.').toLowerCase()
  if (/^[\d.]+$/.test(plain)) return hasMore && plain.split('.').length === 4 ? CUT : whole
  if (!/\p{L}/u.test(ending)) return whole
  const name = hostOf(plain)
  if (name !== null && allows(name) && !whole.includes('\\')) return whole
  const last = ending.toLowerCase()
  if (plain.startsWith('www.') || last.startsWith('xn--') || KNOWN_ENDINGS.has(last)) return CUT
  if (!/^[a-z]/.test(last)) return whole
  if (hasMore) return CUT
  return FILE_ENDINGS.has(last) ? whole : whole.replace(/([.\u3002\uff0e\uff61\u2024\ufe52])(?=\S)/g, '$1 ')
}
