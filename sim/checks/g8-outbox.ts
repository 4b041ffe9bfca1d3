import type { OutboxItem } from '@pult/client'
import type { Check, OperatorTab, VisitorTab } from '../types.ts'
import type { Observed } from './observed.ts'
import { isOperatorTab } from './people.ts'

type Item = OutboxItem<{ readonly body: string }>

/** What may follow what; the same again always may. `gone` is checked on its own. */
const NEXT: Readonly<Record<Item['state'], readonly Item['state'][]>> = {
  queued: ['sending', 'sent', 'failed'],
  sending: ['sent', 'queued', 'failed'],
  sent: [],
  failed: ['queued', 'sending'],
}

/** [G8] A message in the outbox is shown as sent only when it is, never goes back from there, and is never lost out of it. */
export function checkOutbox({ world, truth }: Observed): Check {
  function watch(tab: OperatorTab | VisitorTab): void {
    let before: readonly Item[] = tab.client.state.outbox
    let me = authorOf(tab)
    tab.client.onState((state: { readonly outbox: readonly Item[] }) => {
      const after = state.outbox
      const wasMe = me
      me = authorOf(tab)
      if (after === before) return
      const left = before
      before = after
      // A tab that turns out to be somebody else's drops what was left in it.
      if (wasMe === me && me !== null) compare(tab, me, left, after)
    })
  }

  function compare(
    tab: OperatorTab | VisitorTab,
    author: string,
    left: readonly Item[],
    after: readonly Item[],
  ): void {
    for (const item of left) {
      const now = after.find(({ key }) => key === item.key)
      const what = `the message “${item.data.body}” (${item.key}) of ${tab.name}`
      const isThere = truth.keys.has(`${author} ${item.key}`)
      if (now === undefined) {
        // Somebody may throw away what was refused.
        if (!isThere && item.state !== 'failed')
          return world.broke('G8', `${what} was ${item.state}, has left the outbox, and was never stored`)
      } else if (now.state !== item.state) {
        if (now.state === 'sent' && !isThere)
          return world.broke('G8', `${what} is shown as sent, and was never stored`)
        if (!NEXT[item.state].includes(now.state))
          return world.broke('G8', `${what} went from ${item.state} to ${now.state}`)
      }
    }
  }

  return { name: 'G8', onOperatorTab: watch, onVisitorTab: watch }
}

function authorOf(tab: OperatorTab | VisitorTab): string | null {
  if (isOperatorTab(tab)) return tab.client.state.me === null ? null : tab.operatorId
  return tab.client.state.client?.id ?? null
}
