import type { Check } from '../types.ts'
import { answerOf, beginningOf, headOf } from './frames.ts'
import type { Observed } from './observed.ts'

/** Events that end a connection: they are told wherever it stands, and `prev` then says that something lies between [S9]. */
export const LAST_WORDS: ReadonlySet<string> = new Set([
  'operatorBlocked',
  'chatUserExists',
  'operatorLoggedOut',
])

/** [G3] One order: on every connection `seq` rises and `prev` says what came before, nobody hears of what is not durable, and every tab takes events in in their order. */
export function checkOrder({ world, truth, views }: Observed): Check {
  /** Where each connection stands; by device and number. */
  const positions = new Map<string, number>()

  /** Undefined: a disk that has failed answers nothing. */
  function durableHead(): number | undefined {
    return world.disk.health.isBroken ? undefined : world.node.host?.store.headSeq()
  }

  views.onEvent(({ tab, seq: before }, name, seq) => {
    if (seq <= before) world.broke('G3', `${tab.name} has taken in ${name} ${seq} after it had ${before}`)
  })

  return {
    name: 'G3',
    onDied: () => positions.clear(),
    onTold(records, host) {
      const last = records.at(-1)
      if (last === undefined) return
      const head = world.disk.health.isBroken ? Infinity : host.store.headSeq()
      if (head < last.seq)
        world.broke('G3', `people are told of record ${last.seq} while the log ends at ${head}`)
      if (truth.headSeq !== last.seq)
        world.broke('G3', `record ${last.seq} was told as the ${truth.headSeq}th: the order has a hole`)
    },
    onWritten({ to, wire, frame }) {
      const { action, seq, prev } = headOf(frame)
      const connection = `${to} / ${wire}`
      if (seq === null) {
        if (action !== 'reply') return
        const beginning = beginningOf(frame)
        if (beginning !== undefined) {
          positions.set(connection, beginning.seq)
          return
        }
        // A yes to something that has happened is durable too [S5].
        const at = frame.lastIndexOf(',"seq":')
        if (at < 0) return
        const yes = answerOf(frame).seq
        const head = durableHead()
        if (yes !== undefined && head !== undefined && yes > head)
          world.broke(
            'G3',
            `${to} is told yes for record ${yes} while the log ends at ${head}: ${frame.slice(0, 120)}`,
          )
        return
      }
      const position = positions.get(connection)
      // [S9] Somebody whose login ends while the answer to `connect` waits for its cut is told why, and nothing else.
      if (position === undefined && LAST_WORDS.has(action)) return
      if (position === undefined)
        return world.broke('G3', `${to} is told ${action} ${seq} on a connection that has not begun`)
      const head = durableHead()
      if (head !== undefined && seq > head)
        return world.broke('G3', `${to} is told ${action} ${seq} while the log ends at ${head}`)
      // What is on the disk before its turn has ended is no news yet: the process may still learn that it failed.
      if (seq > truth.headSeq)
        return world.broke('G3', `${to} is told ${action} ${seq} before its turn has ended`)
      const isBeat = action === 'heartbeat'
      const isOrder = prev === position && (isBeat ? seq >= prev : seq > prev)
      if (isOrder || (LAST_WORDS.has(action) && prev === seq - 1 && seq > position)) {
        positions.set(connection, seq)
        return
      }
      world.broke(
        'G3',
        `${to} is told ${action} ${seq} with prev ${prev} on a connection that stands at ${position}`,
      )
    },
  }
}
