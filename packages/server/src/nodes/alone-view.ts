import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorkspaceHost } from '@pult/gateway'
import type { Nodes } from '@pult/protocol'
import type { Self } from './own-facts.ts'

/** [GD16] One machine with a folder of its own: there are no others, and nothing to be behind of. `directory`: of the workspace. */
export async function aloneView(
  { hub, engine }: Pick<WorkspaceHost, 'hub' | 'engine'>,
  { name, version, upMs }: Omit<Self, 'hosts'>,
  directory: string,
): Promise<Nodes> {
  return {
    answeredBy: name,
    readMs: 0,
    headSeq: engine.state.headSeq,
    lease: null,
    file: { path: directory, bytes: await bytesIn(directory) },
    nodes: [
      {
        id: name,
        state: 'LIVE',
        heardMs: 0,
        facts: {
          name,
          version,
          upMs: Math.round(upMs),
          ...hub.counts(),
          behind: null,
          bus: null,
          database: null,
        },
      },
    ],
  }
}

/** The databases of a workspace with what they have not yet taken in; the few other files beside them weigh nothing. */
async function bytesIn(directory: string): Promise<number> {
  const sizes = (await readdir(directory, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    // A file that goes meanwhile has no size.
    .map((entry) =>
      stat(join(directory, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
