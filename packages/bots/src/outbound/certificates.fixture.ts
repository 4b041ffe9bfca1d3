import { test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificates {
  /** Whoever trusts it trusts the certificate. */
  readonly ca: string
  readonly key: string
  /** For `bot.example.com` and `localhost` alone. */
  readonly cert: string
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

function make(folder: string): Certificates {
  const openssl = (...words: string[]): void => {
    const { exitCode, stderr } = Bun.spawnSync(['openssl', ...words], { cwd: folder, stderr: 'pipe' })
    if (exitCode !== 0) throw new Error(stderr.toString())
  }
  openssl('req', '-x509', ...EC, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=test')
  openssl('req', ...EC, '-keyout', 'key.pem', '-out', 'asked.pem', '-subj', '/CN=bot.example.com')
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:bot.example.com,DNS:localhost')
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names']
  openssl('x509', '-req', '-in', 'asked.pem', ...signing, '-out', 'cert.pem')
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  return { ca: read('ca.pem'), key: read('key.pem'), cert: read('cert.pem') }
}

/** Fresh ones, so that none in the repository grows old. Without openssl the test is skipped, loudly; in CI that is a failure. */
export function testWithCertificates(name: string, run: (certificates: Certificates) => Promise<void>): void {
  if (Bun.which('openssl') === null && process.env['CI'] !== 'true') {
    process.stderr.write(
      `\n!!! "${name}" was NOT tried: openssl is not installed (Debian: apt install openssl).\n\n`,
    )
    // Skipped for one reason: nobody here can make certificates. It is said aloud above, and in CI it is a failure.
    test.skip(name, () => undefined)
    return
  }
  test(name, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pult-tls-'))
    try {
      await run(make(folder))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
}
