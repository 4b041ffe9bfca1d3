import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { openSqliteStore } from '@pult/storage'
import { aloneView } from './nodes/alone-view.ts'
import { openPushKeys } from './push-keys.ts'
import type { Place, PlacePorts } from './place.ts'
import { openSecret } from './secret.ts'
import { openWorkspaceHost } from './workspace-host.ts'

/** Everything in one folder, and in this process. @throws DamagedFile, StorageFault */
export async function openAlone(
  directory: string,
  { mainId, machine, seating, onFatal, onError }: PlacePorts,
): Promise<Place> {
  const secret = openSecret(directory)
  const workspaceDirectory = join(directory, 'workspaces', mainId)
  const store = openSqliteStore({
    directory: workspaceDirectory,
    makeEpoch: () => randomBytes(6).toString('hex'),
  })
  try {
    const main = await openWorkspaceHost({
      ...seating(secret, mainId, await openPushKeys(workspaceDirectory)),
      id: mainId,
      store,
      nowMs: Date.now,
      onFatal,
      onError,
    })
    return {
      secret,
      main,
      workspaces: { all: () => [main], byId: (id) => (id === mainId ? main : undefined) },
      nodes: () => aloneView(main, { ...machine, upMs: machine.upMs() }, resolve(workspaceDirectory)),
      handOver: () => Promise.resolve(),
      async close() {
        await main.push?.stop()
        await main.engine.stop()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}
