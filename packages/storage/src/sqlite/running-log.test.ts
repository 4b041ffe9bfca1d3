import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Story } from '../story.fixture.ts'
import { openRunningLog } from './running-log.ts'
import { openSqliteStore } from './sqlite-store.ts'

describe('a log that somebody else has open', () => {
  let directory: string
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'pult-running-'))))
  afterEach(() => rmSync(directory, { recursive: true, force: true }))

  /** As large as what makes SQLite move pages into the file several times. */
  const LARGE_MESSAGES = 1_500
  const body = 'слово '.repeat(1_000)

  async function written(): Promise<ReturnType<typeof openSqliteStore>> {
    const store = openSqliteStore({ directory, makeEpoch: () => 'the epoch' })
    const story = new Story()
    const talk = story.talk('Аня')
    for (let count = 0; count < LARGE_MESSAGES; count += 1) {
      story.message(talk, body)
      if (count % 10 === 0) await story.append(store)
    }
    await story.append(store)
    return store
  }

  test('[ST15] is read as far as it is in the file, record for record, while its owner goes on', async () => {
    const store = await written()
    const log = openRunningLog(directory)
    expect(log.epoch()).toBe('the epoch')
    const head = log.headSeq()
    expect(head).toBeGreaterThan(100)
    expect(head).toBeLessThanOrEqual(store.headSeq())
    const read = [...log.read(0, 70), ...log.read(70, head)]
    expect(read).toEqual([...(await store.read(0, head))])
    expect(log.read(head, 10)).toEqual([])
    const story = new Story(store.headSeq())
    story.talk('Борис')
    await story.append(store)
    await store.close()
    expect(log.headSeq()).toBe(story.nextSeq - 1)
  })

  test('[ST16] what is not whole is not there yet', async () => {
    const store = await written()
    await store.close()
    const log = openRunningLog(directory)
    const head = log.headSeq()
    truncateSync(join(directory, 'log.sqlite'), 4096 * 100)
    let read = 0
    for (;;) {
      const records = log.read(read, 10)
      if (records.length === 0) break
      expect(records[0]?.seq).toBe(read + 1)
      read += records.length
    }
    expect(read).toBeLessThan(head)
    expect(openRunningLog(join(directory, 'nowhere'))).toBeDefined()
    expect(openRunningLog(join(directory, 'nowhere')).epoch()).toBeUndefined()
    expect(openRunningLog(join(directory, 'nowhere')).read(0, 1)).toEqual([])
  })
})
