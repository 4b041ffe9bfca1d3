import type { OutboxItem } from '@pult/client'
import type { Observed } from '../checks/observed.ts'
import { isOperatorTab } from '../checks/people.ts'
import type { RareState } from '../marks.ts'
import type { Check, OperatorTab, VisitorTab } from '../types.ts'

type Item = OutboxItem<unknown>

/** Rare states that show in what pages hold. */
export function noticeInPages({ world, truth }: Observed): Check {
  const mark: (name: RareState) => void = world.mark

  /** What each outbox item was refused for, so that it is noticed when it gets through in the end. */
  function watchOutbox(tab: OperatorTab | VisitorTab): void {
    let before: readonly Item[] = tab.client.state.outbox
    const refusedFor = new Map<string, string>()
    const offline = new Set<string>()
    if (before.length > 0) mark('outbox survived a reload')
    tab.client.onState(
      (state: { readonly outbox: readonly Item[]; readonly connection: { name: string } }) => {
        if (state.outbox === before) return
        const left = before
        before = state.outbox
        for (const { key, error, state: how } of state.outbox) {
          if (error !== null) refusedFor.set(key, error.code)
          if (how === 'queued' && state.connection.name !== 'live') offline.add(key)
        }
        for (const { key } of left) {
          if (state.outbox.some((item) => item.key === key && item.state !== 'sent')) continue
          const author = isOperatorTab(tab) ? tab.operatorId : tab.client.state.client?.id
          if (author === undefined || !truth.keys.has(`${author} ${key}`)) continue
          const why = refusedFor.get(key)
          if (why === 'storage_full') mark('storage_full refused and later accepted')
          if (why === 'stale') mark('stale answer refused and insisted')
          if (offline.has(key)) mark('message written offline and sent later')
        }
      },
    )
  }

  return { name: 'marks in pages', onOperatorTab: watchOutbox, onVisitorTab: watchOutbox }
}
