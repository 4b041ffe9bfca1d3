/** A disk of a few megabytes that can really be full: a tmpfs of its own. */
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  readonly path: string
  readonly freeBytes: () => number
  /** Takes room away until so much is left; what it took before is given back first. */
  leave(bytes: number): void
  /** Gives all of it back. */
  makeRoom(): void
  unmount(): void
}

export function missingMount(): string | null {
  if (process.platform !== 'linux') return 'a small disk of its own is mounted on Linux only'
  return process.getuid?.() === 0 ? null : 'mounting a small disk takes root: run it as root'
}

export function mountSmallDisk(path: string, megabytes: number): SmallDisk {
  mkdirSync(path, { recursive: true })
  const mounted = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  if (mounted.exitCode !== 0) throw new Error(`mount: ${mounted.stderr.toString()}`)
  const ballast = join(path, 'ballast')
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  }
  const unmount = (): void => {
    // Lazily: a program that is about to end may still have files there.
    Bun.spawnSync(['umount', '-l', path])
  }
  process.on('exit', unmount)
  const makeRoom = (): void => rmSync(ballast, { force: true })
  return {
    path,
    freeBytes,
    makeRoom,
    leave(bytes) {
      makeRoom()
      const taken = freeBytes() - bytes
      if (taken > 0) writeFileSync(ballast, new Uint8Array(taken))
    },
    unmount() {
      process.off('exit', unmount)
      unmount()
    },
  }
}
