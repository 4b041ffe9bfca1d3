import type { CannedReply } from '@pult/protocol'
import type { Random } from '../kernel/random.ts'
import { words, type ActRun } from './act-run.ts'
import { ask, atWork, type Seat } from './operator.ts'
import { one } from './peopled-world.ts'

/** Few, so that people want the same ones. */
const SHORTCUTS = ['hi', 'bye', 'wait', 'Привет', 'HI']

/** Loads what one may use, as a cabinet does when it is first asked for: from then on events keep it. */
function opened(seat: Seat): readonly CannedReply[] {
  const { client } = seat
  if (client.state.cannedReplies === null) client.loadCannedReplies().catch(() => undefined)
  return [...(client.state.cannedReplies?.values() ?? [])]
}

/** A reply that the tab shows, and who looks at it. */
function chosen(seat: Seat | undefined, random: Random): { seat: Seat; reply: CannedReply } | undefined {
  const replies = seat === undefined ? [] : opened(seat)
  return seat === undefined || replies.length === 0 ? undefined : { seat, reply: random.pick(replies) }
}

/** A group of the workspace, or none. */
function groupFor(seat: Seat, random: Random): string | null {
  const groups = [...seat.client.state.groups.keys()]
  return groups.length === 0 || random.chance(0.5) ? null : random.pick(groups)
}

/** What people do with canned replies: their own, and as supervisors everybody's. What they may not is refused. */
export const cannedActs = {
  operatorOpensCanned(world, act) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    seat.client.loadCannedReplies().catch(() => undefined)
    return `${seat.person.name} opens the canned replies`
  },
  operatorWritesCanned(world, act, random) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    opened(seat)
    const isPersonal = seat.client.state.me?.role === 'operator' || random.chance(0.3)
    const groupId = isPersonal ? null : groupFor(seat, random)
    ask(world, seat, 'createCannedReply', {
      shortcut: random.pick(SHORTCUTS),
      body: words(world, act, random),
      ...(isPersonal ? { personal: true } : {}),
      ...(groupId === null ? {} : { groupId }),
    })
    const whose = isPersonal ? 'their own' : groupId === null ? 'for all' : 'for a group'
    return `${seat.person.name} writes a canned reply ${whose}`
  },
  operatorChangesCanned(world, act, random) {
    const found = chosen(one(atWork(world), act.who), random)
    if (found === undefined) return undefined
    const { seat, reply } = found
    const isMoved = reply.operatorId === null && random.chance(0.5)
    ask(world, seat, 'updateCannedReply', {
      cannedReplyId: reply.id,
      ...(isMoved ? { groupId: groupFor(seat, random) } : { body: words(world, act, random) }),
    })
    return `${seat.person.name} ${isMoved ? 'gives to others' : 'changes'} the canned reply ${reply.shortcut}`
  },
  operatorDeletesCanned(world, act, random) {
    const found = chosen(one(atWork(world), act.who), random)
    if (found === undefined) return undefined
    const { seat, reply } = found
    ask(world, seat, 'deleteCannedReply', { cannedReplyId: reply.id })
    return `${seat.person.name} deletes the canned reply ${reply.shortcut}`
  },
} as const satisfies Record<string, ActRun>
