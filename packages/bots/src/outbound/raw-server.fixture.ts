import { createServer, type Server, type Socket } from 'node:net'

/** A server that says what it is told to, byte for byte: those that misbehave cannot be had from a library. */
export class RawServer {
  /** How often somebody has connected, and the first bytes that each sent. */
  readonly heard: string[] = []
  connections = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(behave: (socket: Socket) => void) {
    this.#server = createServer((socket) => {
      this.connections += 1
      this.#sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.once('data', (chunk) => {
        this.heard.push(chunk.toString('utf8'))
        behave(socket)
      })
    })
  }

  /** `behave` is called for each connection, when its request has begun to come. */
  static async start(behave: (socket: Socket) => void, host = '127.0.0.1', port = 0): Promise<RawServer> {
    const server = new RawServer(behave)
    await new Promise<void>((resolve) => server.#server.listen(port, host, () => resolve()))
    return server
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }
}
