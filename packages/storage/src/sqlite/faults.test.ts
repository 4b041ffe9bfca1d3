import { StorageFault, StorageFull, type WorkspaceStore } from '@pult/engine'
import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replay } from '../suite/kit.ts'
import { Story } from '../story.fixture.ts'
import { migrate } from './migrate.ts'
import { openSqliteStore } from './sqlite-store.ts'

// Real files, on machines that do other things as well.
setDefaultTimeout(30_000)

let directory: string
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'pult-faults-'))))
afterEach(() => rmSync(directory, { recursive: true }))

const open = (logPagesMax?: number): WorkspaceStore =>
  openSqliteStore({
    directory,
    makeEpoch: () => 'first',
    ...(logPagesMax === undefined ? {} : { logPagesMax }),
  })

/** A conversation that was kept, and its store closed. */
async function kept(): Promise<Story> {
  const store = open()
  const story = new Story()
  const vera = story.talk('Вера')
  for (let index = 0; index < 20; index += 1) story.message(vera, `слово ${index}`)
  await story.append(store)
  await store.close()
  return story
}

function watermark(): unknown {
  using database = new Database(join(directory, 'read.sqlite'), { readonly: true })
  return database.query("SELECT value FROM meta WHERE name = 'records_seq'").values()[0]?.[0]
}

function alter(file: string, ...statements: readonly string[]): void {
  using database = new Database(join(directory, file))
  for (const sql of statements) database.run(sql)
}

/** What a broken disk does to the end of a table. */
function overwriteLastPageOf(table: string): void {
  const path = join(directory, 'read.sqlite')
  using database = new Database(path)
  const page = database
    .query<{ pgoffset: number; pgsize: number }, [string]>(
      "SELECT pgoffset, pgsize FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path DESC LIMIT 1",
    )
    .get(table)!
  const file = readFileSync(path)
  file.fill(0, page.pgoffset, page.pgoffset + page.pgsize)
  writeFileSync(path, file)
}

/** What `ask` throws in the end, within a few seconds. */
async function faultOf(ask: () => unknown): Promise<unknown> {
  for (let round = 0; round < 200; round += 1) {
    try {
      ask()
    } catch (error) {
      return error
    }
    await Bun.sleep(20)
  }
  return undefined
}

/** How the full-text index is set, as it stands in the file. */
function indexSettings(): unknown {
  using database = new Database(join(directory, 'read.sqlite'), { readonly: true })
  const rows = database.query("SELECT k, v FROM bodies_config WHERE k <> 'version'").values()
  return Object.fromEntries(rows)
}

const setting = ([name, value]: readonly [string, number]): string =>
  `INSERT INTO bodies (bodies, rank) VALUES ('${name}', ${value})`

/** What read models of before had not. */
const NEWER_TABLES = ['activities', 'bot_counts', 'bot_failures'].map((table) => `DROP TABLE ${table}`)

describe('a full disk', () => {
  test('[G10] [ST14] takes nothing of a batch, lets reading go on, and works again when there is room', async () => {
    let store = open(30)
    const story = new Story()
    const vera = story.talk('Вера')
    story.message(vera, 'до')
    await story.append(store)
    const head = store.headSeq()
    for (let index = 0; index < 400; index += 1) story.message(vera, 'ы'.repeat(200))
    const batch = story.batch()
    expect(() => store.append(batch)).toThrow(StorageFull)
    expect(() => store.append(batch)).toThrow('the disk is full')
    expect(store.headSeq()).toBe(head)
    expect((await store.messages({ limit: 9 })).items).toHaveLength(1)
    const small = new Story(head)
    small.message(small.talk('Глеб'), 'мало места')
    await small.append(store)
    await store.close()
    store = open()
    expect((await store.read(0, 1_000)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    await store.close()
  })
})

describe('one process', () => {
  test('[ST15] a folder that is open is refused to another, in a plain sentence', async () => {
    const store = open()
    expect(() => open()).toThrow('is in use by another process')
    const other = Bun.spawnSync([process.execPath, join(import.meta.dir, 'writer.fixture.ts'), directory])
    expect(other.exitCode).not.toBe(0)
    expect(other.stderr.toString()).toContain('stop the other one first')
    await store.close()
    await open().close()
  })
})

describe('a file that is not what we wrote', () => {
  test('[G10] [ST16] a record that was changed is noticed, and nothing is answered after it', async () => {
    const story = await kept()
    alter(
      'log.sqlite',
      "UPDATE log SET body = replace(body, 'слово 7', 'слова 7') WHERE body LIKE '%слово 7%'",
    )
    const store = open()
    expect(() => store.read(0, 100)).toThrow('is damaged')
    story.talk('Глеб')
    expect(() => store.append(story.batch())).toThrow(StorageFault)
    await store.close()
  })

  test.each(Array.from({ length: 41 }, (_, bit) => bit))(
    '[G10] [ST16] bit %d of a time that has flipped is noticed',
    async (bit) => {
      await kept()
      const flipped = 2 ** bit
      alter('log.sqlite', `UPDATE log SET at_ms = (at_ms | ${flipped}) - (at_ms & ${flipped}) WHERE seq = 7`)
      const store = open()
      expect(() => store.read(0, 100)).toThrow('Record 7 of the log is damaged.')
      await store.close()
    },
  )

  test('[G10] [ST16] a record that stands in another’s place or is missing is noticed', async () => {
    await kept()
    alter('log.sqlite', 'DELETE FROM log WHERE seq = 7')
    const store = open()
    expect(() => store.read(0, 100)).toThrow('The log has no record 7.')
    await store.close()
    alter('log.sqlite', 'UPDATE log SET seq = 7 WHERE seq = 8')
    const again = open()
    expect(() => again.read(6, 1)).toThrow('Record 7 of the log is damaged.')
    await again.close()
  })

  test('[G10] [ST16] something else under our name is refused', () => {
    writeFileSync(
      join(directory, 'log.sqlite'),
      'not a database, but long enough to be taken for one'.repeat(100),
    )
    expect(() => open()).toThrow(StorageFault)
    expect(existsSync(join(directory, 'read.sqlite'))).toBe(false)
  })

  test('[ST11] a file from the future is refused with what to do, and left as it is', async () => {
    await kept()
    alter('log.sqlite', 'PRAGMA user_version = 99')
    expect(() => open()).toThrow(/written by a newer version.*Start that version again/)
    alter('log.sqlite', 'PRAGMA user_version = 1')
    alter('read.sqlite', 'PRAGMA user_version = 99')
    expect(() => open()).toThrow(/written by a newer version.*rebuilt from the log/)
    rmSync(join(directory, 'read.sqlite'))
    await open().close()
  })

  test('[ST11] [G10] a folder that cannot be made is a fault that says so', () => {
    writeFileSync(join(directory, 'file'), '')
    expect(() => openSqliteStore({ directory: join(directory, 'file', 'x'), makeEpoch: () => 'e' })).toThrow(
      'Could not make the folder',
    )
  })
})

async function expectMadeAgain(): Promise<void> {
  const store = open()
  expect((await store.checkpoint(0)).seq).toBe(0)
  await replay(store, [])
  expect((await store.messages({ q: 'слово', limit: 50 })).items).toHaveLength(20)
  await store.close()
}

describe('read models', () => {
  test('[ST6] of another log are thrown away and begun again', async () => {
    await kept()
    alter('read.sqlite', "UPDATE meta SET value = 'other' WHERE name = 'epoch'")
    await expectMadeAgain()
  })

  test('[ST17] [G10] that know more than the log has prove that its end is missing', async () => {
    await kept()
    alter('read.sqlite', "UPDATE meta SET value = 1000 WHERE name = 'records_seq'")
    expect(() => open()).toThrow('the end of the log is missing')
    expect(() => open()).toThrow('the end of the log is missing')
    rmSync(join(directory, 'read.sqlite'))
    await expectMadeAgain()
  })

  test('[ST17] [G10] prove that there was a log, and nothing is begun in its place', async () => {
    await kept()
    for (const remains of ['', 'nothing of use'.repeat(1_000)]) {
      rmSync(join(directory, 'log.sqlite'), { force: true })
      if (remains !== '') writeFileSync(join(directory, 'log.sqlite-wal'), remains)
      expect(() => open()).toThrow('the log is missing')
      if (remains !== '') expect(readFileSync(join(directory, 'log.sqlite-wal'), 'utf8')).toBe(remains)
      expect(existsSync(join(directory, 'read.sqlite'))).toBe(true)
    }
  })

  test('[ST17] that are damaged are made again, at the next opening or at this one', async () => {
    await kept()
    alter('read.sqlite', "UPDATE sessions SET status = 'CLOSED', json = replace(json, 'Вера', 'Анна')")
    const store = open()
    expect(() => store.sessions({ limit: 1 })).toThrow(StorageFault)
    await store.close()
    await expectMadeAgain()
    alter('read.sqlite', "INSERT INTO entities VALUES ('group', 'grp_1', '{}')")
    await expectMadeAgain()
    alter('read.sqlite', 'UPDATE changes SET latest = 0')
    alter(
      'read.sqlite',
      'INSERT INTO changes SELECT seq, 0 FROM messages WHERE seq NOT IN (SELECT seq FROM changes)',
    )
    const led = open()
    expect(() => led.messages({ limit: 1 })).toThrow(StorageFault)
    await led.close()
    await expectMadeAgain()
    writeFileSync(join(directory, 'read.sqlite'), 'not a database, but as long as one'.repeat(100))
    await expectMadeAgain()
  })

  test('[ST17] whose keys are damaged where only the filling behind gets to are made again too', async () => {
    const story = await kept()
    const full = open()
    const vera = story.talk('Глеб')
    for (let index = 0; index < 6_000; index += 1) story.message(vera, 'много', { key: `ключ ${index}` })
    await story.append(full)
    await full.close()
    overwriteLastPageOf('keys')

    const store = open()
    const ask = (): unknown => store.key('nobody', 'nothing')
    expect(ask()).toBeUndefined()
    expect(await faultOf(ask)).toBeInstanceOf(StorageFault)
    await store.close()
    await expectMadeAgain()
  })

  test('[ST6] are filled behind by themselves, in many slices', async () => {
    const store = open()
    const story = new Story()
    const talks = Array.from({ length: 300 }, (_, index) => story.talk(`Клиент ${index}`))
    await story.append(store)
    for (let batch = 0; batch < 40; batch += 1) {
      for (let index = 0; index < 150; index += 1)
        story.message(talks[(batch + index) % 300]!, `слово ${batch}`)
      await story.append(store)
    }
    await Bun.sleep(400)
    const head = store.headSeq()
    await store.close()
    expect(watermark()).toBe(head)
  })

  test('[ST6] a search in the middle of filling has everything', async () => {
    const store = open()
    const story = new Story()
    const vera = story.talk('Вера')
    for (let round = 1; round <= 30; round += 1) {
      for (let index = 0; index < 100; index += 1) story.message(vera, 'слово')
      await story.append(store)
      if (round % 10 === 0) await Bun.sleep(55)
      if (round % 3 !== 0) continue
      const { items } = await store.messages({ q: 'слово', limit: 5_000 })
      expect(items).toHaveLength(round * 100)
      expect((await store.session(vera.sessionId))?.card.lastMessage?.id).toBe(items[0]!.id)
    }
    await store.close()
  })
})

describe('read models of an older version', () => {
  test('[ST11] whose entities have no sums are made again', async () => {
    await kept()
    alter('read.sqlite', ...NEWER_TABLES, 'PRAGMA user_version = 1')
    await expectMadeAgain()
  })

  test('[ST11] whose index was cut and merged otherwise are kept, brought up and searched like new ones', async () => {
    await open().close()
    const older = { automerge: 4, hashsize: 1_048_576 }
    alter('read.sqlite', ...Object.entries(older).map(setting))
    const story = new Story()
    const vera = story.talk('Вера')
    for (let round = 0; round < 6; round += 1) {
      const store = open()
      for (let index = 0; index < 50; index += 1) story.message(vera, `старое ${round}`)
      await story.append(store)
      await store.close()
    }
    expect(indexSettings()).toEqual(older)
    alter('read.sqlite', ...NEWER_TABLES, 'PRAGMA user_version = 2')

    const store = open()
    expect((await store.checkpoint(0)).seq).toBe(store.headSeq())
    story.message(vera, 'новое 3')
    await story.append(store)
    const found = async (q: string): Promise<number> =>
      (await store.messages({ q, limit: 1_000 })).items.length
    expect(await found('старое')).toBe(300)
    expect(await found('3')).toBe(51)
    expect(await found('новое')).toBe(1)
    await store.close()
    expect(indexSettings()).toEqual({ automerge: 8, hashsize: 8_388_608 })
  })
})

describe('read models of before there were activities', () => {
  /** A file as the version before left it. */
  const older = [...NEWER_TABLES, 'PRAGMA user_version = 3']

  test('[ST11] [ST18] are filled in from the log and kept, from wherever a killed process left off', async () => {
    let store = open()
    const story = new Story()
    const vera = story.talk('Вера')
    for (let index = 0; index < 2_500; index += 1) {
      story.session(vera.sessionId, {}, index % 500 === 0 ? 'assigned' : 'details')
      story.message(vera, 'слово')
    }
    await story.append(store)
    const steps = async (): Promise<number> =>
      (await store.activities(vera.sessionId, undefined, 50)).items.length
    expect(await steps()).toBe(5)
    await store.close()

    alter('read.sqlite', ...older)
    store = open()
    expect((await store.checkpoint(0)).seq).toBe(store.headSeq())
    expect(await steps()).toBe(5)
    story.session(vera.sessionId, {}, 'closed')
    await story.append(store)
    expect(await steps()).toBe(6)
    await store.close()

    // Killed after the first of two slices.
    alter(
      'read.sqlite',
      "INSERT INTO meta VALUES ('activities_seq', 4096)",
      'DELETE FROM activities WHERE seq > 4096',
    )
    store = open()
    expect(await steps()).toBe(6)
    await store.close()
  })

  test('[ST11] [ST18] and that are behind the log get the rest by the replay', async () => {
    await kept()
    alter('read.sqlite', ...older, "UPDATE meta SET value = 5 WHERE name IN ('records_seq', 'entities_seq')")
    const store = open()
    expect((await store.checkpoint(0)).seq).toBe(5)
    await store.close()
    using database = new Database(join(directory, 'read.sqlite'), { readonly: true })
    expect(database.query("SELECT * FROM meta WHERE name = 'activities_seq'").values()).toEqual([])
  })
})

describe('migrations', () => {
  const steps = [['CREATE TABLE one (x)'], ['CREATE TABLE two (x)', 'INSERT INTO one VALUES (1)']]

  test('[ST11] go on from where the file is, and a step that fails leaves the step before it', () => {
    using database = new Database(join(directory, 'file.sqlite'))
    const version = (): unknown => database.query('PRAGMA user_version').values()[0]?.[0]
    migrate(database, steps.slice(0, 1), '')
    expect(version()).toBe(1)
    expect(() => migrate(database, [steps[0]!, ['CREATE TABLE two (x)', 'nonsense']], '')).toThrow(
      'to schema 2',
    )
    expect(version()).toBe(1)
    expect(database.query('SELECT name FROM sqlite_schema').values()).toEqual([['one']])
    migrate(database, steps, '')
    migrate(database, steps, '')
    expect(version()).toBe(2)
    expect(database.query('SELECT x FROM one').values()).toEqual([[1]])
  })
})
