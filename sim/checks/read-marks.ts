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

  /** By tab: the list that was looked at last, and what has been seen read in it. */
  const looked = new Map<string, { list: readonly Message[]; readonly read: Set<string> }>()

  /** A list that has not changed since is not looked at again. */
  function lookAt(tab: string, of: string, list: readonly Message[]): void {
    const place = `${tab} ${of}`
    const known = looked.get(place)
    if (known?.list === list) return
    const read = known?.read ?? new Set<string>()
    if (known === undefined) looked.set(place, { list, read })
    else known.list = list
    for (const { id, body, readAt } of list) {
      if ((readAt ?? null) !== null) read.add(id)
      else if (read.has(id))
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
