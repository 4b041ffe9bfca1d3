/** Runs worlds for the process that started it: `bun sim/run/worker.ts [bug]`. Orders come one by one, each is answered with a report. */
import type { Order, WorkerMessage } from './messages.ts'
import { reportOf } from './report-of.ts'
import { loadSimulation } from './simulation.ts'

const tell = (message: WorkerMessage): void => {
  process.send?.(message)
}
// Whoever started this is gone, or has no more to do: nobody would hear.
process.on('disconnect', () => process.exit(0))

try {
  const simulation = await loadSimulation(process.argv[2] ?? null)
  process.on('message', (order: Order) => tell({ kind: 'report', report: reportOf(simulation, order) }))
  tell({ kind: 'ready', marks: simulation.marks })
} catch (error) {
  tell({ kind: 'unfit', why: error instanceof Error ? error.message : String(error) })
}
