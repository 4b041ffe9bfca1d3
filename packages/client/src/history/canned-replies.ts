import type { CannedReply } from '@pult/protocol'
import type { Page } from '../client-face.ts'
import { concernsCannedReplies, foldCannedReplies } from '../fold/canned-replies.ts'
import type { Delivery } from '../fold/delivery.ts'
import type { Http } from '../http.ts'
import type { Core } from '../shell/core.ts'
import type { OperatorOutboxItem, OperatorState } from '../state.ts'

/** All that an operator may have at once comes in few pages. */
const PAGE = 200

/**
 * Loads the canned replies into the state, where events keep them current. What no event tells is read anew by itself: after a snapshot,
 * and when one's own groups or role change. A load that fails leaves what was there.
 */
export function createCannedReplies(
  core: Core<OperatorState, OperatorOutboxItem['data']>,
  http: Http,
): () => Promise<void> {
  let loading: Promise<void> | undefined
  /** Rises when what is being read cannot be mended by events any more. */
  let generation = 0
  let rights: string | undefined

  async function readAll(): Promise<void> {
    for (;;) {
      const mine = generation
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
        if (mine !== generation) continue
        core.change((state) => ({ ...state, cannedReplies: late.reduce(foldCannedReplies, read) }))
        return
      } finally {
        stop()
      }
    }
  }

  function load(): Promise<void> {
    loading ??= readAll().finally(() => (loading = undefined))
    return loading
  }

  function loadAnew(): void {
    generation += 1
    if (core.state.cannedReplies !== null) load().catch(() => {})
  }

  core.onDelivery(({ name }) => {
    if (name !== 'operatorUpdated') return
    const before = rights
    rights = rightsOf(core.state)
    if (before !== rights) loadAnew()
  })
  core.onReplaced(() => {
    rights = rightsOf(core.state)
    loadAnew()
  })

  return load
}

function rightsOf({ me }: OperatorState): string | undefined {
  return me === null ? undefined : `${me.role} ${me.groupIds.join()}`
}
