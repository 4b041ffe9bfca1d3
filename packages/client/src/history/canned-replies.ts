import type { CannedReply } from '@pult/protocol'
import type { Page } from '../client-face.ts'
import { concernsCannedReplies, foldCannedReplies } from '../fold/canned-replies.ts'
import type { Delivery } from '../fold/delivery.ts'
import type { Http } from '../http.ts'
import type { Clock } from '../options.ts'
import type { Core } from '../shell/core.ts'
import type { OperatorOutboxItem, OperatorState } from '../state.ts'

/** All that an operator may have at once comes in few pages. */
const PAGE = 200
/** A reading of our own that has failed while the stream lives is tried again, in no hurry: events keep most of what is shown. */
const RETRY_MS = 5_000

export interface CannedReplies {
  /** Resolves when they are in the state. A load that fails leaves what was there, and is the asker's to ask again. */
  readonly load: () => Promise<void>
  /** Nothing is read by itself any more. */
  readonly rest: () => void
}

/**
 * Loads the canned replies into the state, where events keep them current. What no event tells is read anew by itself: after a snapshot,
 * and when one's own groups or role change; until that has succeeded it is tried again, or somebody goes on seeing what they may use no more.
 */
export function createCannedReplies(
  core: Core<OperatorState, OperatorOutboxItem['data']>,
  http: Http,
  clock: Clock,
): CannedReplies {
  let loading: Promise<void> | undefined
  /** The newest reading. What an older one brings, or that it brings nothing, is nobody's. */
  let newest = 0
  /** What is shown may be what is no more. */
  let isStale = false
  let rights: string | undefined
  let isLive = false
  let cancelRetry: (() => void) | undefined

  async function readAll(): Promise<void> {
    const mine = (newest += 1)
    const late: Delivery[] = []
    const stop = core.onDelivery((event) => {
      if (concernsCannedReplies(event)) late.push(event)
    })
    try {
      const read = new Map<string, CannedReply>()
      let after: string | undefined
      do {
        const { value } = await http.read<Page<CannedReply>>('/canned-replies', { limit: PAGE, after })
        for (const reply of value.items) read.set(reply.id, reply)
        after = value.next ?? undefined
      } while (after !== undefined)
      if (mine !== newest) return await loading
      isStale = false
      core.change((state) => ({ ...state, cannedReplies: late.reduce(foldCannedReplies, read) }))
    } catch (error) {
      if (mine === newest) throw error
      await loading
    } finally {
      stop()
    }
  }

  function begin(): Promise<void> {
    const mine = readAll().finally(() => {
      if (loading === mine) loading = undefined
    })
    loading = mine
    return mine
  }

  function readAnew(): void {
    cancelRetry?.()
    isStale = true
    begin().catch(() => {
      if (isStale && isLive) cancelRetry = clock.after(RETRY_MS, readAnew)
    })
  }
  const isWanted = (): boolean => core.state.cannedReplies !== null || loading !== undefined
  const onChange = (): void => {
    if (isWanted()) readAnew()
  }

  core.onDelivery(({ name }) => {
    if (name !== 'operatorUpdated') return
    const before = rights
    rights = rightsOf(core.state)
    if (before !== rights) onChange()
  })
  core.onReplaced(() => {
    rights = rightsOf(core.state)
    onChange()
  })
  core.face.onState(({ connection }) => {
    const wasLive = isLive
    isLive = connection.name === 'live'
    if (wasLive && !isLive) cancelRetry?.()
    // A reading that began before the line was lost may never be answered.
    if (isLive && !wasLive && (isStale || loading !== undefined)) onChange()
  })

  return {
    load: () => loading ?? begin(),
    rest() {
      isStale = false
      cancelRetry?.()
    },
  }
}

function rightsOf({ me }: OperatorState): string | undefined {
  return me === null ? undefined : `${me.role} ${me.groupIds.join()}`
}
