import { dlopen, FFIType, ptr } from 'bun:ffi'
import type { Socket } from 'node:net'

/** From Linux's socket.h. */
const SOL_SOCKET = 1
const SO_RCVBUF = 8
const BYTES = 64 * 1024

/**
 * Fixes how much the kernel takes for a socket that is not read. By itself it takes up to 32 MB where memory is plenty, and a reader that has stopped
 * would look like one that reads. Linux only, as the programme is.
 */
export function holdLittle(socket: Socket): void {
  // oxlint-disable-next-line no-underscore-dangle -- the one place where the runtime tells the number of the socket's file
  const { fd } = (socket as unknown as { _handle: { fd: number } })._handle
  if (libc().symbols.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, ptr(new Int32Array([BYTES])), 4) !== 0)
    throw new Error('the buffer of a socket cannot be set')
}

type Libc = ReturnType<typeof open>
let opened: Libc | undefined

function libc(): Libc {
  opened ??= open()
  return opened
}

function open() {
  const setsockopt = {
    args: [FFIType.i32, FFIType.i32, FFIType.i32, FFIType.ptr, FFIType.u32],
    returns: FFIType.i32,
  } as const
  return dlopen('libc.so.6', { setsockopt })
}
