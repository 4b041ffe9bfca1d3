import type { News } from '../store/news.ts'
import type { StateSignals } from '../store/state-signals.ts'
import type { WordKey } from '../words/words.ts'
import type { Deed } from './deed.ts'
import type { DeedPorts } from './deeds.ts'

const done = {
  closeSession: 'act.done.closed',
  transferSession: 'act.done.transferred',
  returnToBot: 'act.done.returned',
} as const satisfies { readonly [Name in Deed['asked']['name']]: WordKey }

/** Says what became of a deed, and keeps quiet about the events that it brings. */
export function tellOfDeeds(
  news: News,
  state: Pick<StateSignals, 'sessions'>,
): Pick<DeedPorts, 'onSend' | 'onDone' | 'onRefused'> {
  return {
    onSend: ({ sessionId }) =>
      state.sessions.value.has(sessionId) ? news.expectGone(sessionId) : () => undefined,
    onDone: ({ asked }) => news.tell(done[asked.name]),
    onRefused: ({ clientName }, error) => {
      news.tell('deed.refused', { name: clientName })
      news.tellError(error)
    },
  }
}
