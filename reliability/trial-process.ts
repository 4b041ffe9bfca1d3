/** The process of one trial: `bun reliability/trial-process.ts '{"name":"kill","size":20,"seed":1,"folder":"/tmp/…"}'`, started by `main.ts`. */
import { setPriority } from 'node:os'
import type { TrialMessage, TrialOrder } from './messages.ts'
import { TRIALS } from './trials/index.ts'

const order = JSON.parse(process.argv[2] ?? '{}') as TrialOrder
const trial = TRIALS.find(({ name }) => name === order.name)
if (trial === undefined) throw new Error(`there is no trial ${order.name}`)

/** A third of what the others get where all want a core: they hardly feel it, and no world seems to hang. Its own processes inherit it. */
const NICENESS_BEHIND = 5
if (trial.runs === 'behind') setPriority(NICENESS_BEHIND)

const tell = (message: TrialMessage): void => {
  process.send?.(message)
}
// Whoever started this is gone: nobody would hear the result, and the programs under test must not outlive it.
process.on('disconnect', () => process.exit(1))
process.on('SIGTERM', () => process.exit(1))
process.on('SIGINT', () => process.exit(1))

const result = await trial
  .run({
    size: order.size,
    seed: order.seed,
    folder: order.folder,
    progress: (done, words = '') => tell({ kind: 'progress', done, words }),
    note: (line) => tell({ kind: 'note', line }),
  })
  .catch((error: unknown) => ({
    done: 0,
    failures: [`it ended with: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
    figures: {},
  }))
tell({ kind: 'result', result })
process.exit(0)
