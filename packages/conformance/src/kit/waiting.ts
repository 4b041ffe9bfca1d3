import { Violation } from '../expect.ts'

/** What ends every waiting on a stream: it left the protocol, or it is closed. */
interface Ending {
  readonly fault: string | undefined
  readonly closeCode: number | undefined
}

/** Those who wait for something that one stream has not told yet. */
export class Waiting {
  readonly #name: string
  /** Each says whether it has waited enough. */
  readonly #waiters = new Set<(ending: Ending) => boolean>()

  constructor(name: string) {
    this.#name = name
  }

  /** Something came, or ended. */
  look(ending: Ending): void {
    for (const isOver of this.#waiters) if (isOver(ending)) this.#waiters.delete(isOver)
  }

  /** Resolves with what `find` finds, now or later; rejects with a sentence when the stream ends first or the time is over. */
  wait<T>(ending: Ending, what: string, find: () => T | undefined, withinMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const settle = (run: () => void): true => {
        clearTimeout(timer)
        run()
        return true
      }
      const isOver = ({ fault, closeCode }: Ending): boolean => {
        if (fault !== undefined) return settle(() => reject(new Violation(fault)))
        const found = find()
        if (found !== undefined) return settle(() => resolve(found))
        if (closeCode === undefined) return false
        return settle(() =>
          reject(new Violation(`${this.#name} waited for ${what} and was closed with ${closeCode}`)),
        )
      }
      if (isOver(ending)) return
      this.#waiters.add(isOver)
      timer = setTimeout(() => {
        this.#waiters.delete(isOver)
        reject(new Violation(`${this.#name} was not told ${what} within ${withinMs / 1000} s`))
      }, withinMs)
    })
  }
}
