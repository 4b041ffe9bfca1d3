import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The server's own secret, made at the first start and kept beside the data: it signs links and client tokens. */
export function openSecret(directory: string): string {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'secret.key')
  if (!existsSync(path)) {
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
    chmodSync(path, 0o600)
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < 32)
    throw new Error(`${path} holds no secret; restore it from a backup, or remove it to make a new one.`)
  return secret
}
