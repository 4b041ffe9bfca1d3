import { COMMAND_MS_MAX, type PendingMessage } from '../client-face.ts'
import type { Clock } from '../options.ts'
import { discardedRefusal, PultError, tooManyRefusal, type Refusal } from '../pult-error.ts'
import type { Answer, Requests } from '../shell/requests.ts'
import {
  accepted,
  due,
  nextDueMs,
  OUTBOX_MAX,
  queued,
  refused,
  retried,
  sending,
  without,
  withoutSent,
  type Items,
} from './outbox.ts'
import type { OutboxStore } from './outbox-store.ts'
import { wireMessage, type Attaching } from './wire-message.ts'

/** Obeys the outbox: sends what is due, keeps what is left, tells who waits. */
export interface OutboxRunner<Data> {
  readonly items: Items<Data>
  readonly add: (data: Data) => PendingMessage<unknown>
  readonly retry: (key: string) => PendingMessage<unknown> | undefined
  readonly discard: (key: string) => void
  /** Whose stream this is. Messages that somebody else left in this tab are dropped: they must not go out under another name. */
  readonly ownedBy: (owner: string) => void
  readonly onLive: () => void
  /** No timer is left behind. */
  readonly onLost: () => void
  /** The event of an own message was folded in; `reply` is what the command would have answered. */
  readonly seen: (key: string, reply: unknown) => void
  /** A snapshot has replaced the state. */
  readonly replaced: () => void
}

export interface OutboxPorts<Data> {
  readonly clock: Clock
  readonly random: () => number
  readonly makeKey: () => string
  readonly requests: Requests
  readonly laneOf: (data: Data) => string
  /** The same message once more, knowing why it was refused. */
  readonly insisting: (data: Data, refusal: Refusal) => Data
  readonly store: OutboxStore<Data>
  readonly onItems: (items: Items<Data>) => void
  /** Whether everything up to `seq` has been folded in; for an unknown `seq`, whether to give up waiting for the event. */
  readonly isTold: (seq: number | undefined) => boolean
}

interface Promised {
  readonly resolve: (reply: unknown) => void
  readonly reject: (error: PultError) => void
}

export function createOutboxRunner<Data extends Attaching>(ports: OutboxPorts<Data>): OutboxRunner<Data> {
  const { clock, random } = ports
  let { items, owner } = ports.store.load()
  /** What the tab had when the page began. Until somebody greets this page, whatever is typed in it is that somebody's. */
  const found = new Set(items.map(({ key }) => key))
  let isKnown = false
  const promised = new Map<string, Promised>()
  let isLive = false
  let cancel: (() => void) | undefined

  function put(next: Items<Data>): void {
    if (next === items) return
    items = next
    ports.store.save({ owner, items })
    ports.onItems(items)
  }

  function promise(key: string): PendingMessage<unknown> {
    const sent = new Promise<unknown>((resolve, reject) => promised.set(key, { resolve, reject }))
    // Nobody has to wait for it: the state tells the same.
    sent.catch(() => {})
    return { key, sent }
  }

  function settle(key: string, how: (one: Promised) => void): void {
    const one = promised.get(key)
    promised.delete(key)
    if (one !== undefined) how(one)
  }

  function run(): void {
    cancel?.()
    if (!isLive) return
    for (const item of due(items, ports.laneOf, clock.nowMs())) {
      // An answer at once (the queue is full) has run us again meanwhile.
      if (!items.includes(item)) continue
      put(sending(items, item.key))
      ports.requests.ask({
        command: 'sendMessage',
        key: item.key,
        data: wireMessage(item.data),
        timeoutMs: COMMAND_MS_MAX,
        outlives: false,
        onAnswer: (answer) => onAnswer(item.key, answer),
      })
    }
    const atMs = nextDueMs(items, ports.laneOf)
    if (atMs !== null) cancel = clock.after(Math.max(0, atMs - clock.nowMs()), run)
  }

  function onAnswer(key: string, answer: Answer): void {
    if (!items.some((item) => item.key === key && item.state === 'sending')) return
    if (answer.ok) {
      put(accepted(items, key, ports.isTold(answer.seq)))
      settle(key, ({ resolve }) => resolve(answer.data))
    } else {
      put(refused(items, key, answer.refusal, clock.nowMs(), random))
      if (!answer.refusal.temporary) fail(key, answer.refusal)
    }
    run()
  }

  function fail(key: string, refusal: Refusal): void {
    settle(key, ({ reject }) => reject(new PultError(refusal)))
  }

  return {
    get items() {
      return items
    },
    add(data) {
      const key = ports.makeKey()
      const pending = promise(key)
      if (items.length >= OUTBOX_MAX) fail(key, tooManyRefusal)
      else {
        put(queued(items, { key, data }, clock.nowMs()))
        run()
      }
      return pending
    },
    retry(key) {
      if (!items.some((item) => item.key === key && item.state === 'failed')) return undefined
      const pending = promise(key)
      put(retried(items, key, ports.insisting))
      run()
      return pending
    },
    discard(key) {
      put(without(items, key))
      fail(key, discardedRefusal)
      run()
    },
    ownedBy(next) {
      const isStrangers = owner !== null && owner !== next
      const strangers = isStrangers ? items.filter(({ key }) => isKnown || found.has(key)) : []
      isKnown = true
      if (owner === next) return
      owner = next
      put(items.filter((item) => !strangers.includes(item)))
      for (const { key } of strangers) fail(key, discardedRefusal)
    },
    onLive() {
      isLive = true
      run()
    },
    onLost() {
      isLive = false
      cancel?.()
    },
    seen(key, reply) {
      if (!items.some((item) => item.key === key)) return
      put(without(items, key))
      settle(key, ({ resolve }) => resolve(reply))
      run()
    },
    replaced() {
      put(withoutSent(items))
    },
  }
}
