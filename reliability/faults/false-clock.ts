/** libfaketime: a program whose clock on the wall is set while it runs. What it measures by the steady clock stays true. */
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FalseClock {
  /** For the program that is to believe it. */
  readonly environment: Readonly<Record<string, string>>
  /** From now on its clock is so far from the true time. */
  set(offsetMs: number): void
}

const LIBRARY = 'libfaketimeMT.so.1'

export function missingFaketime(): string | null {
  return libraryPath() === undefined ? 'libfaketime is not installed: apt-get install faketime' : null
}

export function falseClock(folder: string, offsetMs: number): FalseClock {
  const path = join(folder, 'offset')
  const set = (ms: number): void => {
    // Renamed into its place: the program reads it at any moment, and must not find half of it.
    writeFileSync(`${path}.new`, `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(3)}s`)
    renameSync(`${path}.new`, path)
  }
  set(offsetMs)
  return {
    set,
    environment: {
      LD_PRELOAD: libraryPath() ?? '',
      FAKETIME_TIMESTAMP_FILE: path,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  }
}

/** Debian puts it below the folder of the machine's architecture. */
function libraryPath(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : []
  return folders
    .map((folder) => join('/usr/lib', folder, 'faketime', LIBRARY))
    .find((path) => existsSync(path))
}
