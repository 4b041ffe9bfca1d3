import type { ActRun } from '../people/act-run.ts'
import { one, type PeopledWorld } from '../people/peopled-world.ts'
import type { Cluster } from '../node/cluster.ts'
import type { Random } from '../kernel/random.ts'
import type { Act } from '../types.ts'

/** Whose node it is, by preference: what befalls the owner is what everybody feels. */
const OWNER_SHARE = 0.6

type Place = Cluster['nodes'][number]

/** A node for an act; undefined where the world has but one server, or none of them listens. */
function placeOf({ cluster }: PeopledWorld, act: Act, random: Random): Place | undefined {
  if (cluster === undefined) return undefined
  const there = cluster.nodes.filter(({ node }) => node.isListening())
  const owner = there.find(({ node }) => node.host !== undefined)
  return owner !== undefined && random.chance(OWNER_SHARE) ? owner : one(there, act.who)
}

/** Longer and shorter than a lease. */
function lasting(random: Random): number {
  return random.pick([800, 3_500, 6_000, 12_000, 25_000]) + random.below(1_500)
}

/** Something is wrong with one node for a while. */
function trouble(said: string, begin: (cluster: Cluster, place: Place) => () => void): ActRun {
  return (world, act, random) => {
    const place = placeOf(world, act, random)
    if (world.cluster === undefined || place === undefined) return undefined
    const ms = lasting(random)
    world.scheduler.after(ms, begin(world.cluster, place))
    return `${place.name} ${said} for ${Math.round(ms / 1000)} s`
  }
}

/** Something is wrong with the words between all nodes for a while. */
function words(said: string, change: (random: Random) => Partial<Cluster['bus']['faults']>): ActRun {
  return ({ cluster, scheduler }, _act, random) => {
    if (cluster === undefined) return undefined
    const changed = change(random)
    Object.assign(cluster.bus.faults, changed)
    const ms = lasting(random)
    scheduler.after(ms, () =>
      Object.assign(cluster.bus.faults, Object.fromEntries(Object.keys(changed).map((name) => [name, 0]))),
    )
    return `the bus ${said} for ${Math.round(ms / 1000)} s`
  }
}

/** What befalls several nodes on one log. In a world of one server all of it is nothing. */
export const clusterFaults = {
  /** It goes on believing what it believed, however long that is ago. */
  memberStandsStill: trouble('stands still', (_cluster, { node }) => {
    node.freeze()
    return () => node.thaw()
  }),
  memberLosesBus: trouble('is cut off from the bus', (cluster, { name }) => {
    cluster.bus.cut(name, true)
    return () => cluster.bus.cut(name, false)
  }),
  memberLosesLeases: trouble('cannot say that it lives', (_cluster, place) => {
    place.lost = 'leases'
    return () => (place.lost = 'nothing')
  }),
  memberLosesDatabase: trouble('is cut off from the database', (_cluster, place) => {
    place.lost = 'everything'
    return () => (place.lost = 'nothing')
  }),
  /** In the middle of a turn: it is written, and the node does not hear of that. */
  memberLosesAnswer(world, act, random) {
    const place = placeOf(world, act, random)
    if (place === undefined) return undefined
    place.unsureMs = lasting(random)
    return `${place.name} will be cut off from the database when it has written`
  },
  memberDies(world, act, random) {
    const place = placeOf(world, act, random)
    if (place === undefined) return undefined
    const isSilent = random.chance(0.5)
    place.node.kill(isSilent)
    return isSilent ? `${place.name} loses its power` : `${place.name} is killed`
  },
  memberStops(world, act, random) {
    const place = placeOf(world, act, random)
    place?.node.stop()
    return place && `${place.name} is asked to stop`
  },
  leaseIsGivenBack({ cluster }) {
    const owner = cluster?.members.find(({ owned }) => owned() !== undefined)
    if (owner === undefined) return undefined
    void owner.giveBack()
    return `${owner.id} gives the workspace back`
  },
  busLosesWords: words('loses words', (random) => ({ drop: 0.05 + random.next() * 0.4 })),
  busDoublesWords: words('doubles words', (random) => ({ double: 0.1 + random.next() * 0.4 })),
  busIsLate: words('is late', (random) => ({ lateMs: random.pick([20, 200, 1_500]) })),
} as const satisfies Record<string, ActRun>
