import cliProgress from 'cli-progress'

/** Shows how far a run is: a bar on a terminal, a line now and then elsewhere. */
export interface Board {
  readonly progress: (done: number, words: string) => void
  readonly note: (line: string) => void
  readonly close: () => void
}

const LINE_MS = 5_000

export function createBoard(output: NodeJS.WriteStream, total: number, unit: string): Board {
  return output.isTTY ? bar(output, total, unit) : lines(output, total, unit)
}

function bar(output: NodeJS.WriteStream, total: number, unit: string): Board {
  const bars = new cliProgress.MultiBar(
    { stream: output, format: '{bar} {value}/{total} {unit} {words}', hideCursor: true, barsize: 24 },
    cliProgress.Presets.shades_grey,
  )
  const one = bars.create(total, 0, { unit, words: '' })
  return {
    progress: (done, words) => one.update(Math.floor(done), { words }),
    note: (line) => bars.log(`${line}\n`),
    close: () => bars.stop(),
  }
}

function lines(output: NodeJS.WriteStream, total: number, unit: string): Board {
  let saidAtMs = performance.now()
  return {
    progress(done, words) {
      if (performance.now() - saidAtMs < LINE_MS) return
      saidAtMs = performance.now()
      output.write(`${Math.floor(done)}/${total} ${unit} ${words}\n`)
    },
    note: (line) => output.write(`${line}\n`),
    close: () => undefined,
  }
}
