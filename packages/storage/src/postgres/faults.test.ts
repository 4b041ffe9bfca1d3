import { LeaseLost, StorageAway, StorageFault, StorageFull, type WorkspaceStore } from '@pult/engine'
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { hasPostgres, startPostgres } from '../../testing/postgres-server.ts'
import { type Fate, openTcpProxy, type TcpProxy } from '../../testing/tcp-proxy.ts'
import { Story, type Talk } from '../story.fixture.ts'
import { connectPostgres } from './connect-postgres.ts'
import { TOGETHER } from './insertions.ts'
import { makeDatabase, type TestDatabase, throughPort, workspaceId } from './postgres.fixture.ts'
import { realPatience } from './patience.ts'
import { openPostgresReader } from './postgres-reader.ts'

setDefaultTimeout(120_000)

/** Every message once, in the order in which they were written, and no hole between them. */
async function expectWhole(store: WorkspaceStore, bodies: readonly string[]): Promise<void> {
  const records = await store.read(0, 100_000)
  expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1))
  expect(records.flatMap(({ fact }) => (fact.type === 'message' ? [fact.message.body] : []))).toEqual([
    ...bodies,
  ])
  const { items } = await store.messages({ limit: bodies.length + 1 })
  expect(items.map(({ body }) => body)).toEqual([...bodies].toReversed())
}

async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action()
    return undefined
  } catch (error) {
    return error
  }
}

/** What carries the writing of a batch to its end: its only statement, with the rows, or the commit of its transaction. */
const ENDS = { 'one statement': 'раз', 'a transaction': 'COMMIT' } as const
type Way = keyof typeof ENDS
const WAYS = Object.keys(ENDS) as Way[]

describe.skipIf(!hasPostgres())('a bad way to the database', () => {
  let database: TestDatabase
  let proxy: TcpProxy
  let story: Story
  let vera: Talk
  let store: WorkspaceStore
  /** What happens to the next piece that carries a batch to its end, once. */
  let fateOfEnd: Fate
  let ends: number
  let whenMet: () => void
  /** With what `begin` left to be appended. */
  let headSeq: number

  async function begin(way: Way = 'one statement', patience = {}): Promise<void> {
    database = await makeDatabase()
    fateOfEnd = 'pass'
    ends = 0
    whenMet = () => undefined
    proxy = await openTcpProxy(database.server.port, (piece) => {
      if (!piece.includes(ENDS[way])) return 'pass'
      ends += 1
      const fate = fateOfEnd
      fateOfEnd = 'pass'
      if (fate !== 'pass') whenMet()
      return fate
    })
    const over = connectPostgres(throughPort(database.url, proxy.port))
    store = await database.open({ over, patience })
    story = new Story()
    vera = story.talk('Вера')
    await story.append(store)
    story.message(vera, 'раз', { key: 'k1' })
    // One session is new and another renewed: that is no single statement.
    if (way === 'a transaction') story.talk('Глеб')
    headSeq = way === 'a transaction' ? 7 : 4
  }
  async function isWritten(): Promise<boolean> {
    const [row] = await database.sql<{ head: number }[]>`SELECT head_seq::integer AS head FROM workspaces`
    return row?.head === headSeq
  }
  afterEach(async () => {
    await store.close()
    await proxy.close()
    await database.close()
  })

  test.each(WAYS)('[ST22] [S5] %s that was written and not answered is acknowledged, once', async (way) => {
    await begin(way)
    const before = ends
    fateOfEnd = 'cutAfter'
    await story.append(store)
    expect(ends).toBeGreaterThan(before)
    expect(store.headSeq()).toBe(headSeq)
    story.message(vera, 'два')
    await story.append(store)
    await expectWhole(store, ['раз', 'два'])
    expect((await store.key(vera.clientId, 'k1'))?.seq).toBe(4)
  })

  test.each(WAYS)('[ST22] %s that never came is written again', async (way) => {
    await begin(way)
    const before = ends
    fateOfEnd = 'cut'
    await story.append(store)
    expect(ends).toBe(before + 2)
    await expectWhole(store, ['раз'])
  })

  test('[ST22] a line that falls silent for ever is left, by reads and by batches', async () => {
    await begin()
    let isDeaf = false
    const silent = await openTcpProxy(database.server.port, () => (isDeaf ? 'swallow' : 'pass'))
    // One connection: nobody is helped by another one that happens to be well.
    const over = connectPostgres(throughPort(database.url, silent.port), { connectionsMax: 1 })
    await store.close()
    store = await database.open({ over, patience: { answerMsMax: 500 } })
    const reader = await openPostgresReader({
      sql: over,
      workspaceId,
      patience: { ...realPatience, answerMsMax: 500 },
    })
    isDeaf = true
    const reading = reader.readHead()
    await Bun.sleep(200)
    isDeaf = false
    expect(await reading).toBe(3)
    isDeaf = true
    const appending = story.append(store)
    await Bun.sleep(200)
    isDeaf = false
    await appending
    await expectWhole(store, ['раз'])
    await over.close({ timeout: 0 })
    await silent.close()
  })

  test('[ST22] a commit that arrives after we tried again is not written twice', async () => {
    await begin('a transaction', { answerMsMax: 500 })
    fateOfEnd = 'swallow'
    const late = Promise.withResolvers<void>()
    whenMet = () => setTimeout(late.resolve, 1_500)
    const appending = story.append(store)
    await late.promise
    // By now the second try waits behind the first, which is still open in the server.
    const waiting = await database.sql<{ n: number }[]>`
      SELECT COUNT(*)::integer AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    expect(waiting[0]!.n).toBeGreaterThan(0)
    proxy.release()
    await appending
    expect(store.headSeq()).toBe(headSeq)
    await expectWhole(store, ['раз'])
  })

  test('[ST20] [ST22] a statement that arrives after we tried again finds the fence shut', async () => {
    await begin('one statement', { answerMsMax: 500 })
    fateOfEnd = 'swallow'
    await story.append(store)
    expect(ends).toBe(2)
    proxy.release()
    story.message(vera, 'два')
    await story.append(store)
    await Bun.sleep(300)
    await expectWhole(store, ['раз', 'два'])
  })

  test.each(WAYS.flatMap((way) => [[way, 'cutAfter', undefined] as const, [way, 'cut', LeaseLost] as const]))(
    '[ST20] [ST22] who lost the lease meanwhile is told what became of %s that was %s',
    async (way, fate, failure) => {
      const taken = Promise.withResolvers<void>()
      await begin(way, { wait: () => taken.promise })
      fateOfEnd = fate
      const taking = async (): Promise<void> => {
        if (fate === 'cutAfter') while (!(await isWritten())) await Bun.sleep(5)
        await database.take()
        taken.resolve()
      }
      whenMet = () => void taking()
      const failed = await failureOf(() => store.append(story.batch()))
      if (failure === undefined) expect([failed, store.headSeq()]).toEqual([undefined, headSeq])
      else expect(failed).toBeInstanceOf(failure)
      story.message(vera, 'два')
      const next = story.batch()
      const later = await failureOf(() => store.append(next))
      expect(later).toBeInstanceOf(LeaseLost)
    },
  )
})

describe.skipIf(!hasPostgres())('a database in trouble', () => {
  let database: TestDatabase
  beforeAll(async () => void (database = await makeDatabase()))
  afterAll(() => database.close())
  afterEach(
    async () => void (await database.sql`TRUNCATE workspaces, log, changes, words, sessions, chats, clients`),
  )

  /** The server itself says it, in the middle of the batch. */
  async function raiseWhile(condition: string, state: string): Promise<() => Promise<void>> {
    await database.sql.unsafe(`
      CREATE SEQUENCE raised;
      CREATE FUNCTION raise_it() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
        IF ${condition} THEN RAISE EXCEPTION 'as a test wants it' USING ERRCODE = '${state}'; END IF;
        RETURN NEW;
      END $body$;
      CREATE TRIGGER raise_it BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION raise_it()`)
    return async () => {
      await database.sql.unsafe('DROP TRIGGER raise_it ON log; DROP FUNCTION raise_it; DROP SEQUENCE raised')
    }
  }
  test('[ST14] a full disk refuses the whole batch, reading goes on, and the same append succeeds later', async () => {
    const store = await database.open()
    const story = new Story()
    const vera = story.talk('Вера')
    await story.append(store)
    const stop = await raiseWhile('true', '53100')
    story.message(vera, 'раз')
    const batch = story.batch()
    expect(await failureOf(() => store.append(batch))).toBeInstanceOf(StorageFull)
    expect([store.headSeq(), (await store.checkpoint(0)).seq]).toEqual([3, 3])
    expect((await store.session(vera.sessionId))?.card.lastMessage).toBeUndefined()
    await stop()
    await store.append(batch)
    await expectWhole(store, ['раз'])
  })

  test('[ST20] whatever goes together writes nothing where the fence is shut', async () => {
    const { epoch } = await database.take()
    for (const { names, text } of TOGETHER) {
      const rows = names.map((name) => (name === 'log' ? [{ seq: 7, at_ms: 0, sum: 0, body: 'x' }] : []))
      const shut = await database.sql.unsafe(text, [workspaceId, 6, 7, epoch, 0, ...rows])
      expect([...shut]).toEqual([{ fenced: 0 }])
    }
    expect([...(await database.sql`SELECT * FROM log`)]).toEqual([])
  })

  test('[ST22] transactions that meet are tried again', async () => {
    const store = await database.open()
    const story = new Story()
    const stop = await raiseWhile("nextval('raised') < 3", '40001')
    story.message(story.talk('Вера'), 'раз')
    await story.append(store)
    await stop()
    await expectWhole(store, ['раз'])
  })

  test('[ST14] any other error is a fault, and the last answer', async () => {
    const store = await database.open()
    const stop = await raiseWhile('true', '22000')
    const story = new Story()
    story.talk('Вера')
    expect(await failureOf(() => store.append(story.batch()))).toBeInstanceOf(StorageFault)
    await stop()
    expect(() => store.checkpoint(0)).toThrow('as a test wants it')
  })

  test('[ST16] a record that is damaged or missing is a fault, never something else', async () => {
    const story = new Story()
    const vera = story.talk('Вера')
    const [first, second] = [story.message(vera, 'раз'), story.message(vera, 'два')]
    const store = await database.open()
    await story.append(store)
    const reader = await openPostgresReader({ sql: database.sql, workspaceId })
    await database.sql`UPDATE log SET seq = 99 WHERE seq = 4`
    expect(await failureOf(() => reader.read(0, 9))).toBeInstanceOf(StorageFault)
    await database.sql`UPDATE log SET seq = 4, body = replace(body, 'раз', 'рас') WHERE seq = 99`
    expect((await store.message(second.id))?.body).toBe('два')
    expect(await failureOf(() => store.message(first.id))).toBeInstanceOf(StorageFault)
    expect(() => store.message(second.id)).toThrow('Record 4 of the log is damaged')
    await database.sql`UPDATE log SET body = (SELECT body FROM log WHERE seq = 5), sum = (SELECT sum FROM log WHERE seq = 5) WHERE seq = 4`
    expect(await failureOf(() => reader.message(first.id))).toBeInstanceOf(StorageFault)
  })

  test('[ST16] so is an entity that is damaged, or somebody else’s', async () => {
    const store = await database.open()
    const story = new Story()
    const [vera, gleb] = [story.talk('Вера'), story.talk('Глеб')]
    await story.append(store)
    const reader = await openPostgresReader({ sql: database.sql, workspaceId })
    const other = (await reader.session(gleb.sessionId))!.card.id
    await database.sql`UPDATE sessions SET json = (SELECT max(json) FROM sessions WHERE name = 'Вера') WHERE name = 'Глеб'`
    expect(await failureOf(() => reader.session(other))).toBeInstanceOf(StorageFault)
    expect((await store.session(vera.sessionId))?.card.name).toBe('Вера')
    expect(await failureOf(() => store.sessions({ limit: 5 }))).toBeInstanceOf(StorageFault)
    expect(() => store.session(vera.sessionId)).toThrow('is damaged')
  })

  test.each(WAYS)(
    '[ST16] a session that has gone ends the writing by %s, and nothing is written',
    async (way) => {
      const store = await database.open()
      const story = new Story()
      const vera = story.talk('Вера')
      await story.append(store)
      await database.sql`DELETE FROM sessions`
      story.message(vera, 'раз')
      if (way === 'a transaction') story.talk('Глеб')
      const failure = await failureOf(() => story.append(store))
      expect(failure).toBeInstanceOf(StorageFault)
      expect(String(failure)).toContain('is gone from the database')
      const reader = await openPostgresReader({ sql: database.sql, workspaceId })
      expect(await reader.readHead()).toBe(3)
      expect(await reader.read(3, 9)).toEqual([])
    },
  )

  test('[ST7] texts that a column cannot hold are kept, and lead nowhere else', async () => {
    const store = await database.open()
    const story = new Story()
    const odd = 'a\0b\u{D800}'
    const talk = story.talk(odd, { externalId: odd })
    const message = story.message(talk, odd, { key: odd })
    await story.append(store)
    expect((await store.message(message.id))?.body).toBe(odd)
    const { channel } = (await store.client(talk.clientId))!.client
    expect((await store.clientByExternalId(channel, odd))?.client.name).toBe(odd)
    expect(await store.clientByExternalId(channel, 'a\u{FFFD}b\u{FFFD}')).toBeUndefined()
    expect((await store.key(talk.clientId, odd))?.seq).toBe(4)
    expect((await store.sessions({ operatorId: odd as never, q: odd, limit: 1 })).items).toEqual([])
    expect(await store.botHours(odd, 0)).toEqual([])
  })
})

describe.skipIf(!hasPostgres())('a server that goes away', () => {
  test('[ST22] [S5] killed and started again under a stream of batches: nothing acknowledged is lost, nothing is there twice', async () => {
    const server = await startPostgres()
    const database = await makeDatabase(server)
    try {
      const store = await database.open()
      const story = new Story()
      const vera = story.talk('Вера')
      await story.append(store)
      const bodies: string[] = []
      const over = new AbortController()
      const stream = (async () => {
        while (!over.signal.aborted) {
          for (let index = 0; index < 5; index += 1) {
            const body = `слово ${bodies.length}`
            story.message(vera, body, { key: body })
            bodies.push(body)
          }
          await story.append(store)
        }
      })()
      for (let kill = 0; kill < 2; kill += 1) {
        await Bun.sleep(300)
        await server.stop('immediate')
        await Bun.sleep(200)
        await server.start()
      }
      await Bun.sleep(300)
      over.abort()
      await stream
      await expectWhole(store, bodies)
      const last = bodies.at(-1)!
      expect((await store.key(vera.clientId, last))?.seq).toBe(store.headSeq())
      expect((await store.messages({ q: 'слово', limit: bodies.length + 1 })).items).toHaveLength(
        bodies.length,
      )

      // It stays away for longer than a batch waits; the clock of this store runs fast.
      const impatient = await database.open({ patience: { nowMs: () => performance.now() * 40 } })
      await server.stop('immediate')
      story.message(vera, 'в пустоту')
      const batch = story.batch()
      expect(await Promise.resolve(impatient.append(batch)).catch((error) => error)).toBeInstanceOf(
        StorageAway,
      )
      expect(() => impatient.append(batch)).toThrow('found out first')
      expect(await failureOf(() => impatient.checkpoint(0))).toBeInstanceOf(StorageAway)
      await server.start()
      expect((await impatient.checkpoint(0)).seq).toBe(bodies.length + 3)
      await impatient.append(batch)
      await expectWhole(impatient, [...bodies, 'в пустоту'])
    } finally {
      await database.close()
      await server.dispose()
    }
  })
})
