import { connect, createServer, type Socket } from 'node:net'

/**
 * What becomes of everything that goes along a line.
 * - `whole`: it arrives.
 * - `cut`: connections are reset, and so is whoever tries again.
 * - `halfOpen`: nothing arrives, either way, and nobody is told; new connections are taken and as silent. What went into it is lost: once the line is whole, those
 *   connections are reset, as by a host that has forgotten them.
 * - `forgotten`: the same, but nobody is ever told: those connections stay silent for ever, as behind a router that has dropped them. New ones are whole again.
 * - `clogged`: it waits, until there is no room for more, and arrives when the line is whole.
 * - `delayed`: it arrives late.
 */
export type LineState = 'whole' | 'cut' | 'halfOpen' | 'forgotten' | 'clogged' | 'delayed'

export interface Line {
  readonly port: number
  set(state: LineState): void
  /** Pieces that a state other than `whole` was felt by. */
  readonly felt: () => number
  close(): Promise<void>
}

/** Each piece, each way: like the other side of the world. */
const DELAY_MS = 150

interface Connection {
  readonly ends: readonly [Socket, Socket]
  /** Something of it is lost, and nothing more arrives. */
  isDeaf: boolean
  isForgotten: boolean
}

/** A way to a port of this machine, as good as it is said to be at the moment. */
export function openLine(toPort: number): Promise<Line> {
  const connections = new Set<Connection>()
  let state: LineState = 'whole'
  let felt = 0

  function carry(connection: Connection, from: Socket, to: Socket): void {
    const late: { readonly piece: Buffer; readonly dueMs: number }[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const pump = (): void => {
      timer = undefined
      for (let next = late[0]; next !== undefined; next = late[0]) {
        const leftMs = next.dueMs - performance.now()
        if (leftMs > 0) {
          timer = setTimeout(pump, leftMs)
          return
        }
        to.write(next.piece)
        late.shift()
      }
    }
    from.on('data', (piece: Buffer) => {
      if (state !== 'whole') felt += 1
      silence(connection)
      if (connection.isDeaf) return
      // What is late is not overtaken.
      if (state !== 'delayed' && late.length === 0) to.write(piece)
      else {
        late.push({ piece, dueMs: performance.now() + (state === 'delayed' ? DELAY_MS : 0) })
        timer ??= setTimeout(pump, DELAY_MS)
      }
    })
    from.on('error', () => undefined)
    from.on('close', () => {
      clearTimeout(timer)
      // Nobody is told of an end either, until the line is whole.
      silence(connection)
      if (!connection.isDeaf) {
        to.destroy()
        connections.delete(connection)
      }
    })
  }

  function silence(connection: Connection): void {
    if (state !== 'halfOpen' && state !== 'forgotten') return
    connection.isDeaf = true
    connection.isForgotten ||= state === 'forgotten'
  }

  const reset = (connection: Connection): void => {
    connections.delete(connection)
    for (const end of connection.ends) end.resetAndDestroy()
  }

  const server = createServer((near) => {
    if (state === 'cut') {
      felt += 1
      near.on('error', () => undefined)
      near.resetAndDestroy()
      return
    }
    const far = connect(toPort, '127.0.0.1')
    const connection: Connection = { ends: [near, far], isDeaf: false, isForgotten: false }
    connections.add(connection)
    silence(connection)
    carry(connection, near, far)
    carry(connection, far, near)
    if (state === 'clogged') for (const end of connection.ends) end.pause()
  })

  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a port was expected')
      resolve({
        port: address.port,
        felt: () => felt,
        set(next) {
          state = next
          if ((next === 'cut' || next === 'clogged') && connections.size > 0) felt += 1
          for (const connection of connections) {
            // Also those along which nothing happened to come.
            silence(connection)
            if (connection.isForgotten) continue
            if (next === 'cut' || (next !== 'halfOpen' && connection.isDeaf)) reset(connection)
            else for (const end of connection.ends) end[next === 'clogged' ? 'pause' : 'resume']()
          }
        },
        close: () =>
          new Promise((closed) => {
            for (const connection of connections) reset(connection)
            server.close(() => closed())
          }),
      })
    })
  })
}
