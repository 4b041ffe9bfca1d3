/**
 * The bare relay: what the same runtime needs for the same traffic with nothing stored, nothing checked and nobody's rights: each client's
 * message is acknowledged and handed to one operator, the writes of a turn together. Prints its port.
 */
interface Peer {
  readonly name: string
  out: string[]
}
const operators: Bun.ServerWebSocket<Peer>[] = []
let dirty: Bun.ServerWebSocket<Peer>[] = []

function push(ws: Bun.ServerWebSocket<Peer>, frame: string): void {
  if (ws.data.out.length === 0) {
    if (dirty.length === 0) setImmediate(flush)
    dirty.push(ws)
  }
  ws.data.out.push(frame)
}

function flush(): void {
  const sockets = dirty
  dirty = []
  for (const ws of sockets) {
    const frames = ws.data.out
    ws.data.out = []
    ws.cork(() => {
      for (const frame of frames) ws.send(frame)
    })
  }
}

const server = Bun.serve<Peer>({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, server) {
    const name = new URL(request.url).pathname
    return server.upgrade(request, { data: { name, out: [] } })
      ? undefined
      : new Response(null, { status: 400 })
  },
  websocket: {
    data: {} as Peer,
    perMessageDeflate: false,
    idleTimeout: 0,
    open(ws) {
      if (ws.data.name.startsWith('/operator')) operators.push(ws)
    },
    message(ws, text) {
      const { id, data } = JSON.parse(String(text)) as { id: string; data: { body: string } }
      const number = Number(ws.data.name.slice('/client/'.length))
      const operator = operators[number % operators.length]!
      push(ws, `{"action":"reply","id":"${id}"}`)
      push(
        operator,
        JSON.stringify({ action: 'chatMessageCreated', data: { body: data.body, client: number } }),
      )
    },
  },
})
process.stdout.write(`${server.port}\n`)
