import type { Engine } from '@pult/engine'
import type { WireError } from '@pult/protocol'

/** Numbers set aside at once: a durable write for each thousand visitors, and at most so many lost when the process dies. */
const BLOCK = 1_000

/** Numbers for new clients of one workspace. None is ever given twice, whatever is killed and wherever the clock goes. */
export interface ClientNumbers {
  /** The next one, or why there is none now: a disk that is full has no room for a new block. */
  next(): Promise<number | WireError>
}

export function createClientNumbers(engine: Pick<Engine, 'request'>): ClientNumbers {
  let next = 0
  let end = 0
  let asking: Promise<WireError | undefined> | undefined

  async function ask(): Promise<WireError | undefined> {
    const outcome = await engine.request({
      actor: { type: 'SYSTEM' },
      name: 'reserveClients',
      data: { count: BLOCK },
    })
    if (outcome.error !== undefined) return outcome.error
    next = (outcome.data as { from: number }).from
    end = next + BLOCK
    return undefined
  }

  return {
    async next() {
      while (next >= end) {
        asking ??= ask().finally(() => {
          asking = undefined
        })
        const refused = await asking
        if (refused !== undefined) return refused
      }
      next += 1
      return next - 1
    },
  }
}
