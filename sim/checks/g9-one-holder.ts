import type { SessionRecord } from '@pult/engine'
import { nameOf, type Step } from '../truth/truth.ts'
import { holderOf } from '../truth/session-now.ts'
import type { Check } from '../types.ts'
import type { Observed } from './observed.ts'

/** [G9] One holder: the bot, Help, or one operator; it changes by a hand-over that happens once and in the order of [A2] and [A3]. */
export function checkOneHolder({ world, truth }: Observed): Check {
  /** Announced and not yet given to anybody; by session, with the turn it was announced in. */
  const underWay = new Map<string, { readonly turn: number; readonly seq: number }>()
  let turn = 0

  function broke(sentence: string): void {
    world.broke('G9', sentence)
  }

  truth.watch((step) => {
    if (step.turn !== turn) {
      turn = step.turn
      for (const [id, { seq }] of underWay) {
        broke(
          `session ${id} was announced by record ${seq}, and its turn ended with it in nobody's hands [A3]`,
        )
        underWay.delete(id)
      }
    }
    const { record, before } = step
    const { fact } = record
    if (fact.type === 'session') return handOver(step, fact.session, fact.why)
    if (fact.type !== 'message') return
    const { message } = fact
    const session = before?.session
    if (session === undefined) return broke(`message ${message.id} belongs to no session`)
    if (session.card.status === 'CLOSED')
      return broke(`message ${message.id} (“${message.body}”) falls into ${nameOf(session)}, which is closed`)
    if (message.authorType === 'BOT' && holderOf(session) !== 'BOT')
      return broke(
        `the bot speaks in ${nameOf(session)} (record ${record.seq}), which ${holderOf(session)} has`,
      )
    if (message.authorType === 'OPERATOR' && holderOf(session) !== message.authorId)
      broke(
        `${message.authorId} speaks in ${nameOf(session)} (record ${record.seq}), which ${holderOf(session)} has`,
      )
  })

  function handOver(
    { record: { seq }, before, turn: inTurn }: Step,
    session: SessionRecord,
    why: string,
  ): void {
    const { card, baton } = session
    const name = `${nameOf(session)} (record ${seq}, ${why})`
    if ((card.botStatus === 'OPERATOR') !== (card.operatorId !== null))
      broke(`${name} is with ${String(card.botStatus)} and with operator ${String(card.operatorId)} at once`)
    const was = before?.session
    if (was === undefined) {
      if (why !== 'started') broke(`${name} is the first that is heard of it`)
      if (card.botStatus === 'HELP') underWay.set(card.id, { turn: inTurn, seq })
      return
    }
    if (why === 'started') broke(`${name} starts a second time`)
    const [from, to] = [holderOf(was), holderOf(session)]
    if (baton < was.baton) broke(`${name}: the baton falls from ${was.baton} to ${baton}`)
    if (from !== to && baton <= was.baton)
      broke(`${name} goes from ${from} to ${to} under the same baton ${baton}`)
    if (was.card.status === 'CLOSED' && card.status !== 'CLOSED') broke(`${name} is open again`)
    const announced = underWay.get(card.id)
    if (announced !== undefined) {
      underWay.delete(card.id)
      if (why !== 'assigned' && why !== 'queued')
        broke(`${name} comes between its announcement (record ${announced.seq}) and who has it [A3]`)
    }
    const fault = faultOf(why, was, session, from, to)
    if (fault !== null) broke(`${name} ${fault}`)
    if (why === 'switched') underWay.set(card.id, { turn: inTurn, seq })
  }

  return { name: 'G9' }
}

/** What a change of this kind may do to who has a session, or null. */
function faultOf(
  why: string,
  was: SessionRecord,
  session: SessionRecord,
  from: string,
  to: string,
): string | null {
  const { card } = session
  switch (why) {
    case 'switched':
      return from === 'BOT' && to === 'HELP' ? null : `is switched to people from ${from} to ${to}`
    case 'assigned':
      if (card.operatorId === null) return 'is assigned to nobody'
      if (from === 'BOT') return 'goes from the bot to an operator and was not switched first [A2]'
      return from === to ? `is assigned to ${to}, who has it` : null
    case 'queued':
      return to === 'HELP' ? null : `is queued, and ${to} has it`
    case 'released':
      return to === 'HELP' ? null : `is released to ${to}`
    case 'givenToBot':
      return from !== 'BOT' && to === 'BOT' ? null : `is given to the bot from ${from} to ${to}`
    case 'closed':
      if (was.card.status === 'CLOSED') return 'is closed a second time'
      return card.status === 'CLOSED' && card.closedAt !== null ? null : 'is closed and still open'
    default:
      // The card's other changes leave it where it is; in Help `details` may tell that it came there.
      return from === to ? null : `moves it from ${from} to ${to}`
  }
}
