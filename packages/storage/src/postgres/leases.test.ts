import { LeaseLost } from '@pult/engine'
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { hasPostgres } from '../../testing/postgres-server.ts'
import { Story } from '../story.fixture.ts'
import { takeLease } from './leases.ts'
import { beginLog, createNodeLeases } from './nodes.ts'
import { makeDatabase, type TestDatabase, workspaceId } from './postgres.fixture.ts'

setDefaultTimeout(60_000)
const MINUTE_MS = 60_000
const OVER_MS = -1

describe.skipIf(!hasPostgres())('leases', () => {
  let database: TestDatabase
  beforeAll(async () => void (database = await makeDatabase()))
  afterAll(() => database.close())
  beforeEach(async () => void (await database.sql`TRUNCATE workspaces, log`))

  const take = (owner: string, ttlMs = MINUTE_MS) => takeLease(database.sql, workspaceId, owner, ttlMs)

  test('[ST21] one owner at a time, by the clock of the database', async () => {
    expect(await take('one')).toEqual({ epoch: 1 })
    expect(await take('two')).toBeUndefined()
    expect(await take('one', OVER_MS)).toEqual({ epoch: 2 })
    expect(await take('two')).toEqual({ epoch: 3 })
  })

  test('[ST21] [ST24] who starts alone takes nothing from a node of a cluster that lives', async () => {
    const cluster = createNodeLeases(() => database.sql)
    await beginLog(database.sql, workspaceId, () => 'first')
    await cluster.beat('node', false, MINUTE_MS)
    expect(await cluster.take('node', { workspaceId, owner: null, lease: 0 })).toBe(1)
    expect(await take('one')).toBeUndefined()
    await cluster.leave('node')
    expect(await take('one')).toEqual({ epoch: 2 })
  })

  test('[ST21] of many who take it at once one gets it', async () => {
    const owners = Array.from({ length: 8 }, (_, index) => `node ${index}`)
    const taken = await Promise.all(owners.map((owner) => take(owner)))
    expect(taken.filter((lease) => lease !== undefined)).toEqual([{ epoch: 1 }])
  })

  test('[ST21] a lease that was given back is free at once, and nothing is written under it', async () => {
    const store = await database.open({ owner: 'one' })
    await createNodeLeases(() => database.sql).release('one', workspaceId, 1)
    const story = new Story()
    story.talk('Вера')
    expect(await Promise.resolve(store.append(story.batch())).catch((error) => error)).toBeInstanceOf(
      LeaseLost,
    )
    expect(await take('two')).toEqual({ epoch: 3 })
  })

  test('[ST20] of two who both believe that they own a workspace the older one writes nothing', async () => {
    const old = await database.open({ owner: 'one' })
    const story = new Story()
    const vera = story.talk('Вера')
    await story.append(old)
    const young = await database.open({ owner: 'one' })
    expect(young.headSeq()).toBe(3)
    const [mine, theirs] = [new Story(3), new Story(3)]
    mine.talk('by the new owner')
    theirs.talk('by the old one')
    // The numbers are still free when the old owner writes, and taken when it tries again.
    const append = async () => old.append(theirs.batch())
    expect(await append().catch((error) => error)).toBeInstanceOf(LeaseLost)
    await mine.append(young)
    expect(() => old.append(theirs.batch())).toThrow(LeaseLost)
    expect(() => old.session(vera.sessionId)).toThrow(LeaseLost)
    const { items } = await young.sessions({ limit: 9 })
    expect(items.map(({ card }) => card.name)).toEqual(['by the new owner', 'Вера'])
    expect(young.headSeq()).toBe(6)
  })

  test('[ST20] the older one is fenced also when its numbers are taken already', async () => {
    const old = await database.open({ owner: 'one' })
    const young = await database.open({ owner: 'one' })
    const [mine, theirs] = [new Story(), new Story()]
    mine.talk('Вера')
    theirs.talk('Глеб')
    await mine.append(young)
    const append = async () => old.append(theirs.batch())
    expect(await append().catch((error) => error)).toBeInstanceOf(LeaseLost)
  })

  test('[ST20] nobody opens a workspace without its lease', async () => {
    const { openPostgresStore } = await import('./postgres-store.ts')
    const open = (epoch: number) =>
      openPostgresStore({ sql: database.sql, workspaceId, lease: { epoch }, makeEpoch: () => 'never' })
    expect(await open(1).catch((error) => error)).toBeInstanceOf(LeaseLost)
    await take('one')
    expect(await open(2).catch((error) => error)).toBeInstanceOf(LeaseLost)
  })
})
