import { PultError } from '@pult/client'
import { SingleBar } from 'cli-progress'
import { randomBytes } from 'node:crypto'
import { exitCodes } from '../exit-codes.ts'
import { parseOptions, SIMULATE_USAGE } from './options.ts'
import { report } from './report.ts'
import { simulate } from './simulation.ts'

/** `pult simulate`. Returns the exit code. */
export async function simulateCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const parsed = parseOptions(args, environment)
  if ('usage' in parsed) {
    process.stdout.write(SIMULATE_USAGE)
    return exitCodes.done
  }
  if ('fault' in parsed) {
    process.stderr.write(`${parsed.fault}.\n\n${SIMULATE_USAGE}`)
    return exitCodes.usage
  }
  const { options } = parsed
  const totalMs = options.minutes * 60_000
  const bar = new SingleBar({
    format: ' {bar} {percentage}% │ {sent} sent, {acknowledged} acknowledged, {errors} errors',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  })
  const end = new AbortController()
  let interrupts = 0
  const onInterrupt = (): void => {
    interrupts += 1
    // The second time somebody means it.
    if (interrupts > 1) process.exit(128 + 2)
    end.abort()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  let isStarted = false
  try {
    const outcome = await simulate(options, {
      random: Math.random,
      nowMs: () => performance.now(),
      end: end.signal,
      makeSecret: () => randomBytes(12).toString('base64url'),
      onStep: (sentence) => {
        if (isStarted) bar.stop()
        isStarted = false
        if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${sentence}`)
      },
      onProgress: (tally, doneMs) => {
        if (!isStarted) bar.start(totalMs, 0, { sent: 0, acknowledged: 0, errors: 0 })
        isStarted = true
        const sent = tally.messages.size
        const errors = [...tally.errors.values()].reduce((sum, one) => sum + one, 0)
        bar.update(doneMs, { sent, acknowledged: sent - tally.pending, errors })
      },
    })
    process.stdout.write(`${report(outcome)}\n`)
    const isWhole = outcome.lost.size === 0 && outcome.tally.doubled.size === 0
    return isWhole ? exitCodes.done : exitCodes.failed
  } catch (error) {
    const said = error instanceof PultError || error instanceof Error ? error.message : String(error)
    process.stderr.write(`The simulation could not go on: ${said}\n`)
    return exitCodes.failed
  } finally {
    if (isStarted) bar.stop()
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
}
