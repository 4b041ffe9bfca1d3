import { makeId, type Outcome, StorageAway, tagOf, WorkspaceEngine } from '@pult/engine'
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { hasPostgres } from '../../testing/postgres-server.ts'
import { START_MS, Story } from '../story.fixture.ts'
import { connectPostgres } from './connect-postgres.ts'
import { makeDatabase, type TestDatabase, workspaceId } from './postgres.fixture.ts'
import { openPostgresReader } from './postgres-reader.ts'

setDefaultTimeout(60_000)

function done(outcome: Outcome): unknown {
  expect(outcome.error).toBeUndefined()
  return 'data' in outcome ? outcome.data : undefined
}

function sessionsOf({ state }: WorkspaceEngine): unknown {
  return [...state.sessions.values()].map(({ card }) => [card.id, card.status, card.lastMessage?.body])
}

describe.skipIf(!hasPostgres())('a node that does not own the workspace', () => {
  let database: TestDatabase
  beforeAll(async () => void (database = await makeDatabase()))
  afterAll(() => database.close())
  afterEach(
    async () =>
      void (await database.sql`TRUNCATE workspaces, log, words, sessions, chats, clients, entities`),
  )

  test('[ST23] [ST6] reads what is durable as soon as it is, over connections of its own', async () => {
    const sql = connectPostgres(database.url)
    const early = await openPostgresReader({ sql, workspaceId }).catch((error: unknown) => error)
    expect(early).toBeInstanceOf(StorageAway)
    const store = await database.open()
    const reader = await openPostgresReader({ sql, workspaceId })
    expect([await reader.readHead(), reader.epoch]).toEqual([0, store.epoch])
    expect(await reader.checkpoint(0)).toEqual({ seq: 0, touched: [], keys: [] })
    const story = new Story()
    const vera = story.talk('Вера')
    for (let round = 1; round <= 100; round += 1) {
      const message = story.message(vera, `слово ${round}`, { key: `k${round}` })
      const { records } = await story.append(store)
      const head = records.at(-1)!.seq
      const [readHead, read, found, session, key] = await Promise.all([
        reader.readHead(),
        reader.read(head - records.length, 100),
        reader.messages({ q: `слово ${round}`, limit: 2 }),
        reader.session(vera.sessionId),
        reader.key(vera.clientId, `k${round}`),
      ])
      expect([readHead, read, found.items]).toEqual([head, records, [message]])
      expect([session?.card.lastMessage?.id, key?.seq]).toEqual([message.id, head])
    }
    expect(await reader.checkpoint(0)).toEqual(await store.checkpoint(0))
    await reader.close()
    expect(() => reader.readHead()).toThrow('was closed')
    await sql.close()
  })

  test('[ST5] [ST20] a whole little life of an engine, handed over from one owner to the next', async () => {
    let nowMs = START_MS
    const published: string[] = []
    const failed: unknown[] = []
    const open = async () => {
      const store = await database.open()
      const engine = await WorkspaceEngine.open(workspaceId, {
        store,
        nowMs: () => (nowMs += 1),
        defer: (run) => void setImmediate(run),
        after: (delayMs, run) => {
          const timer = setTimeout(run, delayMs)
          return () => clearTimeout(timer)
        },
        publish: (records) => void published.push(...records.map(({ fact }) => fact.type)),
        onFatal: (error) => void failed.push(error),
        onLeaseLost: () => void failed.push('the lease is lost'),
        onBug: (error) => void failed.push(error),
      })
      const system = async (name: string, data: object) =>
        done(await engine.request({ actor: { type: 'SYSTEM' }, name, data } as never))
      return { store, engine, system }
    }
    const one = await open()
    const channel = { channelName: 'site', channelKey: 'key', channelSecret: 'secret' }
    await one.system('setUp', { name: 'Shop', groupName: 'help', ...channel })
    const { from } = (await one.system('reserveClients', { count: 1 })) as { from: number }
    const tag = tagOf(workspaceId)
    const [channelId] = [...one.engine.state.channels.keys()]
    const actor = {
      type: 'CLIENT',
      clientId: makeId('cli', from, tag),
      chatId: makeId('cht', from, tag),
      channelId,
      origin: { ip: null, coordinates: null, device: null },
    }
    const says = (engine: WorkspaceEngine, body: string, key: string) =>
      engine.request({ actor, name: 'sendMessage', data: { body }, key } as never)
    const first = done(await says(one.engine, 'Hello', 'k1')) as { sessionId: string }
    done(await says(one.engine, 'Is anybody here?', 'k2'))
    expect(published).toContain('message')

    // The next owner takes over while the first still believes that it is one.
    const two = await open()
    expect(sessionsOf(two.engine)).toEqual(sessionsOf(one.engine))
    expect(done(await says(two.engine, 'Hello', 'k1'))).toEqual(first)
    done(await says(two.engine, 'Thank you', 'k3'))
    expect(failed).toEqual([])
    expect((await says(one.engine, 'Lost?', 'k4')).error?.code).toBe('shutting_down')
    expect(failed).toEqual(['the lease is lost'])

    done(await two.engine.request({ actor, name: 'closeSession', data: {} } as never))
    await two.engine.stop()
    await two.store.close()
    const three = await open()
    expect((await three.store.session(first.sessionId as never))?.card.status).toBe('CLOSED')
    const { items } = await three.store.messages({ sessionId: first.sessionId as never, limit: 50 })
    const said = items.filter(({ authorType }) => authorType === 'CLIENT').map(({ body }) => body)
    expect(said).toEqual(['Thank you', 'Is anybody here?', 'Hello'])
    await three.engine.stop()
    await three.store.close()
  })
})
