import { randomBytes } from 'node:crypto'
import { createConnection, type Socket } from 'node:net'
import { PROTOCOL } from '@pult/protocol'

/** A WebSocket by hand, so that a test can stop reading, send broken frames and see the close code behind what waited. */
export class RawSocket {
  /** Text frames, in order. */
  readonly frames: string[] = []
  /** Everything that came. */
  bytes = 0
  readonly #socket: Socket
  #buffer = Buffer.alloc(0)
  #isUpgraded = false
  #code: number | undefined
  #isOver = false
  #waiting: (() => void)[] = []

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#take(Buffer.from(chunk)))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#isOver = true
      this.#wake()
    })
  }

  /** `prepare` is given the connected socket before anything is sent. */
  static async open(
    port: number,
    path: string,
    prepare: (socket: Socket) => void = () => undefined,
  ): Promise<RawSocket> {
    const socket = createConnection({ host: '127.0.0.1', port })
    await new Promise((resolve) => socket.once('connect', resolve))
    prepare(socket)
    const raw = new RawSocket(socket)
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        `Sec-WebSocket-Protocol: ${PROTOCOL}\r\n\r\n`,
    )
    while (!raw.#isUpgraded) await raw.#more()
    return raw
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  end(): void {
    this.#socket.destroy()
  }

  /** One masked text frame. */
  send(text: string): void {
    const payload = Buffer.from(text)
    const mask = randomBytes(4)
    const length =
      payload.length < 126
        ? Buffer.from([0x80 | payload.length])
        : payload.length < 65_536
          ? Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 255])
          : Buffer.concat([Buffer.from([0x80 | 127, 0, 0, 0, 0]), lengthOf(payload.length)])
    const masked = payload.map((byte, index) => byte ^ mask[index % 4]!)
    this.#socket.write(Buffer.concat([Buffer.from([0x81]), length, mask, masked]))
  }

  async until(fits: (frame: string) => boolean): Promise<string> {
    for (let from = 0; ;) {
      const found = this.frames.slice(from).find(fits)
      if (found !== undefined) return found
      from = this.frames.length
      await this.#more()
    }
  }

  /** The code of the server's close; undefined where the line was cut. */
  async closeCode(): Promise<number | undefined> {
    while (this.#code === undefined && !this.#isOver) await this.#more()
    this.end()
    return this.#code
  }

  #take(chunk: Buffer): void {
    this.bytes += chunk.length
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    if (!this.#isUpgraded) {
      const end = this.#buffer.indexOf('\r\n\r\n')
      if (end < 0) return
      this.#isUpgraded = true
      this.#buffer = this.#buffer.subarray(end + 4)
    }
    while (this.#frame());
    this.#wake()
  }

  #frame(): boolean {
    const buffer = this.#buffer
    if (buffer.length < 2) return false
    const short = buffer[1]! & 127
    const head = short === 126 ? 4 : short === 127 ? 10 : 2
    if (buffer.length < head) return false
    const length =
      short === 126 ? buffer.readUInt16BE(2) : short === 127 ? Number(buffer.readBigUInt64BE(2)) : short
    if (buffer.length < head + length) return false
    const payload = buffer.subarray(head, head + length)
    const opcode = buffer[0]! & 15
    if (opcode === 1) this.frames.push(payload.toString())
    if (opcode === 8) this.#code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005
    this.#buffer = buffer.subarray(head + length)
    return true
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  async #more(): Promise<void> {
    if (this.#isOver) throw new Error('the line is cut')
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('waited in vain')), 5_000)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}

function lengthOf(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
