import type { WorkspaceId } from '@pult/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { hasPostgres } from '../../testing/postgres-server.ts'
import { openTcpProxy } from '../../testing/tcp-proxy.ts'
import { connectPostgres } from './connect-postgres.ts'
import { keepSecret } from './kept-secrets.ts'
import { beginLog, createNodeLeases, type NodeLeases, type WatchedLeaseRow } from './nodes.ts'
import { makeDatabase, type TestDatabase, throughPort, workspaceId } from './postgres.fixture.ts'
import { createWordsTable } from './words-table.ts'

setDefaultTimeout(60_000)
const MINUTE_MS = 60_000
const OVER_MS = -1

describe.skipIf(!hasPostgres())('nodes', () => {
  let database: TestDatabase
  let leases: NodeLeases
  beforeAll(async () => {
    database = await makeDatabase()
    leases = createNodeLeases(() => connectPostgres(database.url))
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await database.sql`TRUNCATE workspaces, log, nodes, node_words, secrets`
    await beginLog(database.sql, workspaceId, () => 'e1')
  })

  const beat = (node: string, forMs = MINUTE_MS) => leases.beat(node, false, forMs)
  const row = async (): Promise<WatchedLeaseRow> => (await beat('who asks')).leases[0]!

  test('[ST24] who lives is said by the database’s clock, and whether one had been taken for gone', async () => {
    expect((await beat('one', OVER_MS)).wasKnown).toBe(false)
    expect((await beat('two')).nodes).toMatchObject([
      { id: 'one', isLive: false, isDraining: false },
      { id: 'two', isLive: true, isDraining: false },
    ])
    expect((await beat('one')).wasKnown).toBe(false)
    expect((await beat('one')).wasKnown).toBe(true)
    expect((await leases.beat('two', true, MINUTE_MS)).nodes.map(({ isDraining }) => isDraining)).toEqual([
      false,
      true,
    ])
    await leases.leave('two')
    expect((await beat('one')).nodes.map(({ id }) => id)).toEqual(['one'])
  })

  test('[ST24] what a node says of itself the others read, until it says something else; times are spans of the database’s clock', async () => {
    await leases.beat('one', false, MINUTE_MS, '{"version":"1"}')
    await beat('one')
    await beat('two', OVER_MS)
    const { nodes, leases: held, answerMs } = await beat('three')
    expect(nodes.map(({ id, facts }) => [id, facts])).toEqual([
      ['one', '{"version":"1"}'],
      ['three', null],
      ['two', null],
    ])
    expect(nodes[0]!.leftMs).toBeWithin(MINUTE_MS - 30_000, MINUTE_MS + 1)
    expect(nodes[2]!.leftMs).toBeWithin(-30_000, OVER_MS + 1)
    expect(answerMs).toBeGreaterThan(0)
    await database.sql`UPDATE workspaces SET head_seq = 7, lease_expires_at = now() - INTERVAL '9 seconds'`
    const waited = (await beat('one')).leases[0]!
    expect([waited.headSeq, Math.floor(waited.heldMs / 30_000)]).toEqual([7, 0])
    expect(waited.heldMs).toBeGreaterThanOrEqual(9_000)
    expect(await leases.take('one', waited)).toBe(1)
    expect((await row()).heldMs).toBeLessThan(9_000)
    expect(held[0]!.headSeq).toBe(0)
  })

  test('[ST24] a line that swallows everything is given up, and another one is asked', async () => {
    let isDeaf = false
    const proxy = await openTcpProxy(database.server.port, () => (isDeaf ? 'swallow' : 'pass'))
    const over = createNodeLeases(() => connectPostgres(throughPort(database.url, proxy.port)))
    await over.beat('one', false, MINUTE_MS)
    isDeaf = true
    const beganMs = performance.now()
    expect(await over.beat('one', false, MINUTE_MS).catch((error: Error) => error.message)).toContain(
      'nothing came',
    )
    expect(performance.now() - beganMs).toBeLessThan(6_000)
    isDeaf = false
    expect((await over.beat('one', false, MINUTE_MS)).wasKnown).toBe(true)
    await over.close()
    await proxy.close()
  })

  test('[ST24] a lease is taken from nobody who lives, and by one of many', async () => {
    const takers = Array.from({ length: 8 }, (_, index) => `node ${index}`)
    for (const taker of takers) await beat(taker)
    const free = await row()
    const taken = await Promise.all(takers.map((taker) => leases.take(taker, free)))
    expect(taken.filter((lease) => lease !== null)).toEqual([1])
    const held = await row()
    expect(await leases.take('who asks', held)).toBeNull()
    await beat(held.owner!, OVER_MS)
    expect(await leases.take('who asks', free)).toBeNull()
    expect(await leases.take('who asks', held)).toBe(2)
  })

  test('[ST24] what was given back is free at once, and nothing is written under it', async () => {
    await beat('one')
    expect(await leases.take('one', await row())).toBe(1)
    await leases.release('two', workspaceId, 1)
    expect((await row()).owner).toBe('one')
    await leases.release('one', workspaceId, 1)
    expect(await row()).toMatchObject({ workspaceId, owner: null, lease: 2 })
    expect(await leases.take('two', await row())).toBe(3)
  })

  test('[ST24] a log is begun once; one that is not begun is nobody’s business', async () => {
    await Promise.all([1, 2, 3].map((n) => beginLog(database.sql, 'wsp_new' as WorkspaceId, () => `e${n}`)))
    expect((await beat('one')).leases.map(({ workspaceId: id }) => id)).toEqual([
      'wsp_new' as WorkspaceId,
      workspaceId,
    ])
  })

  test('[ST24] words are read once and in order, and thrown away later', async () => {
    const words = createWordsTable(database.sql)
    const from = await words.newest()
    await words.publish([
      { subject: 'a', message: 'one "quoted"' },
      { subject: 'b', message: 'два\n' },
    ])
    const read = await words.read(from)
    expect(read.map(({ subject, message }) => [subject, message])).toEqual([
      ['a', 'one "quoted"'],
      ['b', 'два\n'],
    ])
    expect(await words.read(read[1]!.number)).toEqual([])
    await words.tidy()
    expect((await words.read(from)).length).toBe(2)
    await database.sql`UPDATE node_words SET at = at - INTERVAL '2 minutes'`
    await words.tidy()
    expect(await words.read(from)).toEqual([])
  })

  test('[ST24] of many who make a secret all get the same', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, index) => keepSecret(database.sql, 'server', () => `secret ${index}`)),
    )
    expect(new Set(made).size).toBe(1)
    expect(await keepSecret(database.sql, 'server', () => 'another')).toBe(made[0]!)
  })
})
