import { fairWeather } from '../network/weather.ts'
import type { ActRun } from '../people/act-run.ts'
import { ask, atWork, machineOf, signIn, type Seat } from '../people/operator.ts'
import { one, type PeopledWorld } from '../people/peopled-world.ts'

/** Slow enough that a replay takes a while, fast enough that it ends. */
const SLOW = { delayMs: { low: 150, high: 1_800 } }
/** How long the network stays slow around a return. */
const RETURN_MS = 12_000

/** How long the server's clock is wrong: its connections are looked after every second. */
const JUMP_MS = 2_500

/** The connection breaks and comes back over a slow network; `meanwhile` happens as soon as the stream begins to catch up. */
function comeBackSlowly(world: PeopledWorld, seat: Seat, meanwhile: () => void): void {
  const { machine, client } = seat
  machine.change(SLOW)
  machine.reset()
  const stop = client.onState(({ connection }) => {
    if (connection.name !== 'replaying') return
    stop()
    world.scheduler.after(0, meanwhile)
  })
  world.scheduler.after(RETURN_MS, () => {
    stop()
    machine.change({ delayMs: fairWeather().delayMs })
  })
}

/** What happens to an operator in the very moment of coming back. Left to luck, it would hardly ever. */
export const returnFaults = {
  rightsChangeAtReturn(world, act, random) {
    const seat = one(atWork(world), act.who)
    const admin = atWork(world).find((other) => other !== seat && other.client.state.me?.role === 'admin')
    if (seat === undefined || admin === undefined) return undefined
    const groupIds = [...admin.client.state.groups.keys()].filter(() => random.chance(0.5))
    const role = random.chance(0.3) ? { role: random.pick(['operator', 'supervisor'] as const) } : {}
    comeBackSlowly(world, seat, () =>
      ask(world, admin, 'updateOperator', { operatorId: seat.operatorId, groupIds, ...role }),
    )
    return `${seat.person.name} comes back, and ${admin.person.name} changes their rights`
  },
  loginDisplacedAtReturn(world, act) {
    const seat = one(atWork(world), act.who)
    if (seat === undefined) return undefined
    const kind = seat.machine.name.endsWith('phone') ? 'laptop' : 'phone'
    const other = machineOf(world, seat.person, kind)
    if (other.isAsleep()) return undefined
    comeBackSlowly(world, seat, () => {
      if (!world.isHealed) signIn(world, seat.person, other)
    })
    return `${seat.person.name} comes back, and signs in on the ${kind} as well`
  },
  loginEndsAtReturn(world, act) {
    const seat = one(atWork(world), act.who)
    const expiresAtMs = seat === undefined ? undefined : seat.person.expiresAtMs.get(seat.machine)
    if (seat === undefined || expiresAtMs === undefined) return undefined
    // The login's time is the server's, which may be wrong: so it ends in the middle of what is read.
    const leftMs = expiresAtMs - world.node.nowMs()
    if (leftMs > 0 && leftMs < world.setting.actMs) {
      comeBackSlowly(world, seat, () => {
        world.node.jump(leftMs)
        world.scheduler.after(JUMP_MS, () => world.node.jump(-leftMs))
      })
      return `${seat.person.name} comes back, and the clock jumps to where the login expires`
    }
    const ruler = atWork(world).find((other) => other !== seat && other.client.state.me?.role !== 'operator')
    if (ruler === undefined) return undefined
    const { operatorId } = seat
    comeBackSlowly(world, seat, () =>
      act.who % 3 === 0 && ruler.client.state.me?.role === 'admin'
        ? ask(world, ruler, 'blockOperator', { operatorId, blocked: true })
        : ask(world, ruler, 'logOutOperator', { operatorId }),
    )
    return `${seat.person.name} comes back, and ${ruler.person.name} throws them out`
  },
} as const satisfies Record<string, ActRun>
