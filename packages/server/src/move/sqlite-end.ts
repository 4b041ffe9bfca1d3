import { StorageFault } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import { openRunningLog, openSqliteStore } from '@pult/storage'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type End, type Held, pushKeysOf, SERVER_SECRET } from './ends.ts'

const IN_USE = 'another process has it open'

/** A data folder. */
export function openSqliteEnd(directory: string): End {
  const folderOf = (id: WorkspaceId): string => join(directory, 'workspaces', id)

  function hold(id: WorkspaceId, makeEpoch: () => string): Held | string {
    try {
      const store = openSqliteStore({ directory: folderOf(id), makeEpoch })
      return { store, release: async () => store.close() }
    } catch (error) {
      if (isBusy(error)) return IN_USE
      throw error
    }
  }

  return {
    workspaces() {
      const parent = join(directory, 'workspaces')
      if (!existsSync(parent)) return []
      const ids = readdirSync(parent).filter((name) => existsSync(join(parent, name, 'log.sqlite')))
      return ids.toSorted() as WorkspaceId[]
    },
    watch: (id) => openRunningLog(folderOf(id)),
    hold: async (id) =>
      hold(id, () => {
        throw new StorageFault(`${folderOf(id)} holds no workspace.`)
      }),
    begin: async (id, epoch) => hold(id, () => epoch),
    secrets: {
      read(name) {
        const path = join(directory, pathOf(name))
        return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined
      },
      keep(name, value) {
        const path = join(directory, pathOf(name))
        if (!existsSync(path)) {
          mkdirSync(dirname(path), { recursive: true })
          writeFileSync(path, `${value}\n`, { flag: 'wx', mode: 0o600, flush: true })
        }
        return readFileSync(path, 'utf8').trim()
      },
    },
    close: () => Promise.resolve(),
  }
}

/** Where `openSecret` and `openPushKeys` look. */
function pathOf(name: string): string {
  if (name === SERVER_SECRET) return 'secret.key'
  const [id = ''] = name.split(' ').slice(1)
  if (name !== pushKeysOf(id as WorkspaceId)) throw new Error(`no file is known for the secret "${name}"`)
  return join('workspaces', id, 'push-keys.json')
}

function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && String(error.code).startsWith('SQLITE_BUSY')) || isBusy(error.cause)
}
