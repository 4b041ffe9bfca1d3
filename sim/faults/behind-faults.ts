import type { Random } from '../kernel/random.ts'
import type { ActRun } from '../people/act-run.ts'
import { ask, atWork, helpChats, ownChats, type Seat } from '../people/operator.ts'
import { one, type PeopledWorld } from '../people/peopled-world.ts'
import { askAsClient, present, type Visit } from '../people/visitor.ts'
import type { Act } from '../types.ts'

/** More than may wait for a reader who does not read, between the clients whose chats stand on one screen. */
const PAGES = 40
const PAGE_CHARS = 14_000
/** So long nothing is taken; who takes nothing for fifteen seconds is closed. */
const BEHIND_MS = { low: 6_000, high: 13_000 }

/** How often and how many times an occasion is looked for. */
const TRY_AGAIN_MS = 2_000
const TRIES_MAX = 60

/** How long the disk stays slow after a start. */
const SLOW_MS = { low: 12_000, high: 22_000 }
/** How often clients write meanwhile. */
const WRITES_MS = 350
/** The operator is away before the server dies, so that the journal holds something for them, and comes back when it is up. */
const DIES_MS = 2_500
const BACK_MS = { low: 5_000, high: 10_000 }

/** What happens to operators who are behind what has been told. Left to luck, it would hardly ever. */
export const behindFaults = {
  /** [A9] The rights of somebody change who has not been told yet what was told under the old ones: as soon as there is somebody with a chat in Help on screen. */
  rightsChangeWhileBehind(world, act, random) {
    const tryFor = (tries: number): void => {
      if (world.isHealed || tries === 0 || loseGroupWhileBehind(world, act, random)) return
      world.scheduler.after(TRY_AGAIN_MS, () => tryFor(tries - 1))
    }
    tryFor(TRIES_MAX)
    return 'somebody who is behind will lose a group'
  },
  /** The server dies and comes up on a slow disk, and somebody who was away before that comes back into its first turns. */
  nodeComesBackSlow(world, act, random) {
    const seat = one(atWork(world), act.who)
    const writers = present(world)
    if (seat === undefined || writers.length === 0 || !world.node.isListening()) return undefined
    const { health } = world.disk
    const ms = random.between(SLOW_MS.low, SLOW_MS.high)
    const off = { isUpCut: true, isDownCut: true }
    seat.machine.change(off)
    seat.machine.reset()
    world.scheduler.after(DIES_MS, () => {
      world.node.kill(false)
      health.slowMs = random.pick([40, 200, 600])
    })
    world.scheduler.after(random.between(BACK_MS.low, BACK_MS.high), () =>
      seat.machine.change({ isUpCut: false, isDownCut: false }),
    )
    world.scheduler.after(ms, () => {
      health.slowMs = 0
    })
    for (let atMs = 0; atMs < ms; atMs += WRITES_MS) {
      const visit = writers[Math.floor(atMs / WRITES_MS) % writers.length]!
      world.scheduler.after(atMs, () => {
        if (!visit.isOpen || world.isHealed) return
        visit.app.write(`Is anybody there (${act.index}, ${atMs})`)
        visit.app.submit()
      })
    }
    return `the server will die and come back on a slow disk, and so will ${seat.person.name}`
  },
} as const satisfies Record<string, ActRun>

const isAdmin = ({ client }: Seat): boolean => client.state.me?.role === 'admin'

function loseGroupWhileBehind(world: PeopledWorld, act: Act, random: Random): boolean {
  const seat = one(
    atWork(world).filter((other) => helpChats(other).length > 0 && !isAdmin(other)),
    act.who,
  )
  if (seat === undefined || !atWork(world).some(isAdmin)) return false
  const writers = writersTo(world, seat)
  if (writers.length === 0) return false
  const { machine, person, operatorId, client } = seat
  const ms = random.between(BEHIND_MS.low, BEHIND_MS.high)
  machine.change({ isReading: false })
  world.scheduler.after(ms, () => machine.change({ isReading: true }))
  for (let page = 0; page < PAGES; page += 1) {
    const body = `${page} of act ${act.index} ${'bla-'.repeat(PAGE_CHARS / 4)}`
    // Not by the outbox, which sends one after the other: all of it is on its way at once.
    askAsClient(world, writers[page % writers.length]!, 'sendMessage', { body })
  }
  const { groupId } = random.pick(helpChats(seat))
  const groupIds = (client.state.me?.groupIds ?? []).filter((id) => id !== groupId)
  world.scheduler.after(random.between(ms / 4, ms / 2), () => {
    const admin = atWork(world).find(isAdmin)
    if (admin === undefined) return
    ask(world, admin, 'updateOperator', { operatorId, groupIds, role: 'operator' })
    world.tell(admin.person.name, `takes ${person.name} out of a group`)
  })
  world.tell(
    machine.name,
    `takes nothing for ${Math.round(ms / 1000)} s while ${PAGES} pages are written to it`,
  )
  return true
}

/** Clients whose chats stand on a screen, as their own or in Help. */
function writersTo(world: PeopledWorld, seat: Seat): Visit[] {
  const clientIds = new Set<string | null>(
    [...ownChats(seat), ...helpChats(seat)].map(({ clientId }) => clientId),
  )
  return present(world).filter(({ client }) => clientIds.has(client.state.client?.id ?? null))
}
