import { words, type ActRun } from '../people/act-run.ts'
import { atWork, ownChats } from '../people/operator.ts'
import { one } from '../people/peopled-world.ts'
import { askAsClient, present } from '../people/visitor.ts'

/** More than may wait for a reader who does not read, between the clients of one operator. */
const PAGES = 36

/** An operator's machine takes nothing while the clients write pages [S8]. */
export const floodFault = {
  readerIsFlooded(world, act, random) {
    const seat = one(
      atWork(world).filter((other) => ownChats(other).length > 0),
      act.who,
    )
    if (seat === undefined) return undefined
    const clientIds = new Set<string | null>(ownChats(seat).map(({ clientId }) => clientId))
    const writers = present(world).filter(({ client }) => clientIds.has(client.state.client?.id ?? null))
    if (writers.length === 0) return undefined
    const { machine } = seat
    const ms = random.between(3_000, 20_000)
    machine.change({ isReading: false })
    world.scheduler.after(ms, () => machine.change({ isReading: true }))
    for (let page = 0; page < PAGES; page += 1) {
      const body = `${page} ${words(world, act, random)}`
      // Not by the outbox, which sends one after the other: all of it is on its way at once.
      askAsClient(world, writers[page % writers.length]!, 'sendMessage', { body })
    }
    return `${machine.name} takes nothing for ${Math.round(ms / 1000)} s while ${PAGES} pages are written to it`
  },
} as const satisfies Record<string, ActRun>
