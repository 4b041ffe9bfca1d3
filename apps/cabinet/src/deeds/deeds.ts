import { signal, type ReadonlySignal } from '@preact/signals'
import { PultError, type Clock, type OperatorClient } from '@pult/client'
import type { Kept } from '../store/kept.ts'
import {
  answered,
  begin,
  flush,
  parseDeeds,
  pass,
  undo,
  UNDO_MS,
  type Deed,
  type DeedBook,
  type Turned,
} from './deed.ts'

/** The deeds of one desk that wait or are on their way, and who sends them. */
export interface Deeds {
  readonly book: ReadonlySignal<DeedBook>
  begin(deed: Pick<Deed, 'sessionId' | 'clientName' | 'asked'>): void
  /** Without a key: the newest. Null when there is none, or it is too late. */
  undo(key?: string): Deed | null
  /** Does at once what waits, of one chat or of all. */
  flush(sessionId?: string): void
  readonly stop: () => void
}

/** What was on its way when a page was closed or crashed is done by the next page, if it is still what was meant. */
const LEFT_BEHIND_MS_MAX = 3_600_000
/** Another page of this browser may only be about to send it, or offer to take it back. */
const LEFT_BEHIND_GRACE_MS = 3_000
/** Without an answer it is asked again with the same key; the SDK itself has waited half a minute by then. */
const AGAIN_MS = 2_000

export interface DeedPorts {
  readonly client: Pick<OperatorClient, 'command' | 'onState' | 'state'>
  readonly kept: Kept
  readonly clock: Clock
  readonly makeKey: () => string
  /** The page is about to go. Returns how to stop listening. */
  readonly onLeave: (listener: () => void) => () => void
  /** About to be sent: what its events tell is no news. Returns how to take that back. */
  readonly onSend: (deed: Deed) => () => void
  readonly onDone: (deed: Deed) => void
  readonly onRefused: (deed: Deed, error: unknown) => void
}

export function createDeeds(ports: DeedPorts): Deeds {
  const { client, kept, clock } = ports
  const book = signal<DeedBook>([])
  /** Read once: written at every change, these are the ones of pages before. */
  const leftBehind = parseDeeds(kept.read('deeds'))
  const timers = new Set<() => void>()
  let stopped = false

  /** Other pages keep theirs in the same place: only what is ours is put in and taken out. */
  function keep(before: DeedBook): void {
    const ours = new Set([...before, ...book.value].map(({ key }) => key))
    const theirs = parseDeeds(kept.read('deeds')).filter(({ key }) => !ours.has(key))
    kept.write('deeds', JSON.stringify([...theirs, ...book.value]))
  }
  function put(next: DeedBook): void {
    if (next === book.value) return
    const before = book.value
    book.value = next
    keep(before)
  }
  function turn({ book: next, send }: Turned): void {
    put(next)
    for (const deed of send) ask(deed)
  }
  function after(ms: number, run: () => void): void {
    const cancel = clock.after(ms, () => {
      timers.delete(cancel)
      if (!stopped) run()
    })
    timers.add(cancel)
  }

  function ask(deed: Deed): void {
    const unexpect = ports.onSend(deed)
    const { name, data } = deed.asked
    client
      .command(name, data, { key: deed.key })
      .then(() => settle(deed, ports.onDone))
      .catch((error: unknown) => {
        unexpect()
        if (mayStillHappen(error)) waitForLive(deed)
        // Somebody was quicker to close it, perhaps the client: what was meant is so.
        else if (name === 'closeSession' && isEnded(error)) settle(deed, ports.onDone)
        else settle(deed, () => ports.onRefused(deed, error))
      })
  }

  function settle(deed: Deed, tell: (deed: Deed) => void): void {
    put(answered(book.value, deed.key))
    tell(deed)
  }

  /** A stream that has stopped may be won back ("use here"), and one that is slow answers yet. */
  function waitForLive(deed: Deed): void {
    if (stopped) return
    after(AGAIN_MS, () => {
      if (client.state.connection.name === 'live') ask(deed)
      else waitForLive(deed)
    })
  }

  function takeUp(deed: Deed): void {
    after(Math.max(0, deed.dueAtMs - clock.nowMs()) + LEFT_BEHIND_GRACE_MS, () => {
      const still = parseDeeds(kept.read('deeds')).some(({ key }) => key === deed.key)
      if (!still || book.value.some(({ key }) => key === deed.key)) return
      const sending: Deed = { ...deed, state: 'sending' }
      put([...book.value, sending])
      ask(sending)
    })
  }

  for (const deed of leftBehind) {
    if (clock.nowMs() - deed.dueAtMs < LEFT_BEHIND_MS_MAX) takeUp(deed)
    else
      kept.write(
        'deeds',
        JSON.stringify(parseDeeds(kept.read('deeds')).filter(({ key }) => key !== deed.key)),
      )
  }
  const unlisten = ports.onLeave(() => turn(flush(book.value, null)))

  return {
    book,
    begin(what) {
      const deed: Deed = {
        ...what,
        key: ports.makeKey(),
        dueAtMs: clock.nowMs() + UNDO_MS,
        state: 'waiting',
      }
      turn(begin(book.value, deed))
      after(UNDO_MS, () => turn(pass(book.value, clock.nowMs())))
    },
    undo(key) {
      const { book: next, undone } = undo(book.value, key ?? null)
      put(next)
      return undone
    },
    flush: (sessionId) => turn(flush(book.value, sessionId ?? null)),
    stop() {
      turn(flush(book.value, null))
      stopped = true
      unlisten()
      for (const cancel of timers) cancel()
    },
  }
}

/** Neither done nor refused, as far as we know. */
function mayStillHappen(error: unknown): boolean {
  if (!(error instanceof PultError)) return true
  return error.temporary || ['timeout', 'network', 'stopped', 'closed'].includes(error.code)
}

function isEnded(error: unknown): boolean {
  return error instanceof PultError && (error.code === 'session_closed' || error.code === 'session_not_found')
}
