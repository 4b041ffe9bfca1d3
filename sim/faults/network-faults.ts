import { fairWeather, type Weather } from '../network/weather.ts'
import type { ActRun } from '../people/act-run.ts'
import { one } from '../people/peopled-world.ts'
import type { Random } from '../kernel/random.ts'

/** How long a network is bad: from a blink to longer than a connection may be silent. */
function lasting(random: Random): number {
  return random.pick([300, 2_000, 8_000, 25_000, 50_000]) + random.below(5_000)
}

/** Bad weather over one machine for a while. */
function weather(said: string, change: (random: Random) => Partial<Weather>): ActRun {
  return (world, act, random) => {
    const machine = one(world.machines, act.who)
    if (machine === undefined) return undefined
    const changed = change(random)
    const ms = lasting(random)
    machine.change(changed)
    const fair = fairWeather()
    const before = Object.fromEntries(Object.keys(changed).map((name) => [name, fair[name as keyof Weather]]))
    world.scheduler.after(ms, () => machine.change(before))
    return `the network of ${machine.name} ${said} for ${Math.round(ms / 1000)} s`
  }
}

/** What networks do to people. */
export const networkFaults = {
  networkDrops: weather('loses frames', (random) => ({ drop: 0.02 + random.next() * 0.18 })),
  networkDoubles: weather('doubles frames', (random) => ({ double: 0.05 + random.next() * 0.25 })),
  networkIsSlow: weather('is slow', (random) => ({
    delayMs: { low: random.between(50, 300), high: random.between(400, 3_000) },
  })),
  networkLosesUp: weather('lets nothing out', () => ({ isUpCut: true })),
  networkLosesDown: weather('lets nothing in', () => ({ isDownCut: true })),
  networkIsOff: weather('is off', () => ({ isUpCut: true, isDownCut: true })),
  readerIsSlow: weather('takes nothing', () => ({ isReading: false })),
  /** A laptop whose clock is put right, or wrong. */
  deviceClockJumps(world, act, random) {
    const machine = one(world.machines, act.who)
    if (machine === undefined) return undefined
    const ms = random.pick([-60_000, -2_000, 2_000, 60_000, 3_600_000])
    machine.jump(ms)
    return `the clock of ${machine.name} jumps by ${ms / 1000} s`
  },
  /** Half-open: whatever was in between has forgotten the connections and tells nobody. */
  connectionsForgotten(world, act) {
    const machine = one(world.machines, act.who)
    const count = machine?.sever() ?? 0
    return count === 0 ? undefined : `the connections of ${machine!.name} are forgotten on the way`
  },
  connectionsBreak(world, act) {
    const machine = one(world.machines, act.who)
    const count = machine?.reset() ?? 0
    return count === 0 ? undefined : `the connections of ${machine!.name} break`
  },
} as const satisfies Record<string, ActRun>
