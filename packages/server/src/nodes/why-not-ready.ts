import { NODE_MS, type Seen } from '@pult/cluster'

/** A copy that is later than this shows people what is long over: they are better off elsewhere. What a restart has to catch up with takes less. */
const BEHIND_MS_MAX = 10_000

/**
 * [SV26] Why nobody should be sent to this node, in sentences that anybody may read; none: it does its work. Without the database it counts as gone to the others as soon as it
 * says so, and with it everybody who is connected to it.
 */
export function whyNotReady({ beatMs, behind }: Pick<Seen, 'beatMs' | 'behind'>): string[] {
  const because: string[] = []
  if (beatMs >= NODE_MS)
    because.push(`This node has had no answer of its database for ${secondsOf(beatMs)} s.`)
  for (const [id, { records, ms }] of behind)
    if (ms >= BEHIND_MS_MAX)
      because.push(
        `What this node knows of the workspace ${id} is ${secondsOf(ms)} s behind its log, by ${records} records.`,
      )
  return because
}

function secondsOf(ms: number): number {
  return Math.floor(ms / 1_000)
}
