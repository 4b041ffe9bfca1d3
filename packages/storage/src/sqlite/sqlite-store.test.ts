import type { WorkspaceStore } from '@pult/engine'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeStore } from '../store.suite.ts'
import { openSqliteStore } from './sqlite-store.ts'

describeStore('a store in SQLite', () => {
  const root = mkdtempSync(join(tmpdir(), 'pult-storage-'))
  let life = 0
  let epochs = 0
  const stores: WorkspaceStore[] = []
  const open = (): WorkspaceStore => {
    const store = openSqliteStore({
      directory: join(root, String(life)),
      makeEpoch: () => `epoch ${(epochs += 1)}`,
    })
    stores.push(store)
    return store
  }
  return {
    open,
    // What a killed process leaves: the files as they are, with the write-ahead logs not moved over.
    crash: () => {
      cpSync(join(root, String(life)), join(root, String(life + 1)), { recursive: true })
      life += 1
      return open()
    },
    dispose: () => {
      for (const store of stores) void store.close()
      rmSync(root, { recursive: true })
    },
  }
})
