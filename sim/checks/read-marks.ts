import type { Message } from '@pult/protocol'
import type { Check } from '../types.ts'
import type { Observed } from './observed.ts'

/** What has been read stays read: a mark in the log says more than the one before it, and no screen takes back that a message was read. */
export function checkReadMarks({ world, truth }: Observed): Check {
  const upTo = new Map<string, string>()

  truth.watch(({ record: { fact, seq } }) => {
    if (fact.type !== 'messagesRead') return
    const side = `${fact.by} ${fact.sessionId}`
    const before = upTo.get(side)
    if (before !== undefined && fact.upTo <= before) {
      world.broke(
        'READ',
        `record ${seq}: ${fact.by} has read session ${fact.sessionId} up to ${fact.upTo}, and had read it up to ${before} already`,
      )
    }
    upTo.set(side, fact.upTo)
  })

  /** The list that was looked at last, by tab and session. */
  const looked = new Map<string, Map<string, readonly Message[]>>()

  /** Messages are values: the same one in the same place need not be looked at again. */
  function lookAt(tab: string, sessionId: string, list: readonly Message[]): void {
    let lists = looked.get(tab)
    if (lists === undefined) looked.set(tab, (lists = new Map()))
    const before = lists.get(sessionId) ?? NOTHING
    if (before === list) return
    lists.set(sessionId, list)
    for (const [index, message] of list.entries()) {
      if (message === before[index] || isRead(message)) continue
      const was = before[index]?.id === message.id ? before[index] : byId(before, message.id)
      if (was === undefined || !isRead(was)) continue
      const { id, body } = message
      return world.broke('READ', `${tab} shows message ${id} (“${body}”) as unread, and showed it as read`)
    }
  }

  function look(): void {
    for (const tab of world.operatorTabs) {
      if (!tab.isOpen) continue
      for (const [sessionId, list] of tab.client.state.messages) lookAt(tab.name, sessionId, list)
    }
    for (const tab of world.visitorTabs) {
      if (tab.isOpen) lookAt(tab.name, '', tab.client.state.messages)
    }
  }

  return { name: 'READ', onLook: look, onEnd: look }
}

const NOTHING: readonly never[] = []

function isRead({ readAt }: Message): boolean {
  return (readAt ?? null) !== null
}

/** Ids sort by creation. */
function byId(list: readonly Message[], id: string): Message | undefined {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle]!.id < id) low = middle + 1
    else high = middle
  }
  return list[low]?.id === id ? list[low] : undefined
}
