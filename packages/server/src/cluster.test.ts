import { nodesSchema, type Nodes } from '@pult/protocol'
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { natsMissing, startNats, type NatsServer } from '../../cluster/src/testing/nats-server.ts'
import { hasPostgres, sharedPostgres } from '../../storage/testing/postgres-server.ts'
import { openTcpProxy } from '../../storage/testing/tcp-proxy.ts'
import { ADMIN, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

setDefaultTimeout(120_000)

const folder = temporaryFolder()
let database = ''
let nats: NatsServer | undefined
const nodes: Program[] = []

async function startNode(settings: Readonly<Record<string, string>> = {}): Promise<Program> {
  const node = await startProgram({
    DATABASE_URL: database,
    ...(nats === undefined ? {} : { NATS_URL: nats.url }),
    PULT_DATA: join(folder.path, `node-${nodes.length}`),
    ...settings,
  })
  nodes.push(node)
  return node
}

interface Ready {
  readonly node: string
  readonly nodes: readonly { readonly node: string }[]
  readonly owns: readonly string[]
  readonly bus: string
}
const ready = async ({ url }: Program): Promise<Ready> =>
  (await (await fetch(`${url}/readyz`)).json()) as Ready

async function ask(
  { url }: Program,
  path: string,
  token: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify({ data: body }) }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

async function signIn({ url }: Program): Promise<string> {
  const answer = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  })
  return ((await answer.json()) as { token: string }).token
}

async function until<T>(ms: number, look: () => Promise<T | undefined | false>): Promise<T> {
  const endMs = performance.now() + ms
  for (;;) {
    const found = await look().catch(() => undefined)
    if (found !== undefined && found !== false) return found
    if (performance.now() > endMs) throw new Error(`it did not come about within ${ms} ms`)
    await Bun.sleep(25)
  }
}

const machines = async (node: Program, token: string): Promise<Nodes> =>
  nodesSchema.parse((await ask(node, '/nodes', token)).body)

const running = (): Program[] =>
  nodes.filter((node) => node.process.exitCode === null && !node.process.killed)
const owner = (): Promise<Program> =>
  until(20_000, async () => {
    for (const node of running()) if ((await ready(node)).owns.includes('main')) return node
    return undefined
  })

describe.skipIf(!hasPostgres() || (natsMissing !== null && process.env['CI'] !== 'true'))(
  'three nodes',
  () => {
    let token = ''
    beforeAll(async () => {
      database = await (await sharedPostgres()).createDatabase()
      nats = await startNats()
      await Promise.all([startNode(), startNode(), startNode()])
      token = await signIn(nodes[0]!)
    })
    afterAll(async () => {
      for (const node of running()) await node.stop('SIGKILL')
      await nats?.kill()
      folder[Symbol.dispose]()
    })

    test('[CL1] who signs in at one is known at all of them; what one is told the others read', async () => {
      for (const node of nodes) expect((await ask(node, '/me', token)).status).toBe(200)
      const made = await ask(nodes[1]!, '/commands/createGroup', token, { name: 'Delivery' })
      expect(made.status).toBe(200)
      await until(2_000, async () => {
        const lists = await Promise.all(nodes.map((node) => ask(node, '/groups', token)))
        return lists.every(({ body }) => JSON.stringify(body).includes('Delivery'))
      })
      await until(5_000, async () => {
        const one = await ready(nodes[0]!)
        return one.nodes.length === 3 && one.bus === 'nats'
      })
    })

    test('[CL11] the owner is killed: the others serve within 5 s, and it is in nobody’s list any more', async () => {
      const dead = await owner()
      const { node: name } = await ready(dead)
      await dead.stop('SIGKILL')
      const [other] = running()
      const killedMs = performance.now()
      const made = await until(15_000, async () => {
        const answer = await ask(other!, '/commands/createGroup', token, { name: 'After the kill' })
        return answer.status === 200 ? answer : undefined
      })
      expect(made.body).toBeDefined()
      expect(performance.now() - killedMs).toBeLessThan(5_000)
      await until(5_000, async () => !(await ready(other!)).nodes.some(({ node }) => node === name))
      const told = await until(5_000, async () => {
        const said = await machines(other!, token)
        return said.lease!.owner !== name && said
      })
      expect(told.nodes.find(({ id }) => id === name)).toMatchObject({ state: 'SILENT', facts: {} })
      await startNode()
    })

    test('[GD16] any node tells an admin of all of them, and of who takes the turns', async () => {
      const { node: owning } = await ready(await owner())
      for (const node of running()) {
        const { node: name } = await ready(node)
        const told = await until(5_000, async () => {
          const said = await machines(node, token)
          const live = said.nodes.filter(({ state }) => state === 'LIVE')
          // Who has only just begun has not met NATS, and has looked at the log but once.
          const isWhole = live.every(({ facts }) => facts?.bus?.way === 'NATS' && facts.behind?.ms === 0)
          return live.length === 3 && isWhole && said
        })
        expect(told).toMatchObject({ answeredBy: name, file: null, lease: { owner: owning } })
        expect(told.readMs).toBeLessThan(3_000)
        expect(new Set(told.nodes.map(({ facts }) => facts?.version)).size).toBe(1)
      }
    })

    test('[SV26] a node without its database says so and takes nobody, and takes them again by itself', async () => {
      let isDeaf = false
      const { hostname, port } = new URL(database)
      const proxy = await openTcpProxy(Number(port), () => (isDeaf ? 'swallow' : 'pass'))
      const through = database.replace(`${hostname}:${port}`, `127.0.0.1:${proxy.port}`)
      const cut = await startNode({ DATABASE_URL: through })
      const status = async () => (await fetch(`${cut.url}/readyz`)).status
      expect(await status()).toBe(200)
      isDeaf = true
      await until(15_000, async () => (await status()) === 503)
      const said = (await (await fetch(`${cut.url}/readyz`)).json()) as { because: string[] }
      expect(said.because[0]).toMatch(/^This node has had no answer of its database for \d+ s\.$/)
      expect((await fetch(`${cut.url}/healthz`)).status).toBe(200)
      // Who is signed in there is told as well, from memory.
      const told = await machines(cut, token)
      expect(told.readMs).toBeGreaterThan(2_000)
      isDeaf = false
      await until(15_000, async () => (await status()) === 200)
      expect(await cut.stop('SIGTERM')).toBe(0)
      await proxy.close()
    })

    test('[CL11] the owner is stopped: another serves within a second of it, and nothing is refused', async () => {
      await until(5_000, async () => (await ready(running().at(-1)!)).nodes.length === 3)
      const leaving = await owner()
      const other = running().find((node) => node !== leaving)!
      const stopping = leaving.stop('SIGTERM')
      const statuses: number[] = []
      const beganMs = performance.now()
      while (performance.now() - beganMs < 2_000) {
        const { status } = await ask(other, '/commands/setStatus', token, { status: 'ONLINE' })
        statuses.push(status)
        // Nobody may ask as fast as this machine can.
        await Bun.sleep(50)
      }
      expect(await stopping).toBe(0)
      expect(new Set(statuses)).toEqual(new Set([200]))
      await startNode()
    })

    test('[CL14] [CL15] without NATS all go on, say so, and see what the others do', async () => {
      await nats!.kill()
      await until(10_000, async () => {
        const all = await Promise.all(running().map(ready))
        return all.every(({ bus }) => bus === 'database, without NATS')
      })
      for (const [index, node] of running().entries()) {
        const name = `Without NATS ${index}`
        expect((await ask(node, '/commands/createGroup', token, { name })).status).toBe(200)
        await until(5_000, async () => {
          const lists = await Promise.all(running().map((one) => ask(one, '/groups', token)))
          return lists.every(({ body }) => JSON.stringify(body).includes(name))
        })
      }
      await nats!.restart()
      await until(10_000, async () => {
        const all = await Promise.all(running().map(ready))
        return all.every(({ bus }) => bus === 'nats')
      })
    })
  },
)
