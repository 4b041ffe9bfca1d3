import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { Clock } from '@pult/client'
import { clockOf } from '../list/countdown.ts'
import type { News } from '../store/news.ts'
import type { StateSignals } from '../store/state-signals.ts'
import { firstLink, nextLink, outageOf, type Link } from './link.ts'

/** A shorter outage is over before anybody wondered. */
const WORTH_TELLING_MS = 10_000

/** What the badge says, kept up with the client; tells how long an outage was, and what came of it, when it is over. */
export function followLink(ports: {
  readonly state: Pick<StateSignals, 'connection' | 'replayed'>
  readonly clock: Clock
  readonly news: Pick<News, 'add'>
}): {
  readonly link: ReadonlySignal<Link>
  readonly stop: () => void
} {
  const { state, clock, news } = ports
  const link = signal<Link>(firstLink)
  const stop = effect(() => {
    const connection = state.connection.value
    const taken = state.replayed.value
    untracked(() => {
      const before = link.value
      link.value = nextLink(before, connection, taken)
      const sinceMs = outageOf(before)
      if (link.value.name !== 'live' || sinceMs === null) return
      const awayMs = clock.nowMs() - sinceMs
      if (awayMs < WORTH_TELLING_MS) return
      const time = clockOf(Math.round(awayMs / 1000))
      // A new snapshot replays nothing, however much has changed: then nothing is counted.
      news.add((words) =>
        taken === 0 ? words.say('link.back.plain', { time }) : words.count('link.back', taken, { time }),
      )
    })
  })
  return {
    link,
    stop,
  }
}
