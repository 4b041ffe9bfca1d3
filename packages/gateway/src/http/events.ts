import { eventsQuerySchema } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { cursorOf, resumableSeq } from '../stream/cursor.ts'
import { frameAt, renderEvent } from '../stream/frames.ts'
import { RESUME_RECORDS_MAX } from '../stream/limits.ts'
import { tellingFor, type Viewer } from '../stream/ring.ts'
import { json, readQuery } from './answer.ts'

/** Records looked through for one answer, and events in it. */
const SCAN_MAX = 5_000
const EVENTS_MAX = 500

/**
 * The same log by long poll. Without a usable cursor the answer is empty with `mode: 'snapshot'`: read the lists, then go on from `next`.
 * Waits until there is something to tell, at most `waitMs`.
 */
export async function events(request: Request, who: Authenticated): Promise<Response> {
  const query = readQuery(request, eventsQuerySchema)
  if (query instanceof Response) return query
  const { host } = who
  const { engine, hub } = host
  const viewer: Viewer =
    who.flavour === 'OPERATOR'
      ? { flavour: 'OPERATOR', operatorId: who.operatorId, loginId: who.loginId }
      : { flavour: 'CLIENT', chatId: who.chatId }
  const rights =
    viewer.flavour === 'OPERATOR' ? (engine.state.operators.get(viewer.operatorId)?.rightsSeq ?? 0) : 0
  const from = resumableSeq(query.after, {
    epoch: engine.epoch,
    headSeq: hub.ring.endSeq,
    oldestSeq: Math.max(rights, hub.ring.endSeq - RESUME_RECORDS_MAX, 0),
  })
  if (from === undefined) {
    const next = cursorOf(engine.epoch, hub.ring.endSeq)
    return json({ items: [], next, mode: 'snapshot' }, 200, { 'pult-cursor': next })
  }

  const deadline = AbortSignal.timeout(query.waitMs + 1)
  let seq = from
  const items: unknown[] = []
  while (items.length === 0) {
    const scanned = await collect(seq, viewer, who, items)
    seq = scanned
    if (items.length > 0 || deadline.aborted || request.signal.aborted) break
    if (scanned < hub.ring.endSeq) continue
    await somethingHappens(hub, [deadline, request.signal])
    if (deadline.aborted) break
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
  let seq = fromSeq
  for (const record of await store.read(fromSeq, SCAN_MAX)) {
    // Durable is not yet told: a poll must not run ahead of the streams.
    if (record.seq > hub.ring.endSeq) break
    const as = tellingFor(engine.state, record, viewer)
    if (as !== undefined)
      items.push(JSON.parse(frameAt(renderEvent(record, as, viewer.flavour, hub.context), seq)))
    seq = record.seq
    if (items.length >= EVENTS_MAX) break
  }
  return seq
}

function somethingHappens(hub: Authenticated['host']['hub'], signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const any = AbortSignal.any([...signals])
    const stop = hub.onPublish(() => done())
    const done = (): void => {
      stop()
      any.removeEventListener('abort', done)
      resolve()
    }
    any.addEventListener('abort', done)
  })
}
