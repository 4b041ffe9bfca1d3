/** Debian's fiu-utils: calls of a running program to the system fail as told, by chance. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A call that the program's files depend on, and how often it fails. */
export interface FailingCall {
  /** As libfiu names it: `posix/io/sync/fsync`. */
  readonly call: string
  /** 0 to 1. */
  readonly probability: number
  readonly errno: number
}

const PRELOADED = '/usr/lib/fiu/fiu_posix_preload.so'
export const EIO = 5

export function missingFiu(): string | null {
  const isThere = Bun.which('fiu-run') !== null && Bun.which('fiu-ctrl') !== null && existsSync(PRELOADED)
  return isThere ? null : 'fiu-run is not installed: apt-get install fiu-utils'
}

/** What stands before the command of a program whose calls are to fail later; `folder` is where it can be reached. */
export function underFiu(folder: string, atOnce?: FailingCall): readonly string[] {
  return [
    'fiu-run',
    '-x',
    '-f',
    join(folder, 'fiu'),
    ...(atOnce === undefined ? [] : ['-c', wordsOf(atOnce)]),
  ]
}

/** From now on the call fails. A program that has just ended cannot be told, which is not a fault. */
export async function makeFail(folder: string, pid: number, failing: FailingCall): Promise<void> {
  const told = Bun.spawn(['fiu-ctrl', '-f', join(folder, 'fiu'), '-c', wordsOf(failing), String(pid)], {
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
  })
  // It waits for an answer by a pipe, which a program that dies of the command does not give.
  const late = setTimeout(() => told.kill('SIGKILL'), TOLD_MS_MAX)
  await told.exited
  clearTimeout(late)
}

const TOLD_MS_MAX = 2_000

function wordsOf({ call, probability, errno }: FailingCall): string {
  return `enable_random name=${call},probability=${probability},failinfo=${errno}`
}
