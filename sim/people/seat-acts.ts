import { signOut } from '@pult/client'
import type { ActRun } from './act-run.ts'
import { ask, atWork, closeSeat, machineOf, openSeat, signIn, workingSeat } from './operator.ts'
import { one } from './peopled-world.ts'

/** What operators do with their logins, tabs and machines. */
export const seatActs = {
  operatorComes(world, act) {
    const person = one(
      world.operators.filter((operator) => workingSeat(operator) === undefined),
      act.who,
    )
    if (person === undefined) return undefined
    const machine = machineOf(world, person, 'laptop')
    if (machine.isAsleep()) return undefined
    signIn(world, person, machine)
    return `${person.name} sits down`
  },
  operatorSetsStatus(world, act, random) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    const status = random.pick(['ONLINE', 'ONLINE', 'AWAY', 'OFFLINE'] as const)
    ask(world, seat, 'setStatus', { status })
    return `${seat.person.name} is ${status} from now on`
  },
  /** [L1] Signs in on another device, which throws the first one out. */
  operatorChangesDevice(world, act, random) {
    const person = one(world.operators, act.who)
    if (person === undefined) return undefined
    const machine = machineOf(world, person, random.pick(['laptop', 'phone']))
    if (machine.isAsleep()) return undefined
    signIn(world, person, machine)
    return `${person.name} signs in on the ${machine.name.split(' ').at(-1)!}`
  },
  /** [L1] "Use here". */
  operatorTakesOver(world, act) {
    const seat = one(
      world.operators.flatMap(({ seats }) =>
        seats.filter(({ isOpen, machine, client }) => {
          const { connection } = client.state
          return (
            isOpen &&
            !machine.isAsleep() &&
            connection.name === 'stopped' &&
            connection.stop.name === 'loggedInElsewhere'
          )
        }),
      ),
      act.who,
    )
    seat?.client.takeOver()
    return seat === undefined ? undefined : `${seat.person.name} uses ${seat.name} again`
  },
  operatorLogsOut(world, act) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    const { person, machine, device } = seat
    const token = person.tokens.get(machine)
    if (token === undefined) return undefined
    signOut({ url: 'https://pult.example', token, fetch: device.fetch }).catch(() =>
      world.tell(person.name, 'could not sign out'),
    )
    return `${person.name} signs out`
  },
  operatorOpensTab(world, act, random) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    const { person, machine } = seat
    const isCopy = random.chance(0.3)
    const made = openSeat(world, person, machine, isCopy ? { tabStorage: seat.tabStorage.copy() } : {})
    if (made !== undefined && random.chance(0.5)) made.selectedId.value = seat.selectedId.value
    return `${person.name} ${isCopy ? 'duplicates the tab' : 'opens another tab'}`
  },
  operatorClosesTab(world, act) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    closeSeat(seat)
    return `${seat.person.name} closes ${seat.name}`
  },
  operatorReloads(world, act, random) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    closeSeat(seat)
    const { person, machine, tabStorage } = seat
    world.scheduler.after(random.between(50, random.chance(0.2) ? 45_000 : 2_000), () => {
      if (world.isHealed) return
      const made = openSeat(world, person, machine, { tabStorage })
      if (made !== undefined) made.selectedId.value = seat.selectedId.value
    })
    return `${person.name} reloads the page`
  },
  operatorSleeps(world, act, random) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    const ms = random.between(1_000, random.chance(0.3) ? 120_000 : 20_000)
    const { machine } = seat
    machine.sleep()
    world.scheduler.after(ms, machine.wake)
    return `${machine.name} sleeps for ${ms / 1000} s`
  },
  operatorTriesAgain(world, act) {
    const seat = one(
      atWork(world).filter(({ client }) => client.state.connection.name === 'waiting'),
      act.who,
    )
    seat?.client.connect()
    return seat === undefined ? undefined : `${seat.person.name} presses "try again"`
  },
} as const satisfies Record<string, ActRun>
