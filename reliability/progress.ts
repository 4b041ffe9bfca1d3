import cliProgress from 'cli-progress'
import type { Trial } from './trial.ts'

/** Shows how far each trial is. */
export interface Board {
  begin(trial: Trial, size: number): { progress(done: number, words: string): void; end(): void }
  note(line: string): void
  close(): void
}

/** Often enough to see that it lives, rarely enough to be read in a log. */
const LINE_MS = 10_000

export function createBoard(output: NodeJS.WriteStream): Board {
  return output.isTTY ? bars(output) : lines(output)
}

function bars(output: NodeJS.WriteStream): Board {
  const board = new cliProgress.MultiBar(
    {
      stream: output,
      format: '{name} {bar} {value}/{total} {unit} {words}',
      hideCursor: true,
      barsize: 24,
      clearOnComplete: false,
    },
    cliProgress.Presets.shades_grey,
  )
  return {
    begin({ name, unit }, size) {
      const bar = board.create(size, 0, { name: name.padEnd(12), unit, words: '' })
      return {
        progress: (done, words) => bar.update(done, { words }),
        end: () => bar.stop(),
      }
    },
    note: (line) => board.log(`${line}\n`),
    close: () => board.stop(),
  }
}

function lines(output: NodeJS.WriteStream): Board {
  const running = new Map<string, string>()
  const say = (): void => {
    for (const [name, words] of running) output.write(`${name.padEnd(12)} ${words}\n`)
  }
  const timer = setInterval(say, LINE_MS)
  return {
    begin({ name, unit }, size) {
      output.write(`${name.padEnd(12)} begins: ${size} ${unit}\n`)
      return {
        progress: (done, words) => running.set(name, `${round(done)}/${size} ${unit} ${words}`.trimEnd()),
        end: () => running.delete(name),
      }
    },
    note: (line) => output.write(`${line}\n`),
    close: () => clearInterval(timer),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
