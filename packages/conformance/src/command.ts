import { SingleBar } from 'cli-progress'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { CONFORMANCE_USAGE, parseOptions, type CommandOptions } from './options.ts'
import { report, resultLine } from './report.ts'
import { CannotRun, run, type RunResult } from './run.ts'
import { scenarios } from './scenarios/index.ts'

/** How it ended; the program has the exit codes. */
export type CommandEnd = 'done' | 'failed' | 'usage'

/** `pult conformance`. */
export async function conformanceCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CommandEnd> {
  const parsed = parseOptions(args, environment)
  if ('usage' in parsed) {
    process.stdout.write(CONFORMANCE_USAGE)
    return 'done'
  }
  if ('fault' in parsed) {
    process.stderr.write(`${parsed.fault}.\n\n${CONFORMANCE_USAGE}`)
    return 'usage'
  }
  try {
    const result = await runShown(parsed.options)
    process.stdout.write(`${report(result)}\n`)
    if (parsed.options.json !== undefined)
      writeFileSync(parsed.options.json, `${JSON.stringify(result, null, 2)}\n`)
    return result.failed === 0 ? 'done' : 'failed'
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error
    process.stderr.write(`${error.message}\n`)
    return 'failed'
  }
}

/** A bar for whoever looks on; a line a scenario where the output goes to a file. */
async function runShown(options: CommandOptions): Promise<RunResult> {
  const isWatched = process.stderr.isTTY
  const bar = new SingleBar({
    format: ' {bar} {value} of {total} │ {failures} fail',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  })
  let failures = 0
  let isStarted = false
  try {
    return await run(scenarios, options, {
      nowMs: () => performance.now(),
      label: randomBytes(4).toString('hex'),
      onResult: (result, done, total) => {
        if (result.failure !== undefined) failures += 1
        if (!isWatched) process.stdout.write(`${resultLine(result)}\n`)
        else if (isStarted) bar.update(done, { failures })
        else bar.start(total, done, { failures })
        isStarted = isWatched
      },
    })
  } finally {
    if (isStarted) bar.stop()
  }
}
