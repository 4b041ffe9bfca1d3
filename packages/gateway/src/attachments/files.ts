import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { AttachmentId } from '@pult/protocol'
import type { RandomBytes } from '../sign-in/login-token.ts'

/**
 * The files on the disk. All that reaches a path is an id of our own making: `att_`, the time in 12 hexadecimal digits so that ids sort by
 * creation, and 128 bits of chance so that nobody guesses one. A file is there when its description is: that is written last.
 */
const ID = /^att_([0-9a-f]{12})[0-9a-f]{30}([0-9a-f]{2})$/
const TIME_DIGITS = 12
const RANDOM_BYTES = 16

export type FilePart = 'file' | 'preview' | 'json'
const ENDINGS: Readonly<Record<FilePart, string>> = { file: '', preview: '.preview', json: '.json' }
const UNFINISHED = '.unfinished'
/** No write takes so long: what is older was left by a crash. */
const UNFINISHED_MS_MAX = 3600 * 1000

export function makeAttachmentId(nowMs: number, random: RandomBytes): AttachmentId {
  const time = nowMs.toString(16).padStart(TIME_DIGITS, '0')
  return `att_${time}${Buffer.from(random(RANDOM_BYTES)).toString('hex')}` as AttachmentId
}

export function isAttachmentId(text: string): text is AttachmentId {
  return ID.test(text)
}

/** Where a part lies. Folders by the last two digits, so that none grows beyond what tools can list. */
export function pathOf(directory: string, id: AttachmentId, part: FilePart): string {
  const folder = ID.exec(id)?.[2]
  if (folder === undefined) throw new RangeError('not an attachment id')
  return join(directory, folder, id + ENDINGS[part])
}

/** [EP25] Writes the whole part or nothing: under another name, synced, renamed, the folder synced. */
export async function writePart(
  directory: string,
  id: AttachmentId,
  part: FilePart,
  bytes: Uint8Array,
): Promise<void> {
  const path = pathOf(directory, id, part)
  const folder = join(path, '..')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await writeSynced(path + UNFINISHED, bytes)
    await rename(path + UNFINISHED, path)
  } catch (cause) {
    await unlink(path + UNFINISHED).catch(() => undefined)
    throw cause
  }
  await syncFolder(folder)
}

/** Takes back what a failed upload has left; what is not there is gone already. */
export async function removeParts(directory: string, id: AttachmentId): Promise<void> {
  for (const part of ['json', 'preview', 'file'] as const)
    await unlink(pathOf(directory, id, part)).catch(() => undefined)
}

export interface Usage {
  readonly files: number
  readonly bytes: number
}

/**
 * Counts what was stored before `sinceMs` (ids tell their time, so uploads that come meanwhile are not counted twice) and removes what
 * crashes have left unfinished.
 */
export async function survey(directory: string, sinceMs: number): Promise<Usage> {
  let files = 0
  let bytes = 0
  for (const folder of await namesIn(directory)) {
    for (const name of await namesIn(join(directory, folder))) {
      const storedMs = Number.parseInt(name.slice('att_'.length, 'att_'.length + TIME_DIGITS), 16)
      if (!(storedMs < sinceMs)) continue
      const path = join(directory, folder, name)
      if (!name.endsWith(UNFINISHED)) {
        bytes += await sizeOf(path)
        if (name.endsWith(ENDINGS.json)) files += 1
      } else if (sinceMs - storedMs > UNFINISHED_MS_MAX) await unlink(path).catch(() => undefined)
    }
  }
  return { files, bytes }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A folder that is not there, or a stray file among the folders, has nothing in it. */
async function namesIn(path: string): Promise<string[]> {
  return readdir(path).catch(() => [])
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
