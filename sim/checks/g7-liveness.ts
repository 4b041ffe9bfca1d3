import type { Stop } from '@pult/client'
import { nameOf } from '../truth/truth.ts'
import type { Check } from '../types.ts'
import type { Observed } from './observed.ts'
import { isOperatorTab } from './people.ts'
import { isCaughtUp } from './tab-views.ts'

/**
 * After this a half-open connection has been given up (35 s), its operator's grace is over (30 s) and what they had is handed on; ten more for the
 * ticks in between.
 */
const GONE_MS = 75_000

/** [G7] When the world has healed everybody converges: every tab is live and caught up, nothing waits in an outbox, and no session is an orphan. */
export function checkLiveness({ world, truth, views }: Observed): Check {
  const blockedEver = new Set<string>()
  const loginsEnded = new Map<string, Set<string>>()
  /** When each operator was last seen with a live tab, in the world's time. */
  const hereAtMs = new Map<string, number>()
  let lifeBeganMs = 0
  const assignedAtMs = new Map<string, number>()

  truth.watch(({ record: { fact } }) => {
    if (fact.type === 'operatorBlocked') blockedEver.add(fact.operatorId)
    else if (fact.type === 'loginDisplaced') note(fact.login.operatorId, 'DISPLACED')
    else if (fact.type === 'loginEnded') note(fact.operatorId, fact.reason)
    else if (fact.type === 'session' && fact.why === 'assigned')
      assignedAtMs.set(fact.session.card.id, world.scheduler.nowMs())
  })
  function note(operatorId: string, reason: string): void {
    loginsEnded.set(operatorId, (loginsEnded.get(operatorId) ?? new Set()).add(reason))
  }

  /** Whether a stream that has stopped for good was told so for something that really happened. */
  function isRight(operatorId: string, stop: Stop): boolean {
    const ended = loginsEnded.get(operatorId)
    switch (stop.name) {
      case 'operatorBlocked':
        return blockedEver.has(operatorId)
      case 'loggedInElsewhere':
        return ended?.has('DISPLACED') === true
      case 'loggedOut':
      case 'notAuthenticated':
        return ended !== undefined
      default:
        return false
    }
  }

  function checkTabs(): void {
    for (const view of views.all()) {
      const { tab, seq } = view
      const { connection, outbox } = tab.client.state
      if (!tab.isOpen) continue
      if (connection.name === 'stopped') {
        if (isOperatorTab(tab) && isRight(tab.operatorId, connection.stop)) continue
        const why = `${connection.stop.name} ${connection.stop.refusal?.code ?? ''}`
        return world.broke('G7', `${tab.name} has stopped for good, and there was no reason for it: ${why}`)
      }
      if (connection.name !== 'live') {
        return world.broke(
          'G7',
          `${tab.name} is ${connection.name} since ${world.scheduler.nowMs() - connection.sinceMs} ms, and nothing is wrong any more`,
        )
      }
      if (!isCaughtUp(truth, view)) {
        return world.broke(
          'G7',
          `${tab.name} is live and has taken in everything up to ${seq}; the log ends at ${truth.headSeq}`,
        )
      }
      const stuck = outbox.find((item) => item.state !== 'failed' || item.error === null)
      if (stuck !== undefined) {
        const code = stuck.error === null ? '' : `, last refused as ${stuck.error.code}`
        return world.broke(
          'G7',
          `${tab.name} still has the message “${stuck.data.body}” (${stuck.key}) ${stuck.state} in its outbox${code}`,
        )
      }
    }
  }

  function seeWhoIsHere(): void {
    for (const tab of world.operatorTabs) {
      if (tab.isOpen && tab.client.state.connection.name === 'live')
        hereAtMs.set(tab.operatorId, world.scheduler.nowMs())
    }
  }

  function checkOrphans(): void {
    const nowMs = world.scheduler.nowMs()
    const open = new Map<string, string>()
    for (const { session } of truth.sessions.values()) {
      const { card } = session
      if (card.status !== 'ACTIVE') continue
      const other = open.get(card.chatId)
      if (other !== undefined)
        return world.broke('G7', `chat ${card.chatId} has two open sessions: ${other} and ${card.id}`)
      open.set(card.chatId, card.id)
      if (truth.chats.get(card.chatId)?.sessionId !== card.id)
        return world.broke('G7', `${nameOf(session)} is open, and its chat does not know of it`)
      const { operatorId } = card
      if (operatorId === null) continue
      const sinceMs = Math.max(hereAtMs.get(operatorId) ?? 0, assignedAtMs.get(card.id) ?? 0, lifeBeganMs)
      if (nowMs - sinceMs < GONE_MS) continue
      const name = truth.operators.get(operatorId)?.name ?? operatorId
      return world.broke('G7', `${nameOf(session)} is an orphan: ${name} has it, and is not there`)
    }
  }

  return {
    name: 'G7',
    onStarted() {
      lifeBeganMs = world.scheduler.nowMs()
    },
    onLook: seeWhoIsHere,
    onEnd() {
      seeWhoIsHere()
      if (world.node.host === undefined) return world.broke('G7', 'the server is not there')
      checkTabs()
      checkOrphans()
    },
  }
}
