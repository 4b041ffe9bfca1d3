/**
 * What a message and an open session cost the database, the bus and every node that follows: written by the engine into a PostgreSQL of its own, followed by a copy, opened again. Half a minute:
 * `bun bench/scale-state.ts [sessions]`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { heapStats } from 'bun:jsc'
import {
  makeId,
  Replica,
  tagOf,
  type ClientActor,
  type Command,
  type LogRecord,
  type WorkspaceEngine,
  type WorkspaceStore,
} from '@pult/engine'
import type { ChannelId, ChatId, ClientId, GroupId, OperatorId, SessionId, WorkspaceId } from '@pult/protocol'
import { connectPostgres, migrateDatabase, openPostgresStore, takeLease } from '@pult/storage'
import { startPostgres } from '@pult/storage/testing'
import { done as carriedOut, openBareEngine } from './bare-engine.ts'
import { treeSeconds } from './pult-server.ts'
import { bodyOf } from './words.ts'

const SESSIONS = Number(process.argv[2] ?? 4_000)
const MESSAGES_EACH_WAY = 6
const WORKSPACE = 'wsp_of_the_bench' as WorkspaceId
const LEASE_MS = 3_600_000

const folder = mkdtempSync(join(tmpdir(), 'pult-scale-'))
const toldFile = join(folder, 'told')
const told = Bun.file(toldFile).writer()
const postgres = await startPostgres()
const sql = connectPostgres(await postgres.createDatabase())
await migrateDatabase(sql)
const lease = await takeLease(sql, WORKSPACE, 'bench', LEASE_MS)
if (lease === undefined) throw new Error('nobody else can have it')
const openStore = () => openPostgresStore({ sql, workspaceId: WORKSPACE, lease, makeEpoch: () => 'bench' })
const openEngine = (from: WorkspaceStore): Promise<WorkspaceEngine> =>
  openBareEngine(WORKSPACE, from, (records) => void told.write(`${JSON.stringify(records)}\n`))
let store = await openStore()
let engine = await openEngine(store)

const databaseSeconds = (): number => treeSeconds(postgres.postmasterPid())

const done = <T>(command: Command): Promise<T> => carriedOut<T>(engine, command)
const system = { type: 'SYSTEM' } as const
const names = { name: 'Bench', groupName: 'Bench', channelName: 'Bench' }
await done({
  actor: system,
  name: 'setUp',
  data: { ...names, channelKey: 'demo', channelSecret: 'demo' },
})
const admin = { email: 'admin@example.com', name: 'Admin', passwordHash: 'x' }
const { operatorId } = await done<{ operatorId: OperatorId }>({
  actor: system,
  name: 'createFirstAdmin',
  data: admin,
})
const login = {
  id: 'lgn_1',
  operatorId,
  tokenHash: 'x',
  openedAtMs: Date.now(),
  expiresAtMs: Date.now() + LEASE_MS,
  clientIp: null,
  device: null,
  displaced: false,
}
await done({ actor: system, name: 'openLogin', data: { login } })
const operator = { type: 'OPERATOR', operatorId, loginId: login.id } as const
const { groupId } = await done<{ groupId: GroupId }>({
  actor: operator,
  name: 'createGroup',
  data: { name: 'Desk' },
})
const { channelId } = await done<{ channelId: ChannelId }>({
  actor: operator,
  name: 'createChannel',
  data: { messengerType: 'API', name: 'Desk', groupId, bot: { kind: 'NONE' } },
  given: { channelKey: 'key', channelSecret: 'secret' },
})
await done({ actor: system, name: 'operatorConnected', data: { operatorId, connectionId: 'tab' } })
await done({ actor: operator, name: 'setStatus', data: { status: 'ONLINE' } })
const { from } = await done<{ from: number }>({
  actor: system,
  name: 'reserveClients',
  data: { count: SESSIONS },
})
const tag = tagOf(WORKSPACE)
const clients = Array.from({ length: SESSIONS }, (_, index): ClientActor => ({
  type: 'CLIENT',
  clientId: makeId('cli', from + index, tag) as ClientId,
  chatId: makeId('cht', from + index, tag) as ChatId,
  channelId,
  origin: { ip: '203.0.113.7', coordinates: null, device: 'Chrome on Windows' },
}))
const beginning = await store.checkpoint(Date.now())

interface Wave {
  readonly name: string
  /** Lines of the file up to its end. */
  readonly lines: number
}
const waves: Wave[] = []
let lines = 0
let bodies = 0
async function wave(
  name: string,
  messages: number,
  work: (client: ClientActor) => Promise<unknown>,
): Promise<void> {
  const { headSeq } = engine.state
  const [own, database, bytes, log] = [
    process.cpuUsage(),
    databaseSeconds(),
    await databaseBytes(),
    await logPlace(),
  ]
  await Promise.all(clients.map(work))
  const used = process.cpuUsage(own)
  const records = engine.state.headSeq - headSeq
  const per = (amount: number): string => (amount / SESSIONS / messages).toFixed(1)
  process.stdout.write(
    `${name.padEnd(24)} ${per(records)} records, ${per(used.user + used.system)} µs of the owner, ${per((databaseSeconds() - database) * 1e6)} µs of the database, ` +
      `${per((await databaseBytes()) - bytes)} B of tables, ${per((await logPlace()) - log)} B of write-ahead log\n`,
  )
  await told.flush()
  lines = readFileSync(toldFile, 'utf8').split('\n').length - 1
  waves.push({ name, lines })
}
const databaseBytes = async (): Promise<number> =>
  Number(((await sql`SELECT pg_database_size(current_database()) AS bytes`) as { bytes: string }[])[0]!.bytes)
const logPlace = async (): Promise<number> =>
  Number(
    ((await sql`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bytes`) as { bytes: string }[])[0]!
      .bytes,
  )
const sessionOf = ({ chatId }: ClientActor): SessionId => engine.state.chats.get(chatId)!.sessionId!
const bodyNow = (): { body: string; key: string } => {
  bodies += 1
  return { body: bodyOf(bodies), key: `key-${bodies}` }
}
async function write(actor: ClientActor): Promise<unknown> {
  const { body, key } = bodyNow()
  return done({ actor, name: 'sendMessage', key, data: { body } })
}
async function answer(client: ClientActor): Promise<unknown> {
  const { body, key } = bodyNow()
  return done({ actor: operator, name: 'sendMessage', key, data: { sessionId: sessionOf(client), body } })
}

await wave('a session that starts', 1, write)
await wave('a session that is taken', 1, (client) =>
  done({ actor: operator, name: 'takeSession', data: { sessionId: sessionOf(client) } }),
)
await wave('a message', MESSAGES_EACH_WAY * 2 - 1, async (client) => {
  for (let round = 1; round < MESSAGES_EACH_WAY; round += 1) {
    await answer(client)
    await write(client)
  }
  await answer(client)
})
// Opened by the next owner.
await engine.stop()
await store.close()
const beforeOpening = [process.cpuUsage(), databaseSeconds(), performance.now()] as const
store = await openStore()
engine = await openEngine(store)
const openMs = performance.now() - beforeOpening[2]
await Bun.sleep(1_000)
const opening = process.cpuUsage(beforeOpening[0])
process.stdout.write(
  `opening ${SESSIONS} open sessions  ${openMs.toFixed(0)} ms; ${((opening.user + opening.system) / 1e3).toFixed(0)} ms of the owner, ${((databaseSeconds() - beforeOpening[1]) * 1e3).toFixed(0)} ms of the database, the filter of ${bodies} keys with it\n`,
)
await wave('a session that is closed', 1, (client) =>
  done({ actor: operator, name: 'closeSession', data: { sessionId: sessionOf(client) } }),
)
const tables = (await sql`SELECT relname AS name, pg_table_size(oid) AS rows, pg_indexes_size(oid) AS indexes
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY pg_total_relation_size(oid) DESC LIMIT 6`) as {
  name: string
  rows: string
  indexes: string
}[]
for (const { name, rows, indexes } of tables)
  process.stdout.write(
    `  table ${name.padEnd(20)} ${(Number(rows) / bodies).toFixed(0)} B of rows, ${(Number(indexes) / bodies).toFixed(0)} B of indexes a message\n`,
  )
await engine.stop()
await told.end()

// A node that follows: the same, out of what it was told.
const texts = readFileSync(toldFile, 'utf8').split('\n')
const nobody = { checkpoint: () => beginning, session: () => undefined }
const replica = await Replica.open(WORKSPACE, nobody, Date.now())
function heapBytes(): number {
  Bun.gc(true)
  return heapStats().heapSize
}
let line = texts.findIndex(
  (text) => text !== '' && (JSON.parse(text) as LogRecord[]).at(-1)!.seq > replica.state.headSeq,
)
for (const { name, lines: end } of waves) {
  const before = heapBytes()
  let [cpu, bytes, records] = [0, 0, 0]
  for (; line < end; line += 1) {
    const text = texts[line]!
    const start = process.cpuUsage()
    const batch = JSON.parse(text) as LogRecord[]
    await replica.prepare(batch)
    replica.apply(batch, Date.now())
    const used = process.cpuUsage(start)
    cpu += used.user + used.system
    bytes += Buffer.byteLength(text)
    records += batch.length
  }
  process.stdout.write(
    `follows ${name.padEnd(24)} ${(cpu / records).toFixed(1)} µs and ${(bytes / records).toFixed(0)} B of the bus a record; ${((heapBytes() - before) / SESSIONS).toFixed(0)} B of memory a session\n`,
  )
}
await store.close()
await sql.close()
await postgres.dispose()
rmSync(folder, { recursive: true, force: true })
process.exit(0)
