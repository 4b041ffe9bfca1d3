import { PultError, type Storage } from '@pult/client'
import { count, type Tally } from './tally.ts'

/** Time and chance of a simulated person, and the end of it all. */
export interface Life {
  readonly tally: Tally
  /** 0 ≤ x < 1. */
  readonly random: () => number
  /** Milliseconds of a monotonic clock. */
  readonly nowMs: () => number
  readonly isOver: () => boolean
  /** Waits between the two, made shorter by the pace; returns at once when everything ends. */
  readonly pause: (leastMs: number, mostMs: number) => Promise<void>
}

export function createLife(options: {
  readonly tally: Tally
  readonly random: () => number
  readonly nowMs: () => number
  readonly pace: number
  readonly end: AbortSignal
}): Life {
  const { tally, random, nowMs, pace, end } = options
  return {
    tally,
    random,
    nowMs,
    isOver: () => end.aborted,
    pause: (leastMs, mostMs) =>
      new Promise((resolve) => {
        if (end.aborted) return resolve()
        const done = (): void => {
          clearTimeout(timer)
          end.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, (leastMs + random() * (mostMs - leastMs)) / pace)
        end.addEventListener('abort', done, { once: true })
      }),
  }
}

export function chance({ random }: Pick<Life, 'random'>, probability: number): boolean {
  return random() < probability
}

export function oneOf<T>({ random }: Pick<Life, 'random'>, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0]
}

/** What people run into because others were faster. Everything else is an error. */
const OF_LIFE = new Set([
  'session_closed',
  'session_held',
  'session_not_yours',
  'session_open',
  'session_not_found',
  'no_session',
  'operator_unavailable',
  'transfer_limit',
  'message_not_found',
  'discarded',
  'closed',
])

/** Waits for a command. Its answer, or undefined when it was refused, which is counted. */
export async function tried<T extends object>(life: Life, command: Promise<T>): Promise<T | undefined> {
  try {
    return await command
  } catch (error) {
    const code = error instanceof PultError ? error.code : 'unexpected'
    count(OF_LIFE.has(code) ? life.tally.refusals : life.tally.errors, code)
    return undefined
  }
}

/** What a browser would keep. */
export function createMemoryStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void kept.set(name, value),
    remove: (name) => void kept.delete(name),
  }
}

/** Counts the connections that were lost on the way. */
export function countReconnects(
  client: { onState: (listener: (state: { connection: { name: string } }) => void) => () => void },
  tally: Tally,
): void {
  let last = ''
  client.onState(({ connection: { name } }) => {
    if (name === 'waiting' && last !== 'waiting') tally.reconnects += 1
    last = name
  })
}
