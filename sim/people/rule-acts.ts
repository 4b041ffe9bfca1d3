import type { OperatorCommandInput } from '@pult/protocol'
import type { Random } from '../kernel/random.ts'
import type { Act } from '../types.ts'
import type { ActRun } from './act-run.ts'
import { ask, atWork, helpChats, type OperatorPerson, type Seat } from './operator.ts'
import { chatOf, one, type PeopledWorld } from './peopled-world.ts'

/** Somebody at work who may rule others. */
function ruler(world: PeopledWorld, act: Act, role: 'supervisor' | 'admin'): Seat | undefined {
  return one(
    atWork(world).filter(({ client: { state } }) =>
      role === 'admin' ? state.me?.role === 'admin' : state.me?.role !== 'operator',
    ),
    act.who,
  )
}

/** Something that a ruler does to an operator: often a colleague, sometimes themselves. */
function toOperator<N extends keyof OperatorCommandInput>(
  role: 'supervisor' | 'admin',
  said: string,
  name: N,
  data: (person: OperatorPerson, world: PeopledWorld, random: Random) => OperatorCommandInput[N],
): ActRun {
  return (world, act, random) => {
    const seat = ruler(world, act, role)
    if (seat === undefined) return undefined
    const person = random.pick(world.operators)
    ask(world, seat, name, data(person, world, random))
    return `${seat.person.name} ${said} ${person.name}`
  }
}

/** Any chat that a supervisor sees. */
function chatFor(seat: Seat, random: Random) {
  const cards = [...seat.client.state.sessions.values()].filter(({ status }) => status === 'ACTIVE')
  return cards.length === 0 ? undefined : random.pick(cards)
}

/** What supervisors and admins do. */
export const ruleActs = {
  supervisorAssigns(world, act, random) {
    const seat = ruler(world, act, 'supervisor')
    const card = seat && chatFor(seat, random)
    if (seat === undefined || card === undefined) return undefined
    const person = random.pick(world.operators)
    ask(world, seat, 'assignSession', { sessionId: card.id, operatorId: person.operatorId })
    return `${seat.person.name} assigns ${chatOf(world, card)} to ${person.name}`
  },
  supervisorWatches(world, act, random) {
    const seat = ruler(world, act, 'supervisor')
    // A supervisor may look into any chat; a list of all would come over HTTP, the world just knows.
    const open = [...(world.node.host?.engine.state.open ?? [])]
    if (seat === undefined || open.length === 0) return undefined
    const sessionId = random.pick(open)
    const watch = random.chance(0.7)
    ask(world, seat, 'watchSession', { sessionId, watch })
    const card = world.node.host?.engine.state.sessions.get(sessionId)?.card
    return `${seat.person.name} ${watch ? 'watches' : 'watches no more'} ${chatOf(world, card ?? { clientId: null })}`
  },
  /** A chat that waits, or that somebody else has, goes to another group. */
  supervisorMoves(world, act, random) {
    const seat = ruler(world, act, 'supervisor')
    const card = seat && chatFor(seat, random)
    if (seat === undefined || card === undefined) return undefined
    const groups = [...seat.client.state.groups.values()].filter(({ id }) => id !== card.groupId)
    const group = one(groups, act.who)
    if (group === undefined) return undefined
    ask(world, seat, 'transferSession', { sessionId: card.id, groupId: group.id })
    return `${seat.person.name} moves ${chatOf(world, card)} to ${group.name}`
  },
  supervisorLogsOut: toOperator('supervisor', 'signs out', 'logOutOperator', ({ operatorId }) => ({
    operatorId,
  })),
  supervisorSetsStatus: toOperator(
    'supervisor',
    'sets the status of',
    'setOperatorStatus',
    ({ operatorId }, _world, random) => ({ operatorId, status: random.pick(['ONLINE', 'AWAY', 'OFFLINE']) }),
  ),
  adminBlocks: toOperator('admin', 'blocks', 'blockOperator', ({ operatorId }) => ({
    operatorId,
    blocked: true,
    reason: 'left',
  })),
  adminUnblocks(world, act) {
    const seat = ruler(world, act, 'admin')
    const blocked = [...(seat?.client.state.operators.values() ?? [])].filter((operator) => operator.blocked)
    const target = one(blocked, act.who)
    if (seat === undefined || target === undefined) return undefined
    ask(world, seat, 'blockOperator', { operatorId: target.id, blocked: false })
    return `${seat.person.name} lets ${target.name} in again`
  },
  adminChangesGroups: toOperator(
    'admin',
    'changes the groups of',
    'updateOperator',
    ({ operatorId }, world, random) => {
      const groupIds = [...(world.node.host?.engine.state.groups.keys() ?? [])]
      return { operatorId, groupIds: groupIds.filter(() => random.chance(0.6)) }
    },
  ),
  /** Whoever sees a chat in Help is taken out of its group. */
  adminTakesGroupAway(world, act, random) {
    const seat = ruler(world, act, 'admin')
    const waiting = seat === undefined ? [] : helpChats(seat)
    if (seat === undefined || waiting.length === 0) return undefined
    const { groupId } = random.pick(waiting)
    const members = [...seat.client.state.operators.values()].filter(
      ({ role, groupIds }) => role === 'operator' && groupIds.includes(groupId),
    )
    const member = one(members, act.who)
    if (member === undefined) return undefined
    const groupIds = member.groupIds.filter((id) => id !== groupId)
    ask(world, seat, 'updateOperator', { operatorId: member.id, groupIds })
    return `${seat.person.name} takes ${member.name} out of the group of a chat that waits`
  },
  adminChangesRole: toOperator(
    'admin',
    'changes the role of',
    'updateOperator',
    ({ operatorId }, _world, random) => ({
      operatorId,
      role: random.pick(['operator', 'operator', 'supervisor', 'admin']),
    }),
  ),
  adminChangesCapacity: toOperator(
    'admin',
    'changes the capacity of',
    'updateOperator',
    ({ operatorId }, _world, random) => ({ operatorId, capacity: random.between(0, 4) }),
  ),
  adminLetsWatchBots: toOperator(
    'admin',
    'lets watch the bots',
    'updateOperator',
    ({ operatorId }, _world, random) => ({ operatorId, watchesBotSessions: random.chance(0.5) }),
  ),
  adminChangesTimers(world, act, random) {
    const seat = ruler(world, act, 'admin')
    const group = seat && one([...seat.client.state.groups.values()], act.who)
    if (seat === undefined || group === undefined) return undefined
    const seconds = (): number | null => (random.chance(0.3) ? null : random.between(3, 90))
    ask(world, seat, 'updateGroup', {
      groupId: group.id,
      timerFirstAnswer: seconds(),
      timerNextAnswers: seconds(),
      reassignAfter: seconds(),
      closeAfter: seconds(),
      // In worlds that know it, or it would be in most of them.
      ...(world.setting.timers.returnToBotAfter === undefined ? {} : { returnToBotAfter: seconds() }),
    })
    return `${seat.person.name} changes the timers of ${group.name}`
  },
  adminChangesBot(world, act, random) {
    const seat = ruler(world, act, 'admin')
    const channel = seat && one([...seat.client.state.channels.values()], act.who)
    if (seat === undefined || channel === undefined) return undefined
    const kind = random.pick(['BUILTIN', 'NONE'] as const)
    ask(world, seat, 'updateChannel', { channelId: channel.id, bot: { kind } })
    return `${seat.person.name} gives the channel the bot ${kind}`
  },
} as const satisfies Record<string, ActRun>
