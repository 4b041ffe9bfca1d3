import { join } from 'node:path'
import { natsMissing, startNats, type NatsServer } from '../../packages/cluster/src/testing/nats-server.ts'
import {
  postgresBinaries,
  startPostgres,
  type PostgresServer,
} from '../../packages/storage/testing/postgres-server.ts'
import { freePort } from '../../packages/server/testing/program.ts'
import { startPult, type Running } from '../program.ts'
import { openLine, type Line } from './line.ts'

/** Several nodes of the program on one database and one bus, each by lines of its own. */
export interface Cluster {
  readonly postgres: PostgresServer
  readonly nats: NatsServer
  /** The address of the database, past every line. */
  readonly databaseUrl: string
  readonly nodes: readonly Node[]
  close(): Promise<void>
}

export interface Node {
  readonly name: string
  readonly url: string
  readonly toNats: Line
  readonly toPostgres: Line
  /** Null: it was killed or stopped. */
  running: Running | null
  /** Starts it again, at the same address. */
  start(): Promise<Running>
}

/** What a node says of itself and the others at `/readyz`. */
export interface Standing {
  readonly owns: readonly string[]
  readonly bus: string
}

const NODES = 3

/** What this machine lacks for a cluster, or null. */
export function clusterMissing(): string | null {
  if (postgresBinaries() === undefined)
    return 'PostgreSQL is not installed (Debian: apt-get install postgresql)'
  return natsMissing
}

export async function openCluster(folder: string): Promise<Cluster> {
  const [postgres, nats] = await Promise.all([startPostgres(), startNats()])
  const databaseUrl = await postgres.createDatabase()
  const nodes = await Promise.all(
    Array.from({ length: NODES }, (_, index) =>
      prepare(`node-${index}`, join(folder, `node-${index}`), databaseUrl, postgres, nats),
    ),
  )
  // All at once, on a database that has nothing yet: whoever is first makes the tables, the workspace and the admin.
  await Promise.all(nodes.map((node) => node.start()))
  return {
    postgres,
    nats,
    databaseUrl,
    nodes,
    async close() {
      await Promise.all(nodes.map(async ({ running }) => running?.kill()))
      await Promise.all(nodes.flatMap(({ toNats, toPostgres }) => [toNats.close(), toPostgres.close()]))
      await nats.kill()
      await postgres.dispose()
    },
  }
}

async function prepare(
  name: string,
  directory: string,
  databaseUrl: string,
  postgres: PostgresServer,
  nats: NatsServer,
): Promise<Node> {
  const [toNats, toPostgres, port] = await Promise.all([
    openLine(nats.port),
    openLine(postgres.port),
    freePort(),
  ])
  const environment = {
    DATABASE_URL: databaseUrl.replace(`:${postgres.port}/`, `:${toPostgres.port}/`),
    NATS_URL: `nats://127.0.0.1:${toNats.port}`,
  }
  const node: Node = {
    name,
    url: `http://127.0.0.1:${port}`,
    toNats,
    toPostgres,
    running: null,
    async start() {
      const running = await startPult({ directory, port, environment })
      node.running = running
      return running
    },
  }
  return node
}

export function liveOf({ nodes }: Cluster): Node[] {
  return nodes.filter(({ running }) => running !== null)
}

export async function standingOf({ url }: Node): Promise<Standing> {
  const response = await fetch(`${url}/readyz`, { keepalive: false, signal: AbortSignal.timeout(2_000) })
  return (await response.json()) as Standing
}

/** Who takes the turns, as the nodes say themselves; undefined while nobody says so, or two do. */
export async function ownerOf(cluster: Cluster): Promise<Node | undefined> {
  const owners = await Promise.all(
    liveOf(cluster).map(async (node) => {
      const standing = await standingOf(node).catch(() => undefined)
      return standing === undefined || standing.owns.length === 0 ? [] : [node]
    }),
  )
  const [owner, other] = owners.flat()
  return other === undefined ? owner : undefined
}
