import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { areVapidKeys, createVapidKeys, type VapidKeys } from '@pult/gateway'
import { z } from 'zod'
import { DamagedFile } from './start-fault.ts'

export const vapidKeysSchema = z.strictObject({ publicKey: z.string(), privateKey: z.string() })

/**
 * The pair by which push services know a workspace, made at the first start and kept with its data, readable by the owner only. Another pair ends
 * every subscription, so a damaged one is never replaced without being asked.
 * @throws DamagedFile
 */
export async function openPushKeys(directory: string): Promise<VapidKeys> {
  const path = join(directory, 'push-keys.json')
  const known = read(path)
  if (known === undefined) {
    const made = await createVapidKeys()
    // Whole or not at all: half a file would be a damaged one.
    writeFileSync(`${path}.new`, `${JSON.stringify(made)}\n`, { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
    return made
  }
  const keys = vapidKeysSchema.safeParse(known)
  if (keys.success && (await areVapidKeys(keys.data))) return keys.data
  throw new DamagedFile(
    `${path} holds no keys of ours. Restore it from a backup; or remove it, and at the next start operators must allow notifications anew.`,
  )
}

/** Undefined where there is no file; null where there is one without JSON. */
function read(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
