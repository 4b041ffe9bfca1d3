import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildClient } from '../build.ts'
import { cardOf, startWireServer } from '../testing/wire-server.ts'

/** A widget is on every page of a shop: what it weighs is part of what it is. Bytes after gzip. */
const VISITOR_BYTES_MAX = 11.25 * 1024

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pult-client-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function minified(name: string): Promise<string> {
  const entry = join(folder, `only-${name}.ts`)
  await Bun.write(entry, `export { ${name} } from '${import.meta.dir}/index.ts'`)
  const { outputs } = await Bun.build({ entrypoints: [entry], target: 'browser', minify: true })
  return outputs[0]!.text()
}

for (const name of ['createVisitorClient', 'createOperatorClient']) {
  test(`[B1] ${name} alone carries no schemas`, async () => {
    const text = await minified(name)
    expect(text).not.toMatch(/zod/i)
    expect(text).not.toContain('The frame is not a JSON object')
  })
}

test('[B1] the visitor’s client is small', async () => {
  const bytes = Bun.gzipSync(await minified('createVisitorClient')).byteLength
  expect(bytes).toBeLessThanOrEqual(VISITOR_BYTES_MAX)
})

const script = `
const { createOperatorClient } = await import(process.argv[2])
let complaint = ''
if (typeof WebSocket === 'undefined') {
  try { createOperatorClient({ url: 'http://127.0.0.1:1' }) } catch (error) { complaint = error.message }
}
console.log(JSON.stringify({ complaint }))
`
const conversation = `
const { createOperatorClient } = await import(process.argv[2])
const client = createOperatorClient({ url: process.argv[3], token: 'secret', socket: WebSocket })
client.on('chatMessageCreated', (message) => {
  console.log(JSON.stringify({ body: message.body, sessions: client.state.sessions.size }))
  client.close()
})
client.onState((state) => {
  if (state.connection.name === 'live' && state.outbox.length === 0 && !client.asked) {
    client.asked = true
    client.sendMessage({ sessionId: 'ses_1', body: 'из Node' })
  }
})
client.connect()
`

async function node(code: string, ...given: readonly string[]): Promise<unknown> {
  const file = join(folder, `${Bun.hash(code)}.mjs`)
  await Bun.write(file, code)
  const child = Bun.spawn(
    [
      'node',
      ...given.filter((one) => one.startsWith('--')),
      file,
      ...given.filter((one) => !one.startsWith('--')),
    ],
    {
      stdout: 'pipe',
      stderr: 'pipe',
    },
  )
  const [text, errors, exit] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (exit !== 0) throw new Error(errors)
  return JSON.parse(text)
}

test('[B2] the built file loads in Node, and says what it lacks where there is no WebSocket', async () => {
  await buildClient(folder)
  const { complaint } = (await node(script, join(folder, 'index.js'))) as { complaint: string }
  const hasSocket = (await node('console.log(typeof WebSocket === "function")')) as boolean
  expect(complaint).toBe(hasSocket ? '' : 'No WebSocket here: pass the option `socket`.')
})

test('[B2] the built file holds a conversation in Node and lets the process end', async () => {
  await buildClient(folder)
  const server = startWireServer()
  server.snapshot = { sessions: [cardOf('ses_1')] }
  try {
    const said = await node(conversation, '--experimental-websocket', join(folder, 'index.js'), server.url)
    expect(said).toEqual({ body: 'из Node', sessions: 1 })
  } finally {
    await server.stop()
  }
})
