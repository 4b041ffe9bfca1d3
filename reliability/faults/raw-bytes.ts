/** Bytes on a bare line: what no client library would send. */
import { connect } from 'node:net'

const PATIENCE_MS = 400
const KEPT_BYTES = 4_096

/** Sends, and gives the beginning of what came back before the other side closed or nothing more was worth waiting for. */
export function sendRaw(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(bytes))
    const done = (): void => {
      clearTimeout(late)
      socket.destroy()
      resolve(heard)
    }
    const late = setTimeout(done, PATIENCE_MS)
    socket.on('data', (chunk) => {
      if (heard.length < KEPT_BYTES) heard += chunk.toString('latin1')
    })
    socket.on('error', done)
    socket.on('close', done)
  })
}

/** An upgrade, and behind it at once whatever is to be a WebSocket frame. */
export function upgradeAnd(path: string, frame: Uint8Array): Buffer {
  const head =
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: pult.v1\r\n\r\n'
  return Buffer.concat([Buffer.from(head), frame])
}

/** A WebSocket frame with this first byte; masked with zeros, as a client's must be masked with something. */
export function frameOf(firstByte: number, payload: Uint8Array): Buffer {
  const length =
    payload.length < 126
      ? [0x80 | payload.length]
      : [0x80 | 126, (payload.length >> 8) & 255, payload.length & 255]
  return Buffer.concat([Buffer.from([firstByte, ...length, 0, 0, 0, 0]), payload])
}
