/** Bots of all kinds, in a process of their own: `/good` answers after 20 ms, `/failing` with an error at once, `/silent` not at all. */
const GOOD_MS = 20

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  idleTimeout: 60,
  async fetch(request) {
    const { pathname } = new URL(request.url)
    await request.text()
    if (pathname === '/failing') return new Response('', { status: 500 })
    if (pathname === '/silent') return new Promise<Response>(() => undefined)
    await Bun.sleep(GOOD_MS)
    return Response.json({ answers: [{ name: 'say', body: 'yes' }] })
  },
})
process.stdout.write(`${String(server.port)}\n`)
