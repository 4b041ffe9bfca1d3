import type { WorkspaceId } from '@pult/protocol'
import { afterLook, behindOf, type Behind, type Unreached } from './behind.ts'
import type { LeaseOf, Standing } from './lease-plan.ts'

/** How things stood at a beat, with what can be shown of it. All spans are the table's own. */
export interface Beat extends Standing {
  /** The node that asks had not been taken for gone before. */
  readonly wasKnown: boolean
  /** How long the beat's own write took, there and back, durable. */
  readonly answerMs: number
  readonly nodes: readonly (Standing['nodes'][number] & {
    /** For how long it still counts as living; below zero: since when it does not. */
    readonly leftMs: number
    /** What it says of itself; null: it says nothing. */
    readonly facts: string | null
  })[]
  readonly leases: readonly (LeaseOf & {
    /** Since it was last taken. */
    readonly heldMs: number
    readonly headSeq: number
  })[]
}

export interface NodeWatchPorts {
  readonly steadyMs: () => number
  /** Whether words go by the quick bus; null: there is none to be without. */
  readonly isBusUp: () => boolean | null
  /** How far this node's copy of a workspace has come. */
  readonly headOf: (workspaceId: WorkspaceId) => number | undefined
}

/** What a node has seen of the table, of the bus and of its own copies: for those who look, nothing is decided by it. */
export interface NodeWatch {
  readonly told: (beat: Beat) => void
  readonly failed: (error: unknown) => void
  readonly now: () => Seen
}

/** All spans end now. */
export interface Seen {
  /** The last beat that was answered; null before the first. */
  readonly beat: Beat | null
  /** Since it was. */
  readonly beatMs: number
  readonly lastFailure: { readonly agoMs: number; readonly sentence: string } | null
  readonly bus: { readonly isUp: boolean | null; readonly sinceMs: number }
  readonly behind: ReadonlyMap<WorkspaceId, Behind>
}

/** A driver may put a whole statement into what it says. */
const SENTENCE_CHARS_MAX = 200

export function createNodeWatch({ steadyMs, isBusUp, headOf }: NodeWatchPorts): NodeWatch {
  let beat: Beat | null = null
  // Before the first beat: since this node began.
  let beatAtMs = steadyMs()
  let failure: { readonly atMs: number; readonly sentence: string } | undefined
  let bus = { isUp: isBusUp(), atMs: steadyMs() }
  const unreached = new Map<WorkspaceId, Unreached>()

  /** As exact as it is asked: at every beat at least. */
  function lookAtBus(): void {
    const isUp = isBusUp()
    if (isUp !== bus.isUp) bus = { isUp, atMs: steadyMs() }
  }

  return {
    told(next) {
      beat = next
      beatAtMs = steadyMs()
      lookAtBus()
      for (const { workspaceId, headSeq } of next.leases) {
        const ownSeq = headOf(workspaceId)
        if (ownSeq === undefined) continue
        const sight = { headSeq, atMs: beatAtMs }
        unreached.set(workspaceId, afterLook(unreached.get(workspaceId) ?? [], sight, ownSeq))
      }
    },
    failed(error) {
      const said = error instanceof Error ? error.message : String(error)
      failure = { atMs: steadyMs(), sentence: said.slice(0, SENTENCE_CHARS_MAX) }
      lookAtBus()
    },
    now() {
      lookAtBus()
      const nowMs = steadyMs()
      const behind = [...unreached].flatMap(([id, sights]) => {
        const ownSeq = headOf(id)
        return ownSeq === undefined ? [] : [[id, behindOf(sights, ownSeq, nowMs)] as const]
      })
      return {
        beat,
        beatMs: nowMs - beatAtMs,
        lastFailure:
          failure === undefined ? null : { agoMs: nowMs - failure.atMs, sentence: failure.sentence },
        bus: { isUp: bus.isUp, sinceMs: nowMs - bus.atMs },
        behind: new Map(behind),
      }
    },
  }
}
