import type { SocketConstructor } from '../options.ts'

/** Node 20 has none, whatever the types say. */
export function webSocketHere(): SocketConstructor | undefined {
  return globalThis.WebSocket
}
