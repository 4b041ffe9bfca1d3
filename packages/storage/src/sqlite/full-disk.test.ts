import { StorageFull } from '@pult/engine'
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replay } from '../suite/kit.ts'
import { Story } from '../story.fixture.ts'
import { openSqliteStore } from './sqlite-store.ts'

/** Where we may mount, a disk that is really full; elsewhere `faults.test.ts` makes do with a limit on the file. */
const disk = mkdtempSync(join(tmpdir(), 'pult-full-'))
const isMounted =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]).exitCode === 0
if (!isMounted) rmSync(disk, { recursive: true })

test.skipIf(!isMounted)(
  '[G10] [ST14] 8 MB that are full: reading goes on and is exact, writing recovers',
  async () => {
    try {
      const directory = join(disk, 'workspace')
      const ballast = join(disk, 'ballast')
      writeFileSync(ballast, new Uint8Array(2_000_000))
      const store = openSqliteStore({ directory, makeEpoch: () => 'first' })
      const story = new Story()
      const vera = story.talk('Вера')
      await story.append(store)
      let written = 0
      let waiting
      for (;;) {
        for (let index = 0; index < 50; index += 1) story.message(vera, `слово ${'ы'.repeat(300)}`)
        waiting = story.batch()
        try {
          await store.append(waiting)
        } catch (error) {
          expect(error).toBeInstanceOf(StorageFull)
          break
        }
        written += 50
        // The read models are filled as it goes, and find the disk full as well.
        if (written % 500 === 0) await Bun.sleep(60)
      }
      expect(written).toBeGreaterThan(500)
      for (let look = 0; look < 3; look += 1) {
        expect(() => store.append(waiting)).toThrow(StorageFull)
        const found = await store.messages({ q: 'слово', limit: 100_000 })
        expect(found.items).toHaveLength(written)
        expect((await store.checkpoint(0)).seq).toBe(store.headSeq())
        await Bun.sleep(100)
      }
      rmSync(ballast)
      await store.append(waiting)
      expect((await store.messages({ q: 'слово', limit: 100_000 })).items).toHaveLength(written + 50)
      await store.close()
      const again = openSqliteStore({ directory, makeEpoch: () => 'another' })
      await replay(again, [])
      expect((await again.messages({ q: 'слово', limit: 100_000 })).items).toHaveLength(written + 50)
      await again.close()
    } finally {
      Bun.spawnSync(['umount', '-l', disk])
      rmSync(disk, { recursive: true, force: true })
    }
  },
)
