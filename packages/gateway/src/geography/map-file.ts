import { closeSync, fstatSync, openSync } from 'node:fs'
import { dlopen, toBuffer } from 'bun:ffi'

/**
 * A file as memory that costs only the pages somebody reads. `Bun.mmap` would do, but it opens for writing even where nothing is written,
 * and a server should not be able to write into its own packages: it runs as a user that may not, or from a read-only image.
 * So the C library is asked itself.
 */

/** glibc, musl on both common processors, macOS. */
const C_LIBRARIES = [
  'libc.so.6',
  'libc.musl-x86_64.so.1',
  'libc.musl-aarch64.so.1',
  'libSystem.B.dylib',
] as const
/** <sys/mman.h>; the same numbers on Linux and macOS. */
const PROT_READ = 1
const MAP_PRIVATE = 2

/**
 * Maps a whole file, read only: writing into the buffer kills the process, and so does truncating the file in place (replacing it by
 * another file, as package managers do, is harmless). Never unmapped: it is for what lives as long as the process.
 * @throws Error when the file cannot be opened, is empty, or the system has no C library known to us
 */
export function mapFile(path: string): Buffer {
  const descriptor = openSync(path, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const address = systemMmap()(null, size, PROT_READ, MAP_PRIVATE, descriptor, 0n)
    // MAP_FAILED is -1, which arrives as a huge number or as null.
    if (address === null || address > Number.MAX_SAFE_INTEGER) throw new Error(`mmap failed for ${path}`)
    return toBuffer(address, 0, size)
  } finally {
    closeSync(descriptor)
  }
}

function systemMmap() {
  for (const library of C_LIBRARIES) {
    try {
      return dlopen(library, {
        mmap: { args: ['ptr', 'usize', 'i32', 'i32', 'i32', 'i64'], returns: 'ptr' },
      }).symbols.mmap
    } catch {
      // Not this system's; the next one may be.
    }
  }
  throw new Error('No C library to map files with')
}
