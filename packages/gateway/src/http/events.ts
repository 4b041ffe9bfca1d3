import { eventsQuerySchema } from '@pult/protocol'
import type { LogRecord } from '@pult/engine'
import type { Authenticated } from '../authenticate.ts'
import { oldestSeq } from '../stream/beginning.ts'
import { cursorOf, isAhead, resumableSeq } from '../stream/cursor.ts'
import { frameAt } from '../stream/frames.ts'
import { lastWords, shutOut } from '../stream/last-words.ts'
import { Renderings } from '../stream/renderings.ts'
import { tellingFor, type Viewer } from '../stream/ring.ts'
import { json, readQuery } from './answer.ts'
import type { HttpServices } from './services.ts'

/** Records looked through before others have their turn, and events in one answer. */
const SCAN_MAX = 2_000
const EVENTS_MAX = 500

/**
 * The same log by long poll. Without a usable cursor the answer is empty with `mode: 'snapshot'`: read the lists, then go on from `next`.
 * Waits until there is something to tell, at most `waitMs`, and not when the server stops.
 */
export async function events(
  request: Request,
  who: Authenticated,
  { stopping }: Pick<HttpServices, 'stopping'>,
): Promise<Response> {
  const query = readQuery(request, eventsQuerySchema)
  if (query instanceof Response) return query
  const { engine, hub } = who.host
  // Another node may have told them more than this one has heard of.
  if (isAhead(query.after, who.host)) await engine.caughtUp()
  const viewer: Viewer =
    who.flavour === 'OPERATOR'
      ? { flavour: 'OPERATOR', operatorId: who.operatorId, loginId: who.loginId }
      : { flavour: 'CLIENT', chatId: who.chatId }
  const from = resumableSeq(query.after, {
    epoch: engine.epoch,
    headSeq: hub.ring.endSeq,
    oldestSeq: oldestSeq(engine.state, viewer, hub.ring),
  })
  if (from === undefined) {
    const next = cursorOf(engine.epoch, hub.ring.endSeq)
    return json({ items: [], next, mode: 'snapshot' }, 200, { 'pult-cursor': next })
  }

  const enough = AbortSignal.any([AbortSignal.timeout(query.waitMs + 1), request.signal, stopping])
  let seq = from
  const items: unknown[] = []
  for (;;) {
    seq = await collect(seq, viewer, who, items)
    if (items.length > 0) break
    if (seq < hub.ring.endSeq) {
      if (enough.aborted) break
      await new Promise((resolve) => setImmediate(resolve))
    } else {
      if (enough.aborted) break
      await somethingHappens(hub, enough)
    }
  }
  const next = cursorOf(engine.epoch, seq)
  return json({ items, next, mode: 'resumed' }, 200, { 'pult-cursor': next })
}

/** Adds what the viewer may see after `fromSeq`; returns how far was looked. */
async function collect(
  fromSeq: number,
  viewer: Viewer,
  who: Authenticated,
  items: unknown[],
): Promise<number> {
  const { engine, hub, store } = who.host
  const { ring } = hub
  const isInMemory = fromSeq >= ring.startSeq
  const records: Iterable<LogRecord> = isInMemory
    ? ring.after(fromSeq, viewer)
    : await store.read(fromSeq, SCAN_MAX)
  let told = fromSeq
  let seq = fromSeq
  let looked = 0
  for (const record of records) {
    // Durable is not yet told: a poll must not run ahead of the streams.
    if (record.seq > ring.endSeq) break
    if (items.length >= EVENTS_MAX || looked >= SCAN_MAX) return seq
    looked += 1
    seq = record.seq
    const as = tellingFor(engine.state, record, viewer)
    if (as === undefined) continue
    const isLast = lastWords[as] !== undefined
    // Last words are told to whom they end [S9], and are no news to whoever is back.
    if (isLast && shutOut(engine.state, viewer) === undefined) continue
    const frame = new Renderings(record, as, hub.context).for({ flavour: viewer.flavour, viewer })
    items.push(JSON.parse(frameAt(frame, told)))
    told = seq
    if (isLast) return seq
  }
  // Memory has been looked through to its end, records of others included.
  return isInMemory ? Math.max(seq, ring.endSeq) : seq
}

function somethingHappens(hub: Authenticated['host']['hub'], enough: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stop()
      enough.removeEventListener('abort', done)
      resolve()
    }
    const stop = hub.onPublish(done)
    enough.addEventListener('abort', done)
  })
}
