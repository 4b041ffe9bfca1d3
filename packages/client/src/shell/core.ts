import { TYPING_CHARS_MAX, type ConnectReply, type EventFrame } from '@pult/protocol'
import { COMMAND_MS_MAX, type CommandOptions, type EventMeta, type PendingMessage } from '../client-face.ts'
import type { Delivery } from '../fold/delivery.ts'
import { cursorOf, type Position } from '../link/cursor.ts'
import type { IncomingFrame } from '../link/frames.ts'
import { connectionOf, isListening, type Link } from '../link/link.ts'
import type { CommonOptions } from '../options.ts'
import { createOutboxRunner } from '../outbox/outbox-runner.ts'
import { createOutboxStore } from '../outbox/outbox-store.ts'
import type { Attaching } from '../outbox/wire-message.ts'
import { closedRefusal, PultError, stoppedRefusal } from '../pult-error.ts'
import type { CommonState, OutboxItem, Stop } from '../state.ts'
import { apiAddress } from '../http.ts'
import type { Flavour } from './flavour.ts'
import { createListeners } from './listeners.ts'
import { createRequests } from './requests.ts'
import { webSocketHere } from './socket-here.ts'
import { createStaleTimer } from './stale-timer.ts'
import { createStateBox } from './state-box.ts'
import { createStream } from './stream.ts'
import { browserStorage, forgiving } from './storage.ts'
import { createSteadyClock } from './steady-clock.ts'
import { systemClock } from './system-clock.ts'
import { createThrottle } from './throttle.ts'
import { uuidV7 } from './uuid-v7.ts'
import { onPageWaking } from './wake.ts'

/** Replayed events are folded in so many at a time: one copy of each map instead of one an event, and still a count that moves. */
const REPLAY_BATCH_MAX = 100
/** A replay that takes longer than a blink is seen to move from its first event on. */
const REPLAY_SHOWN_MS = 100
/** Key presses told at most so often: half of what a reader notices, far below the rate limits. */
const TYPING_EVERY_MS = 1_000

interface TypingData {
  readonly sessionId?: string
  readonly text: string | undefined
}

export interface CoreState<Data> extends CommonState {
  readonly outbox: readonly OutboxItem<Data>[]
}

/** What a client of either flavour hands on as it is, before the flavour types it: see {@link CommonClient}. */
interface Face<State, Data> {
  readonly connect: () => void
  readonly close: () => void
  readonly onState: (listener: (state: State) => void) => () => void
  readonly on: (name: string, listener: (data: never, meta: EventMeta) => void) => () => void
  readonly onStopped: (listener: (stop: Stop) => void) => () => void
  readonly takeOver: () => void
  readonly command: (name: string, data: unknown, options?: CommandOptions) => Promise<unknown>
  readonly sendMessage: (data: Data) => PendingMessage<unknown>
  readonly retry: (key: string) => PendingMessage<unknown> | undefined
  readonly discard: (key: string) => void
}
/** The same, as a flavour types it. */
export type Shared<Client extends { readonly [Name in keyof Face<never, never>]: unknown }> = Pick<
  Client,
  keyof Face<never, never>
>

export interface Core<State, Data> {
  readonly state: State
  readonly face: Face<State, Data>
  /** Changes the state by something that is not an event: a page of history. */
  readonly change: (how: (state: State) => State) => void
  /** Every delivery, before the listeners of its name. */
  readonly onDelivery: (listener: (event: Delivery) => void) => () => void
  /** The state was replaced by a snapshot. */
  readonly onReplaced: (listener: () => void) => () => void
  /** Told now or never; see {@link TYPING_EVERY_MS}. */
  readonly typing: (lane: string, data: TypingData) => void
}

/** The wiring of stream, requests, outbox and fold into one state that changes. */
export function createCore<Data extends Attaching, State extends CoreState<Data>>(
  options: CommonOptions,
  flavour: Flavour<State, Data>,
): Core<State, Data> {
  const clock = options.clock ?? systemClock
  const steady = createSteadyClock(clock)
  const socket = options.socket ?? webSocketHere()
  if (socket === undefined) throw new TypeError('No WebSocket here: pass the option `socket`.')
  const random = options.random ?? Math.random
  const makeKey = options.makeKey ?? (() => uuidV7(clock.nowMs()))
  const tab = forgiving(options.tabStorage ?? options.storage ?? browserStorage('sessionStorage'))
  const storedAs = (what: string) => `pult.${flavour.name}.${what}.${flavour.scope}`

  const stopListeners = createListeners<[Stop]>()
  const deliveryListeners = createListeners<[Delivery]>()
  const replaceListeners = createListeners<[]>()
  const eventListeners = new Map<string, ReturnType<typeof createListeners<[never, EventMeta]>>>()

  let instance = options.instance ?? tab.get(storedAs('instance')) ?? makeKey()
  tab.set(storedAs('instance'), instance)

  let replayed: Delivery[] = []
  let stopWaking: (() => void) | undefined

  const stream = createStream({
    address: apiAddress(options.url, `/${flavour.name}/stream`).replace(/^http/, 'ws'),
    socket,
    clock: steady,
    random,
    takeover: flavour.takeover,
    authorize: flavour.authorize,
    instance: () => instance,
    rename: () => {
      instance = makeKey()
      tab.set(storedAs('instance'), instance)
    },
    onLink,
    onGreet,
    onReplace,
    onEvent,
    onOther,
  })
  const requests = createRequests(clock, stream.send)
  const outbox = createOutboxRunner<Data>({
    clock: steady,
    random,
    makeKey,
    requests,
    laneOf: flavour.laneOf,
    insisting: flavour.insisting,
    store: createOutboxStore(tab, storedAs('outbox')),
    onItems: (items) => box.put({ ...box.state, outbox: items }),
    isTold: (seq) => seq === undefined || seq <= (stream.link.memory.position?.seq ?? -1),
  })
  const box = createStateBox({
    ...flavour.initial,
    connection: connectionOf(stream.link, steady.shownMs),
    outbox: outbox.items,
  } as unknown as State)
  const { put, together } = box
  const stale = createStaleTimer(steady, () => {
    put(flavour.withoutStale(box.state, steady.nowMs()))
    stale.arm(flavour.staleAtMs(box.state))
  })
  box.onState((state) => stale.arm(flavour.staleAtMs(state)))
  const throttle = createThrottle(steady, TYPING_EVERY_MS, (data: TypingData) => {
    if (stream.link.name !== 'live') return
    stream.send({
      command: 'typing',
      id: `typing-${makeKey()}`,
      data: { ...data, text: data.text?.slice(0, TYPING_CHARS_MAX) },
    })
  })

  function onLink(link: Link, before: Link): void {
    // Frames move the link a thousand times for each change that anybody sees.
    if (link.name === before.name && link.sinceMs === before.sinceMs) return
    if (link.name !== 'replaying') takeIn()
    // Commands are sent while the stream is live, and answered even while a hole in it is being filled.
    if (isListening(before) && !isListening(link)) {
      outbox.onLost()
      requests.onLost()
    }
    put({ ...box.state, connection: connectionOf(link, steady.shownMs) })
    if (link.name === 'live') {
      requests.onLive()
      outbox.onLive()
    }
    if (link.name === 'stopped') {
      requests.refuseAll(stoppedRefusal)
      stopListeners.tell(link.stop)
    }
  }

  function onGreet(reply: ConnectReply): void {
    together(() => {
      const owner = flavour.ownerOf(reply)
      if (owner !== undefined) outbox.ownedBy(owner)
      put({
        ...flavour.greet(box.state, reply),
        limits: reply.limits ?? null,
        // A server that does not say what time it is has ours.
        clockOffsetMs: Date.parse(reply.serverTime) - clock.nowMs() || 0,
      })
    })
  }

  function onReplace(parts: readonly unknown[], position: Position): void {
    together(() => {
      replayed = []
      put({ ...flavour.replace(box.state, parts), cursor: cursorOf(position) })
      outbox.replaced()
      replaceListeners.tell()
    })
  }

  /** Only while there is nothing: what stands is replaced as a whole [S2]. The last part is in the snapshot already. */
  function onPart(part: unknown): void {
    if (box.state.cursor === null) flavour.onPart?.(part)
  }

  function onEvent(frame: EventFrame, isReplay: boolean): void {
    replayed.push({
      name: frame.action,
      data: frame.data,
      seq: frame.seq,
      at: frame.at,
      replayed: isReplay,
    })
    if (!isReplay || replayed.length >= REPLAY_BATCH_MAX) takeIn()
    // Not cancelled: after a batch that was full there is nothing left, or the beginning of the next.
    else if (replayed.length === 1) steady.after(REPLAY_SHOWN_MS, takeIn)
  }

  function onOther(frame: IncomingFrame): void {
    if (frame.action === 'reply') return requests.onReply(frame)
    if (frame.action === 'snapshot') return onPart(frame.data)
    if (typeof frame.action !== 'string' || frame.action === 'live') return
    const nowMs = clock.nowMs()
    const at = typeof frame.at === 'string' ? frame.at : new Date(nowMs).toISOString()
    deliver([{ name: frame.action, data: frame.data, seq: null, at, replayed: false }])
  }

  function takeIn(): void {
    if (replayed.length === 0) return
    const events = replayed
    replayed = []
    deliver(events)
  }

  /** The state first, whole: the message and its pending copy change places at once. Then whoever listens. */
  function deliver(events: readonly Delivery[]): void {
    together(() => {
      const last = events.at(-1)
      const { position } = stream.link.memory
      const folded = flavour.fold(box.state, events, steady.nowMs())
      const seq = last?.seq ?? null
      put(seq === null || position === null ? folded : { ...folded, cursor: cursorOf({ ...position, seq }) })
      for (const event of events) reconcile(event)
    })
    for (const event of events) {
      deliveryListeners.tell(event)
      const { data, seq, at, replayed } = event
      eventListeners.get(event.name)?.tell(data as never, { seq, at, replayed })
    }
  }

  /** Only the sender is told its `key`. */
  function reconcile(event: Delivery): void {
    if (event.name !== 'chatMessageCreated') return
    const { key, id, sessionId, chatId } = (event.data ?? {}) as Readonly<Record<string, unknown>>
    if (typeof key === 'string') outbox.seen(key, { messageId: id, sessionId, chatId })
  }

  return {
    get state() {
      return box.state
    },
    change: (how) => put(how(box.state)),
    onDelivery: deliveryListeners.add,
    onReplaced: replaceListeners.add,
    typing: throttle.push,
    face: {
      onState: box.onState,
      on(name, listener) {
        const known = eventListeners.get(name) ?? createListeners<[never, EventMeta]>()
        eventListeners.set(name, known)
        return known.add(listener)
      },
      onStopped: stopListeners.add,
      connect() {
        stopWaking?.()
        stopWaking = (options.onWaking ?? onPageWaking)(stream.wake)
        stream.connect()
      },
      close() {
        stopWaking?.()
        stream.shut()
        requests.refuseAll(closedRefusal)
        throttle.rest()
        stale.arm(null)
      },
      takeOver: stream.takeOver,
      command(name, data, { key = makeKey(), timeoutMs = COMMAND_MS_MAX } = {}) {
        if (stream.link.name === 'stopped') return Promise.reject(new PultError(stoppedRefusal))
        return new Promise((resolve, reject) => {
          requests.ask({
            command: name,
            key,
            data,
            timeoutMs,
            outlives: true,
            onAnswer: (answer) => (answer.ok ? resolve(answer.data) : reject(new PultError(answer.refusal))),
          })
        })
      },
      sendMessage(data) {
        // What waits to be told was typed before: told now, it would show words that are said already as being typed.
        throttle.rest()
        return outbox.add(data)
      },
      retry: outbox.retry,
      discard: outbox.discard,
    },
  }
}
