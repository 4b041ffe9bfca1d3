import type { ConnectReply } from '@pult/protocol'
import type { Frame } from './check-frame.ts'

/**
 * How far a connection has been told [S4], followed frame by frame. A value: `advance` returns the next one.
 *
 *   greeting ──reply──► snapshot ──last part──► beginning ──live──► tail
 *                 └───────resumed────────────────┘
 */
export interface Chain {
  readonly name: 'greeting' | 'snapshot' | 'beginning' | 'tail'
  readonly epoch: string
  /** The number that the next `prev` has to be. */
  readonly seq: number
  /** The number that the next part of an operator's snapshot has to have; a client's snapshot is one part. */
  readonly part: number
}

export const START: Chain = { name: 'greeting', epoch: '', seq: 0, part: 0 }

/** [S9] Told wherever the connection is; to one that is behind, `prev` may leave a gap and may not go back. */
const LAST_WORDS: ReadonlySet<string> = new Set(['operatorBlocked', 'chatUserExists', 'operatorLoggedOut'])

export function advance(
  chain: Chain,
  frame: Frame,
  command: string | undefined,
): Chain | { readonly fault: string } {
  const { action } = frame
  if (action === 'reply') {
    const isBeginning = (command === 'connect' || command === 'follow') && frame.error === undefined
    return isBeginning ? begin(frame.data as ConnectReply) : chain
  }
  const here = `${chain.epoch}:${chain.seq}`
  if (action === 'snapshot') {
    const { cursor, part = 0, last } = frame.data as { cursor: string; part?: number; last: boolean }
    if (chain.name !== 'snapshot') return { fault: '[S2] a snapshot frame that nothing announced' }
    if (cursor !== here) return { fault: `[S2] a snapshot of ${cursor}, where ${here} was announced` }
    if (part !== chain.part) return { fault: `[S2] part ${part} of a snapshot where ${chain.part} is next` }
    return { ...chain, name: last ? 'beginning' : 'snapshot', part: part + 1 }
  }
  if (action === 'live') {
    if (chain.name !== 'beginning')
      return { fault: '[S2] live before the snapshot was whole, or a second time' }
    const { cursor } = frame.data as { cursor: string }
    return cursor === here ? { ...chain, name: 'tail' } : { fault: `[S2] live says ${cursor} at ${here}` }
  }
  const { seq, prev } = frame
  if (seq === undefined || prev === undefined) return chain
  if (chain.name === 'greeting') return { fault: `[S1] ${action} before connect was answered` }
  if (chain.name === 'snapshot') return { fault: `[S2] ${action} within the snapshot` }
  const isInPlace = prev === chain.seq || (LAST_WORDS.has(action) && prev > chain.seq)
  if (!isInPlace)
    return { fault: `[S4] ${action} says prev ${prev}, where the connection stands at ${chain.seq}` }
  if (seq < prev || (seq === prev && action !== 'heartbeat'))
    return { fault: `[S4] ${action} says seq ${seq} after ${prev}` }
  return { ...chain, seq }
}

function begin({ mode, cursor, epoch }: ConnectReply): Chain | { readonly fault: string } {
  if (!cursor.startsWith(`${epoch}:`))
    return { fault: `[S3] the cursor ${cursor} is not of the epoch ${epoch}` }
  const seq = Number(cursor.slice(epoch.length + 1))
  return { name: mode === 'snapshot' ? 'snapshot' : 'beginning', epoch, seq, part: 0 }
}
