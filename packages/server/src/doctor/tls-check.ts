import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { type Finding, ok, problem, sentenceOf } from './finding.ts'

const LIMIT_MS = 4_000
const DAY_MS = 24 * 3_600_000
/** Whatever renews by itself has renewed by then; whoever renews by hand has to begin. */
const DAYS_MIN = 14

export interface Certificate {
  readonly validToMs: number
  /** Why it is not believed; null: it is. */
  readonly fault: string | null
}

/** The certificate of an https address. */
export async function checkTls(url: string, nowMs: number): Promise<readonly Finding[]> {
  try {
    return [judgeCertificate(new URL(url).hostname, await readCertificate(url), nowMs)]
  } catch (error) {
    return [
      problem(
        'tls',
        `no TLS at ${url} (${sentenceOf(error)})`,
        'Does the proxy listen for https at this address?',
      ),
    ]
  }
}

export function judgeCertificate(host: string, { validToMs, fault }: Certificate, nowMs: number): Finding {
  const days = Math.floor((validToMs - nowMs) / DAY_MS)
  const until = new Date(validToMs).toISOString().slice(0, 10)
  if (days < 0)
    return problem(
      'tls',
      `the certificate of ${host} has ended on ${until}`,
      'Renew it, and let the proxy read it anew.',
    )
  if (fault !== null)
    return problem(
      'tls',
      `the certificate of ${host} is not believed (${fault})`,
      'It must be for this name and from an authority that browsers know; the proxy must send the whole chain.',
    )
  const says = `the certificate of ${host} is good until ${until}, ${days} days`
  return days < DAYS_MIN ? problem('tls', says, 'Renew it: what renews by itself has not.') : ok('tls', says)
}

function readCertificate(url: string): Promise<Certificate> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port: port === '' ? 443 : Number(port),
      // An address has no name to ask for.
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      // Looked at even if it is wrong: then it is told what is wrong with it.
      rejectUnauthorized: false,
    })
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error('nothing came')))
    socket.on('error', reject)
    socket.on('secureConnect', () => {
      const { valid_to: validTo } = socket.getPeerCertificate()
      const error = socket.authorized ? null : String(socket.authorizationError)
      socket.destroy()
      resolve({ validToMs: Date.parse(validTo), fault: error })
    })
  })
}
