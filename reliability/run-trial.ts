import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TrialMessage, TrialOrder } from './messages.ts'
import { SILENCE_MS_MAX, type Trial, type TrialResult } from './trial.ts'

export interface TrialReport {
  readonly trial: Trial
  readonly size: number
  /** `skipped` where the machine lacks something and nobody insists. */
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly result: TrialResult
  readonly seconds: number
}

export interface Listener {
  readonly progress: (done: number, words: string) => void
  readonly note: (line: string) => void
}

/** A program that is too slow is so three times running; a machine that others use as well seldom is. */
const TRIES_MAX = 3

const TRIAL_PROCESS = new URL('./trial-process.ts', import.meta.url).pathname

/** Runs one trial in a process of its own. Never throws: whatever goes wrong is a failure of the trial. */
export async function runTrial(
  trial: Trial,
  options: { readonly size: number; readonly seed: number; readonly isToolRequired: boolean },
  listener: Listener,
): Promise<TrialReport> {
  const { size, seed } = options
  const missing = trial.missing()
  if (missing !== null) {
    listener.note(`NOT RUN: ${missing}`)
    const result = { done: 0, failures: options.isToolRequired ? [missing] : [], figures: {} }
    return { trial, size, outcome: options.isToolRequired ? 'failed' : 'skipped', result, seconds: 0 }
  }
  const startedAt = performance.now()
  const result = await inTime(listener, async () => {
    const folder = mkdtempSync(join(tmpdir(), `pult-${trial.name}-`))
    const result = wholeOrNot(
      await inProcess({ name: trial.name, size, seed, folder }, listener),
      trial,
      size,
    )
    if (result.failures.length === 0) rmSync(folder, { recursive: true, force: true })
    else listener.note(`what is left of it: ${folder}`)
    return result
  })
  const seconds = (performance.now() - startedAt) / 1000
  return { trial, size, outcome: result.failures.length === 0 ? 'passed' : 'failed', result, seconds }
}

/**
 * The first result of at most `TRIES_MAX` in which every time was kept; the last one otherwise, its late times among its failures. Whatever else failed is
 * never tried again: only a time can be missed because of what others do on the machine.
 */
export async function inTime(
  { note }: Pick<Listener, 'note'>,
  attempt: () => Promise<TrialResult>,
): Promise<TrialResult> {
  for (let tries = 1; ; tries += 1) {
    const { late = [], ...result } = await attempt()
    const figures = tries === 1 ? result.figures : { ...result.figures, tries }
    if (late.length === 0 || result.failures.length > 0 || tries === TRIES_MAX)
      return { ...result, figures, failures: [...result.failures, ...late] }
    note(`too late, once more: ${late.join('; ')}`)
  }
}

/** A trial that ended early and found nothing wrong has not been kept. */
export function wholeOrNot(result: TrialResult, { unit }: Pick<Trial, 'unit'>, size: number): TrialResult {
  if (result.done >= size || result.failures.length > 0) return result
  return { ...result, failures: [`only ${result.done} of ${size} ${unit} were done`] }
}

async function inProcess(order: TrialOrder, listener: Listener): Promise<TrialResult> {
  let result: TrialResult | undefined
  let heardAt = performance.now()
  let done = 0
  const child = Bun.spawn([process.execPath, TRIAL_PROCESS, JSON.stringify(order)], {
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    ipc(message: TrialMessage) {
      heardAt = performance.now()
      if (message.kind === 'result') result = message.result
      else if (message.kind === 'note') listener.note(message.line)
      else {
        done = message.done
        listener.progress(message.done, message.words)
      }
    },
  })
  const end = (): void => child.kill('SIGTERM')
  process.on('exit', end)
  let isHung = false
  const watch = setInterval(() => {
    if (performance.now() - heardAt < SILENCE_MS_MAX) return
    isHung = true
    child.kill(performance.now() - heardAt < SILENCE_MS_MAX + 5_000 ? 'SIGTERM' : 'SIGKILL')
  }, 1_000)
  const code = await child.exited
  clearInterval(watch)
  process.off('exit', end)
  if (isHung)
    return { done, failures: [`nothing was heard of it for ${SILENCE_MS_MAX / 1000} s`], figures: {} }
  return result ?? { done, failures: [`its process ended with ${code} and without a result`], figures: {} }
}
