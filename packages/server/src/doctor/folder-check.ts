import { constants } from 'node:fs'
import { access, open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Finding, ok, problem } from './finding.ts'
import { middleOf, shownMs } from './milliseconds.ts'

/** Below it a busy day, an upload or a checkpoint may fill the disk. */
const FREE_BYTES_MIN = 1024 ** 3
/** Tries, of which the middle one counts. */
const SYNCS = 5
/** Each answer waits for one: above this people feel it. */
const SYNC_MS_MAX = 50
const DAY_MS = 24 * 3_600_000

/** The folder of PULT_DATA. Writes a small file into it and removes it. */
export async function checkFolder(
  directory: string,
  hasDatabase: boolean,
  nowMs: number,
): Promise<readonly Finding[]> {
  const shown = resolve(directory)
  const there = await stat(shown).catch(() => undefined)
  if (there === undefined) return [await checkParent(shown)]
  if (!there.isDirectory())
    return [problem('folder', `${shown} is not a folder`, 'Set PULT_DATA to a folder.')]
  const synced = await syncMs(shown).catch((error: unknown) => error)
  if (typeof synced !== 'number')
    return [
      problem(
        'folder',
        `${shown} cannot be written by this user`,
        `Give the user that runs Pult the right to write there (chown), or set PULT_DATA to another folder.`,
      ),
    ]
  return [
    synced > SYNC_MS_MAX
      ? problem(
          'folder',
          `${shown} can be written, and a write takes ${shownMs(synced)} to be safe on the disk`,
          'Every answer waits for that: use a local disk (SSD) rather than a network folder.',
        )
      : ok('folder', `${shown} can be written; a write is safe on the disk after ${shownMs(synced)}`),
    await checkSpace(shown),
    ...(await checkSecret(join(shown, 'secret.key'), hasDatabase, nowMs)),
    ...(hasDatabase ? await checkLeftBehind(shown) : []),
  ]
}

/** The first start makes the folder. */
async function checkParent(shown: string): Promise<Finding> {
  let parent = dirname(shown)
  while ((await stat(parent).catch(() => undefined)) === undefined && parent !== dirname(parent))
    parent = dirname(parent)
  const mayMake = await access(parent, constants.W_OK).then(
    () => true,
    () => false,
  )
  return mayMake
    ? ok('folder', `${shown} is not there yet; the first start makes it`)
    : problem(
        'folder',
        `${shown} is not there, and this user may not make it`,
        `Make it and give it to the user that runs Pult, or set PULT_DATA to another folder.`,
      )
}

async function syncMs(directory: string): Promise<number> {
  const path = join(directory, `.doctor-${process.pid}`)
  const file = await open(path, 'wx')
  try {
    const taken: number[] = []
    for (let count = 0; count < SYNCS; count += 1) {
      const beganMs = performance.now()
      await file.write('a line\n')
      await file.datasync()
      taken.push(performance.now() - beganMs)
    }
    return middleOf(taken)
  } finally {
    await file.close()
    await rm(path)
  }
}

async function checkSpace(directory: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  const shown = `${(free / 1024 ** 3).toFixed(1)} GiB are free on the disk of the folder`
  return free < FREE_BYTES_MIN
    ? problem('disk', shown, 'Make room: on a full disk Pult goes on reading and takes no new messages.')
    : ok('disk', shown)
}

async function checkSecret(path: string, hasDatabase: boolean, nowMs: number): Promise<readonly Finding[]> {
  const file = await stat(path).catch(() => undefined)
  if (file === undefined)
    return hasDatabase ? [] : [ok('secret', 'there is none yet; the first start makes it')]
  if ((file.mode & 0o077) !== 0)
    return [
      problem(
        'secret',
        `${path} can be read by other users`,
        `chmod 600 ${path}: whoever has it can sign links.`,
      ),
    ]
  const days = Math.max(0, Math.floor((nowMs - file.mtimeMs) / DAY_MS))
  return [ok('secret', `made ${days === 0 ? 'today' : `${days} days ago`}, readable by its owner only`)]
}

/** Chats that nobody sees since DATABASE_URL was set. */
async function checkLeftBehind(directory: string): Promise<readonly Finding[]> {
  const left = await readdir(join(directory, 'workspaces')).catch(() => [])
  const logs = await Promise.all(
    left.map((name) => stat(join(directory, 'workspaces', name, 'log.sqlite')).catch(() => undefined)),
  )
  const count = logs.filter((log) => log !== undefined).length
  if (count === 0) return []
  return [
    ok(
      'folder',
      `it also holds ${count} workspace(s) from before DATABASE_URL was set; pult move takes them over`,
    ),
  ]
}
