import { post } from './pult-server.ts'

/** Somebody on the other end of a stream, without the SDK: a measurement wants to know what each frame weighs. */
export interface Peer {
  readonly ws: WebSocket
  /** Everything that came up to `live`, and after it, where it was to be kept. */
  readonly frames: string[]
  /** Milliseconds from connecting to `live`. */
  readonly liveMs: number
}

/** Joins a stream and waits until it is live. @param options.keep what comes, in `frames` */
export async function connect(
  url: string,
  flavour: 'operator' | 'client',
  token: string,
  options: { cursor?: string; keep?: boolean } = {},
): Promise<Peer> {
  const startedAt = performance.now()
  const ws = new WebSocket(`${url.replace('http', 'ws')}/api/v1/${flavour}/stream`, 'pult.v1')
  const frames: string[] = []
  await new Promise<void>((resolve, reject) => {
    ws.onopen = () => {
      const cursor = options.cursor === undefined ? {} : { cursor: options.cursor }
      ws.send(
        JSON.stringify({
          command: 'connect',
          id: 'c',
          data: { token, instance: crypto.randomUUID(), ...cursor },
        }),
      )
    }
    ws.onmessage = (event) => {
      const frame = event.data as string
      if (options.keep === true) frames.push(frame)
      if (frame.startsWith('{"action":"live"')) resolve()
      else if (frame.includes('"error":{')) reject(new Error(frame))
    }
    ws.onclose = (event) => reject(new Error(`closed with ${event.code}`))
    ws.onerror = () => reject(new Error('no connection'))
  })
  ws.onclose = null
  return { ws, frames, liveMs: performance.now() - startedAt }
}

/** Where a stream that was kept went live. */
export function cursorOf({ frames }: Peer): string {
  const live = frames.find((frame) => frame.startsWith('{"action":"live"'))!
  return (JSON.parse(live) as { data: { cursor: string } }).data.cursor
}

export const hello = (url: string, channelKey: string) =>
  post<{ clientToken: string }>(url, '/client/hello', { channelKey })
