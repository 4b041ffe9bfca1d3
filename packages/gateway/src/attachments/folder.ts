import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StorageFull } from '@pult/engine'
import { nameOf, readName } from './attachment-id.ts'
import type { FilePlace, Usage } from './file-place.ts'

const UNFINISHED = '.unfinished'
/** No write takes so long: what is older was left by a crash. */
const UNFINISHED_MS_MAX = 3600 * 1000

/** Files on a disk of this machine. The folder is made with the first of them. */
export function createFolder(directory: string): FilePlace {
  const pathOf = (...part: Parameters<typeof nameOf>): string => join(directory, nameOf(...part))
  return {
    isShared: false,
    async write(id, part, bytes) {
      try {
        await writeWhole(pathOf(id, part), bytes)
      } catch (cause) {
        throw isDiskFull(cause) ? new StorageFull('The disk of the files is full.', { cause }) : cause
      }
    },
    async read(id, part) {
      const file = Bun.file(pathOf(id, part))
      return (await file.exists()) ? file.bytes() : null
    },
    async open(id, part) {
      const file = Bun.file(pathOf(id, part))
      if (!(await file.exists())) return null
      const { size } = file
      return {
        size,
        read: async (first, last) => (first === 0 && last === size - 1 ? file : file.slice(first, last + 1)),
      }
    },
    async remove(id) {
      for (const part of ['json', 'preview', 'file'] as const)
        await unlink(pathOf(id, part)).catch(() => undefined)
    },
    survey: (sinceMs) => survey(directory, sinceMs),
  }
}

/** Under another name, synced, renamed, the folder synced: a crash leaves the whole or nothing under its name. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path)
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

/** Also removes what crashes have left unfinished. */
async function survey(directory: string, sinceMs: number): Promise<Usage> {
  let files = 0
  let bytes = 0
  for (const folder of await namesIn(directory)) {
    for (const name of await namesIn(join(directory, folder))) {
      const isUnfinished = name.endsWith(UNFINISHED)
      const named = readName(`${folder}/${isUnfinished ? name.slice(0, -UNFINISHED.length) : name}`)
      if (named === null || named.storedMs >= sinceMs) continue
      const path = join(directory, folder, name)
      if (!isUnfinished) {
        bytes += await sizeOf(path)
        if (named.part === 'json') files += 1
      } else if (sinceMs - named.storedMs > UNFINISHED_MS_MAX) await unlink(path).catch(() => undefined)
    }
  }
  return { files, bytes }
}

function isDiskFull(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
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
