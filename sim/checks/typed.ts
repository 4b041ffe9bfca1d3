import type { OutboxItem } from '@pult/client'
import type { Check, OperatorTab, VisitorTab } from '../types.ts'
import type { Observed } from './observed.ts'
import { isOperatorTab } from './people.ts'

type Tab = OperatorTab | VisitorTab
type Item = OutboxItem<{ readonly body: string; readonly sessionId?: string }>

interface Typed {
  readonly key: string
  readonly body: string
  /** Where it was typed: an operator's session, a client's chat. */
  readonly lane: string
}

/** What was typed in one tab, over all its reloads. */
interface Desk {
  /** Whose tab it is; null before it is known. */
  author: string | null
  /** Whose tab it was copied from, until it is known whose it is itself. */
  origin: string | null
  /** Every key that was ever in its outbox. */
  readonly known: Set<string>
  /** What was typed and is neither said nor given up, as it was typed. */
  readonly owed: Map<string, Typed>
}

/**
 * What a person typed and the page took goes out, in the order in which it was typed, whatever the network did and however often the tab was
 * reloaded meanwhile: it is in the log, or waits in the page, or is shown there as refused.
 */
export function checkTyped({ world, truth }: Observed): Check {
  const desks = new Map<object, Desk>()
  /** A duplicated tab has the same messages under the same keys. */
  const desksOf = new Map<string, Desk[]>()
  /** Refused for good at some time: what was typed later need not wait for it. */
  const refused = new Set<string>()

  function deskOf(tab: Tab): Desk {
    const known = desks.get(tab.tabStorage)
    if (known !== undefined) return known
    const { copiedFrom } = tab.tabStorage
    const original = copiedFrom === null ? undefined : desks.get(copiedFrom)
    const origin = original?.author ?? original?.origin ?? null
    const made: Desk = { author: null, origin, known: new Set(), owed: new Map() }
    desks.set(tab.tabStorage, made)
    return made
  }

  function take(desk: Desk, items: readonly Item[]): void {
    for (const { key, state, data } of items) {
      if (state === 'failed') refused.add(key)
      if (desk.known.has(key)) continue
      desk.known.add(key)
      desk.owed.set(key, { key, body: data.body, lane: data.sessionId ?? '' })
      desksOf.set(key, [...(desksOf.get(key) ?? []), desk])
    }
  }

  function watch(tab: Tab): void {
    const desk = deskOf(tab)
    let before: readonly Item[] = tab.client.state.outbox
    const found = new Set(before.map(({ key }) => key))
    if (desk.owed.size > 0) world.mark('a page reloaded before what was typed was said')
    take(desk, before)
    tab.client.onState((state: { readonly outbox: readonly Item[] }) => {
      const author = authorOf(tab)
      if (author !== null && author !== desk.author) {
        // A tab that turns out to be somebody else's drops what was left in it: nobody can know who of the two typed it. A copy of a tab whose browser keeps nothing is a new person's.
        const former = desk.author ?? desk.origin
        const isLeft = (key: string): boolean => former !== null && former !== author && found.has(key)
        const isStrangers = (key: string): boolean =>
          desksOf.get(key)?.some((one) => one.author !== null && one.author !== author) ?? false
        for (const key of desk.owed.keys()) if (isLeft(key) || isStrangers(key)) desk.owed.delete(key)
        desk.author = author
      }
      if (state.outbox === before) return
      const left = before
      before = state.outbox
      take(desk, before)
      for (const { key } of left) {
        // Thrown away by who saw it refused.
        if (refused.has(key) && !before.some((item) => item.key === key)) desk.owed.delete(key)
      }
    })
  }

  truth.watch(({ record: { fact, seq } }) => {
    if (fact.type !== 'message' || fact.message.key === undefined) return
    const { key, authorId, body } = fact.message
    for (const { author, owed } of desksOf.get(key) ?? []) {
      // Not said there: what a copy of the tab has is its own to say, if it turns out to be the same person's.
      if (author !== authorId) continue
      const lane = owed.get(key)?.lane
      for (const typed of owed.values()) {
        if (typed.key === key) break
        if (typed.lane !== lane || refused.has(typed.key) || truth.keys.has(`${authorId} ${typed.key}`))
          continue
        return world.broke(
          'TYPED',
          `“${body}” (record ${seq}) is said before “${typed.body}” (${typed.key}), which was typed before it`,
        )
      }
    }
  })

  function look(): void {
    for (const tab of world.operatorTabs) lookAt(tab)
    for (const tab of world.visitorTabs) lookAt(tab)
  }

  function lookAt(tab: Tab): void {
    const desk = tab.isOpen ? desks.get(tab.tabStorage) : undefined
    if (desk === undefined || desk.owed.size === 0) return
    const { connection, outbox } = tab.client.state
    if (connection.name !== 'live' || desk.author === null) return
    for (const { key, body } of desk.owed.values()) {
      if (truth.keys.has(`${desk.author} ${key}`)) desk.owed.delete(key)
      else if (!outbox.some((item) => item.key === key))
        return world.broke(
          'TYPED',
          `“${body}” (${key}) was typed in ${tab.name} or before its reload, and is neither said nor in its outbox`,
        )
    }
  }

  return { name: 'TYPED', onOperatorTab: watch, onVisitorTab: watch, onLook: look, onEnd: look }
}

function authorOf(tab: Tab): string | null {
  if (isOperatorTab(tab)) return tab.client.state.me === null ? null : tab.operatorId
  return tab.client.state.client?.id ?? null
}
