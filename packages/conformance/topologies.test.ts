import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { natsMissing, startNats } from '../cluster/src/testing/nats-server.ts'
import { ADMIN, startProgram, temporaryFolder, type Program } from '../server/testing/program.ts'
import { hasPostgres, sharedPostgres } from '../storage/testing/postgres-server.ts'
import { run, scenarios } from './src/index.ts'

// Several programs, several hundred scenarios, on machines that do other things as well.
setDefaultTimeout(240_000)

const CALLABLE = 'http://127.0.0.1'
const folder = temporaryFolder()
const open: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of open.toReversed()) await close()
  folder[Symbol.dispose]()
})

/** Nodes on one database, each with a folder of its own. */
async function startNodes(count: number, settings: Readonly<Record<string, string>>): Promise<Program[]> {
  const database = await (await sharedPostgres()).createDatabase()
  const nodes: Program[] = []
  for (let number = 1; number <= count; number += 1) {
    const node = await startProgram({
      ...settings,
      DATABASE_URL: database,
      PULT_DATA: join(folder.path, `${database.slice(-6)}-${number}`),
      PULT_OUTBOUND_ALLOW: CALLABLE,
    })
    open.push(() => node.stop('SIGKILL'))
    nodes.push(node)
  }
  return nodes
}

async function failures(url: string): Promise<unknown[]> {
  const options = { url, ...ADMIN, concurrency: 8, slow: false, only: undefined, callable: `${CALLABLE}:0` }
  const { results, notCalled } = await run(scenarios, options, {
    nowMs: () => performance.now(),
    label: 'topology',
  })
  expect([results.length > 500, notCalled]).toEqual([true, 0])
  return results.filter(({ failure }) => failure !== undefined)
}

async function owns(node: Program): Promise<string[]> {
  const { owns: owned } = (await (await fetch(`${node.url}/readyz`)).json()) as { owns: string[] }
  return owned
}

describe.skipIf(!hasPostgres())('the same rules', () => {
  test('[CF2] [CL1] on PostgreSQL, on one node', async () => {
    const [node] = await startNodes(1, {})
    expect(await failures(node!.url)).toEqual([])
  })

  test.skipIf(natsMissing !== null && process.env['CI'] !== 'true')(
    '[CF2] [CL1] on PostgreSQL and NATS, on three nodes, asked at one that does not own the workspace',
    async () => {
      const nats = await startNats()
      open.push(() => nats.kill())
      const nodes = await startNodes(3, { NATS_URL: nats.url })
      const owned = await Promise.all(nodes.map(owns))
      expect(owned.flat()).toEqual(['main'])
      const other = nodes.find((_, index) => owned[index]!.length === 0)!
      expect(await failures(other.url)).toEqual([])
      // It has not come here meanwhile.
      expect(await owns(other)).toEqual([])
    },
  )
})
