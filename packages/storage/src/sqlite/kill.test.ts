import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replay } from '../suite/kit.ts'
import { openSqliteStore } from './sqlite-store.ts'

const directory = mkdtempSync(join(tmpdir(), 'pult-kill-'))
afterAll(() => rmSync(directory, { recursive: true }))

const KILLS = 10

/** Lets a writer work for a while, kills it, and returns the last `seq` that it had been told is durable. */
async function writeAndKill(afterLines: number): Promise<number> {
  const writer = Bun.spawn([process.execPath, join(import.meta.dir, 'writer.fixture.ts'), directory], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const decoder = new TextDecoder()
  let said = ''
  for await (const chunk of writer.stdout) {
    said += decoder.decode(chunk, { stream: true })
    if (said.split('\n').length > afterLines) writer.kill('SIGKILL')
  }
  expect(await writer.exited).not.toBe(0)
  return Number(said.split('\n').at(-2))
}

test('[S5] [ST3] what was acknowledged outlives kill -9, without a hole, and the read models catch up', async () => {
  let epoch: string | undefined
  for (let kill = 0; kill < KILLS; kill += 1) {
    const acknowledged = await writeAndKill(3 + kill * 11)
    expect(acknowledged).toBeGreaterThan(0)
    if (kill % 4 === 3) {
      for (const suffix of ['', '-wal']) rmSync(join(directory, `read.sqlite${suffix}`), { force: true })
    }
    const store = openSqliteStore({ directory, makeEpoch: () => 'another' })
    try {
      epoch ??= store.epoch
      expect(store.epoch).toBe('written')
      expect(store.headSeq()).toBeGreaterThanOrEqual(acknowledged)
      const { seq } = await store.checkpoint(0)
      expect(seq).toBeLessThanOrEqual(store.headSeq())
      if (kill % 4 === 3) expect(seq).toBe(0)
      await replay(store, [])
      const records = await store.read(0, store.headSeq() + 1)
      expect(records.map((record) => record.seq)).toEqual(records.map((_, index) => index + 1))
      const messages = records.flatMap(({ fact }) => (fact.type === 'message' ? [fact.message] : []))
      const page = await store.messages({ q: 'слово', limit: messages.length + 1 })
      expect(page.items).toEqual(messages.toReversed())
      const last = messages.at(-1)!
      expect(last.body).toBe(`слово ${store.headSeq()}`)
      expect((await store.key(last.authorId, last.key!))?.reply).toMatchObject({ messageId: last.id })
    } finally {
      await store.close()
    }
  }
  for (const name of ['log', 'read']) {
    using database = new Database(join(directory, `${name}.sqlite`))
    expect(database.query('PRAGMA integrity_check').values()).toEqual([['ok']])
  }
}, 60_000)
