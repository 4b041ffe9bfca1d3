/**
 * The reliability programme on the real program:
 *
 *   npm run reliability                              every trial, at the size of CI
 *   npm run reliability -- kill stop                 these
 *   npm run reliability -- --except soak,storm       all but these
 *   npm run reliability -- --size release --record   before a release; the runs are added to reliability/ledger.json
 *   npm run reliability -- --help                    what there is, and the rest of the switches
 */
import { parseArguments, sizeOf, type Asked } from './arguments.ts'
import { inTurn } from './in-turn.ts'
import { currentCommit, record } from './ledger.ts'
import { createBoard, type Board } from './progress.ts'
import { runTrial, type TrialReport } from './run-trial.ts'
import { summarise } from './summary.ts'
import type { Trial } from './trial.ts'
import { TRIALS } from './trials/index.ts'

const USAGE_EXIT = 64

const freshSeed = crypto.getRandomValues(new Uint32Array(1))[0]!
const asked = parseArguments(
  process.argv.slice(2),
  TRIALS.map(({ name }) => name),
  freshSeed,
)
if (typeof asked === 'string') {
  process.stderr.write(`${asked}\n`)
  process.exit(USAGE_EXIT)
}
if (asked.isHelp) {
  process.stdout.write(help())
  process.exit(0)
}
// The listeners on `exit` end the processes of the trials.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))

const { names, except } = asked
const chosen = TRIALS.filter(
  ({ name }) => (names.length === 0 || names.includes(name)) && !except.includes(name),
)
const commit = await currentCommit()
const board = createBoard(process.stdout)
board.note(`commit ${commit}, seed ${asked.seed}`)
const reports = await runAll(chosen, asked, board)
board.close()
process.stdout.write(`\n${summarise(reports)}\n`)
if (asked.isRecorded) {
  const at = new Date().toISOString()
  record(
    reports
      .filter(({ outcome }) => outcome !== 'skipped')
      .map(({ trial, size, result, seconds }) => ({
        at,
        commit,
        trial: trial.name,
        seed: asked.seed,
        size,
        done: result.done,
        failures: result.failures.length,
        seconds: Math.round(seconds),
        figures: result.figures,
      })),
  )
}
process.exit(reports.some(({ outcome }) => outcome === 'failed') ? 1 : 0)

/** Those that promise a time first, then all the rest as `Trial.runs` says; the reports in the order of the list. */
async function runAll(
  trials: readonly Trial[],
  { size, seed, atOnce }: Asked,
  board: Board,
): Promise<TrialReport[]> {
  const reports = new Map<Trial, TrialReport>()
  const isToolRequired = (process.env['CI'] ?? '') !== ''
  const one = async (trial: Trial): Promise<void> => {
    const shown = board.begin(trial, sizeOf(trial, size))
    const report = await runTrial(
      trial,
      { size: sizeOf(trial, size), seed, isToolRequired },
      {
        progress: (done, words) => shown.progress(done, words),
        note: (line) => board.note(`${trial.name.padEnd(12)} ${line}`),
      },
    )
    shown.end()
    reports.set(trial, report)
    board.note(`${trial.name.padEnd(12)} ${report.outcome} after ${report.seconds.toFixed(0)} s`)
  }
  for (const trial of trials) if (trial.runs === 'alone') await one(trial)
  const waiting = trials.filter(({ runs }) => runs === undefined)
  const behind = trials.filter(({ runs }) => runs === 'behind')
  await Promise.all([
    ...trials.filter(({ runs }) => runs === 'beside').map(one),
    inTurn(waiting.length, atOnce, (index) => one(waiting[index]!)),
    inTurn(behind.length, 1, (index) => one(behind[index]!)),
  ])
  return trials.map((trial) => reports.get(trial)!)
}

function help(): string {
  const width = Math.max(...TRIALS.map(({ name }) => name.length))
  const list = TRIALS.map(
    ({ name, sentence, unit, sizes }) =>
      `  ${name.padEnd(width)}  ${sentence}\n  ${' '.repeat(width)}  CI ${sizes.ci} ${unit}, release ${sizes.release}`,
  )
  return [
    'npm run reliability -- [trials…] [--except <trials>] [--size ci|release|<number>] [--seed <number>] [--at-once <number>] [--record]',
    '',
    ...list,
    '',
    'Exit code 0 when every promise was kept, 1 when one was broken. What is lacking on this machine is skipped with a word, and with CI set it fails.',
    '',
  ].join('\n')
}
