import type { MaybePromise, Workspace } from '@pult/engine'
import { cursorOf } from '../stream/cursor.ts'
import type { WorkspaceHost } from '../workspaces.ts'

/**
 * Asks between two turns, so that no answer is ahead of what is durable [S5]. `cursor` is where the log stood when it was asked: what
 * happened later may show in the answer of a slow store already, and comes again after the cursor, which does no harm.
 */
export async function atCut<T>(
  { engine, hub }: WorkspaceHost,
  read: (state: Readonly<Workspace>) => MaybePromise<T>,
): Promise<{ readonly found: T; readonly cursor: string }> {
  const { asked, cursor } = await new Promise<{ asked: MaybePromise<T>; cursor: string }>(
    (resolve, reject) => {
      engine.cut((state) => {
        try {
          resolve({ asked: read(state), cursor: cursorOf(engine.epoch, hub.ring.endSeq) })
        } catch (error) {
          // It is this question that failed, not the workspace.
          reject(error)
        }
      })
    },
  )
  return { found: await asked, cursor }
}
