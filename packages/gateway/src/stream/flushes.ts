import type { Connection } from './connection.ts'

/** Frames of one turn leave together: the flush runs when everything that goes on now is done. */
export function createFlushes(): (connection: Connection) => void {
  let waiting = new Set<Connection>()
  const flush = (): void => {
    const connections = waiting
    waiting = new Set()
    for (const connection of connections) connection.flush()
  }
  return (connection) => {
    if (waiting.size === 0) queueMicrotask(flush)
    waiting.add(connection)
  }
}
