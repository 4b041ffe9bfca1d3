import type { OutboundFault } from './answer.ts'

/** What the runtime says where nobody took the connection: nothing was sent, so another address may be tried. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'EHOSTDOWN',
  'FailedToOpenSocket',
])
/** The names that OpenSSL gives to a certificate's faults, ours for one of another host, and a handshake that was none. */
const TLS = /EPROTO|CERT|TLS|SSL|ISSUER|SELF_SIGNED|SIGNATURE|CRL|HANDSHAKE/

/** Which fault an error of `fetch` is. Faults are told by their code: sentences change with the runtime. */
export function faultOf(error: unknown): OutboundFault {
  const { name = '', code = '' } = error as { readonly name?: unknown; readonly code?: unknown }
  if (name === 'TimeoutError') return 'timeout'
  if (name === 'AbortError') return 'stopped'
  const text = String(code)
  if (UNREACHABLE.has(text)) return 'unreachable'
  if (TLS.test(text)) return 'tls'
  // A header that cannot be written, found before anything is sent.
  return text === '' || text.startsWith('ERR_INVALID') ? 'bad_request' : 'broken_answer'
}
