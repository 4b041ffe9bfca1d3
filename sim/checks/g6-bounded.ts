import { FRAME_BYTES_MAX, IN_FLIGHT_MAX, OUTBOUND_BYTES_MAX } from '@pult/protocol'
import type { Check, ServerConnection } from '../types.ts'
import type { Observed } from './observed.ts'

/** [G6] Bounded: what waits for a slow reader, and what one connection has asked for and not been answered. */
export function checkBounded({ world }: Observed): Check {
  const connections = new Set<ServerConnection>()

  return {
    name: 'G6',
    onConnection: (connection) => void connections.add(connection),
    onDied: () => connections.clear(),
    onLost(lost) {
      for (const connection of lost) connections.delete(connection)
    },
    onWritten({ to, frame, bufferedBytes }) {
      if (bufferedBytes > OUTBOUND_BYTES_MAX)
        world.broke('G6', `${bufferedBytes} bytes wait for ${to}, who does not read`)
      else if (frame.length > OUTBOUND_BYTES_MAX / 2)
        world.broke('G6', `${to} is sent one frame of ${frame.length} bytes`)
    },
    onLook() {
      for (const connection of connections) {
        if (connection.state.name === 'closed') {
          connections.delete(connection)
          continue
        }
        const waiting = connection.inFlight + connection.queue.length
        if (waiting > IN_FLIGHT_MAX)
          return world.broke('G6', `${waiting} commands of connection ${connection.id} wait for an answer`)
        const queuedBytes = connection.queue.length * FRAME_BYTES_MAX
        if (queuedBytes > IN_FLIGHT_MAX * FRAME_BYTES_MAX)
          return world.broke('G6', `connection ${connection.id} keeps ${connection.queue.length} frames`)
      }
    },
  }
}
