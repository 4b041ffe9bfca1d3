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
  const folder = mkdtempSync(join(tmpdir(), `pult-${trial.name}-`))
  const startedAt = performance.now()
  const result = wholeOrNot(await inProcess({ name: trial.name, size, seed, folder }, listener), trial, size)
  const seconds = (performance.now() - startedAt) / 1000
  const outcome = result.failures.length === 0 ? 'passed' : 'failed'
  if (outcome === 'passed') rmSync(folder, { recursive: true, force: true })
  else listener.note(`what is left of it: ${folder}`)
  return { trial, size, outcome, result, seconds }
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
