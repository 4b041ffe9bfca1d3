import { PROTOCOL } from '@pult/protocol'
import { randomBytes } from 'node:crypto'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { streamPaths } from './flavour.ts'

/**
 * A client's connection that stops reading: the runtime's own WebSocket always reads, so this one speaks the frames of RFC 6455 by hand,
 * as far as is needed to greet, to stall and to hear the close.
 */
export interface StalledReader {
  /** Reads again, to the end; the close code, or undefined where the connection was cut without one. */
  readToEnd(): Promise<number | undefined>
  destroy(): void
}

/** Opcodes and bits of RFC 6455, section 5.2. */
const TEXT = 0x81
const CLOSE = 0x8
const MASKED = 0x80

/** Connects as a client, is answered, and reads no more. */
export async function openStalledReader(url: string, connectFrame: string): Promise<StalledReader> {
  const { hostname, port, protocol } = new URL(url)
  const isTls = protocol === 'https:'
  const address = { host: hostname, port: Number(port) || (isTls ? 443 : 80) }
  const socket: Socket = isTls ? connectTls({ ...address, servername: hostname }) : connectTcp(address)
  await once(socket, isTls ? 'secureConnect' : 'connect')
  let received = Buffer.alloc(0)
  socket.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes])
  })
  socket.write(
    [
      `GET ${streamPaths.CLIENT} HTTP/1.1`,
      `Host: ${new URL(url).host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Sec-WebSocket-Protocol: ${PROTOCOL}`,
      '\r\n',
    ].join('\r\n'),
  )
  await until(() => received.includes('\r\n\r\n'))
  socket.write(textFrame(connectFrame))
  await until(() => received.includes('"action":"live"'))
  socket.pause()
  return {
    async readToEnd() {
      const ended = once(socket, 'close')
      socket.resume()
      await ended
      return closeCodeOf(received.subarray(received.indexOf('\r\n\r\n') + 4))
    },
    destroy: () => socket.destroy(),
  }
}

/** A masked text frame of at most 64 KiB. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const mask = randomBytes(4)
  const masked = payload.map((byte, index) => byte ^ mask[index % 4]!)
  const head =
    payload.length < 126
      ? Buffer.from([TEXT, MASKED | payload.length])
      : Buffer.from([TEXT, MASKED | 126, payload.length >> 8, payload.length & 0xff])
  return Buffer.concat([head, mask, masked])
}

/** Walks over the server's frames to the closing one. */
function closeCodeOf(frames: Buffer): number | undefined {
  let at = 0
  while (at + 2 <= frames.length) {
    const opcode = frames[at]! & 0xf
    const short = frames[at + 1]! & 0x7f
    const [length, head] =
      short < 126
        ? [short, 2]
        : short === 126
          ? [at + 4 <= frames.length ? frames.readUInt16BE(at + 2) : 0, 4]
          : [at + 10 <= frames.length ? Number(frames.readBigUInt64BE(at + 2)) : 0, 10]
    if (opcode === CLOSE && at + head + 2 <= frames.length) return frames.readUInt16BE(at + head)
    at += head + length
  }
  return undefined
}

function once(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve())
    socket.once('error', reject)
  })
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}
