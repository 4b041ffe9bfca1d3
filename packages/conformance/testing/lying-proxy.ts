/** Stands between a suite and a deployment and does not always tell the truth, to prove that the suite notices. */

export interface Lie {
  /** What becomes of a frame on its way from the server: itself, nothing, others. */
  readonly frames?: (text: string, socket: number, path: string) => readonly string[]
  /** What becomes of a close code. */
  readonly code?: (code: number) => number
  /** What becomes of the body of an answer. */
  readonly body?: (text: string, path: string) => string
}

interface Pair {
  readonly number: number
  readonly path: string
  readonly protocol: string | null
  upstream?: WebSocket
  waiting: (string | Buffer<ArrayBuffer>)[]
}

/** Opens the proxy on a free port. Everything that is not lied about goes through as it is. */
export function openLyingProxy(target: string, lie: Lie): Disposable & { readonly url: string } {
  let sockets = 0
  const server = Bun.serve<Pair>({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request, self) {
      const { pathname, search } = new URL(request.url)
      if (request.headers.get('upgrade') === 'websocket') {
        const protocol = request.headers.get('sec-websocket-protocol')
        const data: Pair = { number: (sockets += 1), path: pathname, protocol, waiting: [] }
        const headers = protocol === null ? {} : { 'sec-websocket-protocol': protocol }
        return self.upgrade(request, { data, headers }) ? undefined : new Response(null, { status: 400 })
      }
      const headers = new Headers(request.headers)
      headers.delete('host')
      const body = request.method === 'GET' ? undefined : await request.arrayBuffer()
      const answer = await fetch(target + pathname + search, {
        method: request.method,
        headers,
        ...(body === undefined ? {} : { body }),
      })
      const text = await answer.text()
      const kept = new Headers(answer.headers)
      for (const name of ['content-encoding', 'content-length']) kept.delete(name)
      return new Response(lie.body?.(text, pathname) ?? text, { status: answer.status, headers: kept })
    },
    websocket: {
      data: {} as Pair,
      open(ws) {
        const { path, protocol, number } = ws.data
        const upstream = new WebSocket(
          target.replace('http', 'ws') + path,
          protocol === null ? [] : [protocol],
        )
        ws.data.upstream = upstream
        upstream.addEventListener('open', () => {
          for (const message of ws.data.waiting) upstream.send(message)
          ws.data.waiting = []
        })
        upstream.addEventListener('message', ({ data }: MessageEvent<string>) => {
          for (const frame of lie.frames?.(data, number, path) ?? [data]) ws.send(frame)
        })
        upstream.addEventListener('close', ({ code, reason }) => {
          ws.close(lie.code?.(code) ?? code, reason)
        })
      },
      message(ws, message) {
        const { upstream, waiting } = ws.data
        if (upstream?.readyState === WebSocket.OPEN) upstream.send(message)
        else waiting.push(message)
      },
      close(ws) {
        ws.data.upstream?.close()
      },
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    [Symbol.dispose]: () => void server.stop(true),
  }
}
