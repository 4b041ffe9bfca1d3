import { createServer, connect, type Socket } from 'node:net'

/**
 * What becomes of a piece that a client sent.
 * - `pass`: it arrives.
 * - `cut`: it does not, and the connection breaks on both sides.
 * - `cutAfter`: it arrives and is answered, and the client hears of neither: its side breaks.
 * - `swallow`: nothing passes any more, either way, and the client's side stays open; what the server holds for this connection it goes on holding, also
 *   when the client has gone, until {@link TcpProxy.release} lets through what was held back.
 */
export type Fate = 'pass' | 'cut' | 'cutAfter' | 'swallow'

export interface TcpProxy {
  readonly port: number
  /** Lets through to the server what was swallowed. */
  release(): void
  /** Ends every connection and listens no more. */
  close(): Promise<void>
}

/** A way to a port of this machine that is as bad as `fateOf` says, piece by piece. */
export function openTcpProxy(toPort: number, fateOf: (piece: Buffer) => Fate): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const swallowed: (() => void)[] = []
  const kept = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((client) => {
    kept(client)
    const upstream = kept(connect(toPort, '127.0.0.1'))
    let state: 'open' | 'deaf' = 'open'
    let held: Buffer[] | undefined
    upstream.on('data', (piece) => {
      if (state === 'open') client.write(piece)
      // It has answered: whatever it was asked is done.
      else if (held === undefined) upstream.end()
    })
    upstream.on('close', () => (state === 'open' ? client.destroy() : undefined))
    client.on('close', () => (held === undefined && state === 'open' ? upstream.destroy() : undefined))
    client.on('data', (piece: Buffer) => {
      if (held !== undefined) {
        held.push(piece)
        return
      }
      switch (fateOf(piece)) {
        case 'pass':
          upstream.write(piece)
          break
        case 'cut':
          upstream.destroy()
          client.destroy()
          break
        case 'cutAfter':
          state = 'deaf'
          upstream.write(piece)
          client.destroy()
          break
        case 'swallow': {
          state = 'deaf'
          const pieces = (held = [piece])
          swallowed.push(() => {
            held = undefined
            for (const one of pieces) upstream.write(one)
          })
          break
        }
      }
    })
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a port was expected')
      resolve({
        port: address.port,
        release: () => {
          for (const release of swallowed.splice(0)) release()
        },
        close: () =>
          new Promise((closed) => {
            for (const socket of sockets) socket.destroy()
            server.close(() => closed())
          }),
      })
    })
  })
}
