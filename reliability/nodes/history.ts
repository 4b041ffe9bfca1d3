import type { EventFrame } from '@pult/protocol'
import type { Witness } from '../load/scene.ts'

/**
 * What everybody asked, heard and saw, judged by itself: it knows nothing of nodes. Times are those of the one process that all the people live in, so what was
 * acknowledged before something was asked is no matter of opinion.
 */
export interface History extends Witness {
  /** One sentence for each anomaly since it was last asked. */
  faults(): string[]
  /** The highest number that was acknowledged. */
  readonly newest: () => number
  /** Things that were judged. */
  readonly looked: () => number
}

/** Commands that always write something, so that the number of their answer is one of their own. */
const WRITES: readonly string[] = ['sendMessage', 'addNote']
/** Of these everybody who sees one sees the same, whatever their rights. */
const SHARED: readonly string[] = ['chatMessageCreated', 'chatMessageEdited', 'chatMessageDeleted']
/** Numbers and keys that are remembered: more than any stream is behind, and an end to what grows. */
const KEPT_MAX = 100_000

export function openHistory(): History {
  /** By number: what was told there. */
  const told = new Map<number, string>()
  /** By message: the number with which it was told. */
  const places = new Map<string, number>()
  /** By message: the number of its acknowledgement. */
  const acknowledged = new Map<string, number>()
  /** By key: the highest number that was acknowledged when it was first asked. */
  const floors = new Map<string, number>()
  let found: string[] = []
  let newest = 0
  let looked = 0

  return {
    asks({ key, command }) {
      if (WRITES.includes(command) && !floors.has(key)) remember(floors, key, newest)
    },
    hears({ key, command }, answer) {
      if (answer.kind !== 'done' || answer.seq === undefined) return
      const { seq, data } = answer
      const floor = floors.get(key)
      if (WRITES.includes(command) && floor !== undefined) {
        looked += 1
        if (seq <= floor)
          found.push(`${key} was asked when ${floor} was acknowledged, and stands at ${seq}: before it`)
        const messageId = data['messageId']
        if (command === 'sendMessage' && typeof messageId === 'string') {
          remember(acknowledged, messageId, seq)
          judge(messageId)
        }
      }
      newest = Math.max(newest, seq)
    },
    sees(actor, { action, seq, data }: EventFrame) {
      if (!SHARED.includes(action)) return
      looked += 1
      const { id, messageId = id } = data as { id?: string; messageId?: string }
      const what = `${action} ${messageId}`
      const other = told.get(seq)
      if (other === undefined) remember(told, seq, what)
      else if (other !== what) found.push(`at ${seq} ${actor} saw ${what}, somebody else ${other}`)
      if (action !== 'chatMessageCreated' || messageId === undefined) return
      const place = places.get(messageId)
      if (place === undefined) remember(places, messageId, seq)
      else if (place !== seq) found.push(`message ${messageId} was told at ${place} and at ${seq}`)
      judge(messageId)
    },
    newest: () => newest,
    looked: () => looked,
    faults() {
      const faults = found
      found = []
      return faults
    },
  }

  /** What is acknowledged has been written by then. */
  function judge(messageId: string): void {
    const place = places.get(messageId)
    const seq = acknowledged.get(messageId)
    if (place !== undefined && seq !== undefined && place > seq)
      found.push(`message ${messageId} was acknowledged at ${seq} and told at ${place}`)
  }
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.set(key, value)
  if (map.size > KEPT_MAX) map.delete(map.keys().next().value!)
}
