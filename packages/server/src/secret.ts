import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DamagedFile } from './start-fault.ts'

/** 32 random bytes in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/

/**
 * The server's own secret, made at the first start and kept beside the data: it signs links and client tokens. Another secret makes every
 * visitor a new person, so a damaged one is never replaced without being asked.
 * @throws DamagedFile
 */
export function openSecret(directory: string): string {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'secret.key')
  const made = randomBytes(32).toString('base64url')
  try {
    writeFileSync(path, `${made}\n`, { flag: 'wx', mode: 0o600 })
    return made
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (SECRET.test(secret)) return secret
  throw new DamagedFile(
    `${path} holds no secret of ours. Restore it from a backup; or remove it, and at the next start visitors become new persons and links to files end.`,
  )
}
