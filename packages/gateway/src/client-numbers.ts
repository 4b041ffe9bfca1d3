import type { WorkspaceEngine } from '@pult/engine'

/** Numbers set aside at once: a durable write for each thousand visitors, and at most so many lost when the process dies. */
const BLOCK = 1_000

/** Numbers for new clients of one workspace. None is ever given twice, whatever is killed and wherever the clock goes. */
export interface ClientNumbers {
  next(): Promise<number>
}

export function createClientNumbers(engine: Pick<WorkspaceEngine, 'request'>): ClientNumbers {
  let next = 0
  let end = 0
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    const outcome = await engine.request({
      actor: { type: 'SYSTEM' },
      name: 'reserveClients',
      data: { count: BLOCK },
    })
    if (outcome.error !== undefined) throw new Error(`no numbers for new clients: ${outcome.error.message}`)
    next = (outcome.data as { from: number }).from
    end = next + BLOCK
  }

  return {
    async next() {
      while (next >= end) {
        asking ??= ask().finally(() => {
          asking = undefined
        })
        await asking
      }
      next += 1
      return next - 1
    },
  }
}
