import { SingleBar } from 'cli-progress'
import type { MoveProgress } from './move.ts'

/** Often enough to see that it lives, rarely enough to be read in a log. */
const LINE_MS = 10_000

export interface MoveBoard extends MoveProgress {
  /** Takes the bar away. */
  clear(): void
}

/** A bar on a terminal, a line now and then elsewhere. */
export function createMoveBoard(output: NodeJS.WriteStream, steadyMs: () => number): MoveBoard {
  const show = output.isTTY ? barOn(output) : linesOn(output, steadyMs)
  return {
    copied: (id, seq, headSeq) => show.step('copying', id, seq, headSeq),
    compared: (id, seq, headSeq) => show.step('comparing', id, seq, headSeq),
    waiting(id, who) {
      show.clear()
      output.write(
        `Everything that can be read of the workspace ${id} is copied, and ${who}.\nStop Pult now: this goes on by itself, and ends soon after. Ctrl-C leaves what is copied for another time.\n`,
      )
    },
    clear: () => show.clear(),
  }
}

interface Shown {
  step(doing: string, id: string, seq: number, headSeq: number): void
  clear(): void
}

function barOn(output: NodeJS.WriteStream): Shown {
  let bar: SingleBar | undefined
  return {
    step(doing, id, seq, headSeq) {
      if (bar === undefined) {
        bar = new SingleBar({
          format: ' {bar} {percentage}% │ {doing} {id}: {value} of {total} records',
          barsize: 30,
          hideCursor: true,
          clearOnComplete: true,
          stream: output,
        })
        bar.start(headSeq, seq, { doing, id })
      }
      bar.setTotal(headSeq)
      bar.update(seq, { doing, id })
    },
    clear() {
      bar?.stop()
      bar = undefined
    },
  }
}

function linesOn(output: NodeJS.WriteStream, steadyMs: () => number): Shown {
  let saidMs = -Infinity
  return {
    step(doing, id, seq, headSeq) {
      if (steadyMs() - saidMs < LINE_MS) return
      saidMs = steadyMs()
      output.write(`${doing} ${id}: ${seq} of ${headSeq} records\n`)
    },
    clear: () => undefined,
  }
}
