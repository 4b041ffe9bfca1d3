import { StorageAway, StorageFault, StorageFull } from '@pult/engine'
import { SQL } from 'bun'
import { describe, expect, test } from 'bun:test'
import { answered, type Patience, patiently } from './patience.ts'
import { NoAnswer } from './trouble.ts'

function serverError(errno: string): SQL.PostgresError {
  return new SQL.PostgresError('as a test wants it', { code: 'ERR_POSTGRES_SERVER_ERROR', errno })
}

/** A clock that goes on by what is waited. */
function patienceOf(): { readonly patience: Patience; readonly pauses: number[] } {
  const pauses: number[] = []
  let nowMs = 0
  const wait = async (ms: number): Promise<void> => {
    pauses.push(ms)
    nowMs += ms
  }
  return { patience: { nowMs: () => nowMs, wait, random: () => 1, answerMsMax: 20 }, pauses }
}

const task = { doing: 'write', limitMs: 20_000 }

describe('[ST22] whoever waits for the database', () => {
  test('tries again with growing pauses, and gives up after the limit with a refusal that is temporary', async () => {
    const { patience, pauses } = patienceOf()
    const failed = await patiently({ ...task, patience }, async () => {
      throw serverError('57P01')
    }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(StorageAway)
    expect(pauses.slice(0, 8)).toEqual([20, 40, 80, 160, 320, 640, 1_000, 1_000])
    const waited = pauses.reduce((sum, ms) => sum + ms)
    expect(waited).toBeWithin(20_000, 21_001)
  })

  test.each([
    ['53100', StorageFull],
    ['42P01', StorageFault],
  ])('%s is no matter of waiting', async (errno, kind) => {
    const { patience, pauses } = patienceOf()
    const failed = await patiently({ ...task, patience }, async () => {
      throw serverError(errno)
    }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(kind)
    expect(pauses).toEqual([])
  })

  test.each(['40001', '40P01', '55P03', '57P03', '08006', '53300'])('%s passes', async (errno) => {
    const { patience } = patienceOf()
    let tries = 0
    const work = async (): Promise<number> => {
      tries += 1
      if (tries < 3) throw serverError(errno)
      return tries
    }
    expect(await patiently({ ...task, patience }, work)).toBe(3)
  })

  test('takes an answer that does not come for lost, and lets go of the question', async () => {
    let isAbandoned = false
    const never = new Promise<never>(() => undefined)
    const failed = await answered(never, patienceOf().patience, () => (isAbandoned = true)).catch(
      (error: unknown) => error,
    )
    expect(failed).toBeInstanceOf(NoAnswer)
    expect(isAbandoned).toBe(true)
  })

  test('lets a mistake of ours through as it is', async () => {
    const { patience } = patienceOf()
    const mistake = new TypeError('ours')
    const failed = await patiently({ ...task, patience }, () => Promise.reject(mistake)).catch(
      (error: unknown) => error,
    )
    expect(failed).toBe(mistake)
  })
})
