import type { LogRecord } from '@pult/engine'
import type { Connection, Joined } from './connection.ts'
import { cursorOf } from './cursor.ts'
import { dataFrame } from './frames.ts'
import { lastWords } from './last-words.ts'
import { CATCH_UP_RECORDS, REPLAY_PAGE } from './limits.ts'
import { Renderings } from './renderings.ts'
import { tellingFor } from './ring.ts'

export interface PumpServices {
  /** Resolves after others have had their turn. */
  readonly breathe: () => Promise<void>
  readonly onError: (error: unknown) => void
}

/**
 * Brings a connection from where it is to the tail, as fast as its reader takes it: snapshot, journal, ring, live. Stops when the socket
 * is full, and is called again when it drains. One runs at a time for a connection.
 */
export function pump(connection: Connection, services: PumpServices): void {
  if (connection.mode !== 'pumping' || connection.isPumping) return
  connection.isPumping = true
  const { beginning } = connection
  void bringOn(connection, beginning, services)
    .catch((error: unknown) => {
      services.onError(error)
      connection.end('overloaded')
    })
    .finally(() => {
      connection.isPumping = false
      // A new beginning came while the old one was under way.
      if (connection.beginning !== beginning) pump(connection, services)
    })
}

async function bringOn(connection: Connection, beginning: number, { breathe }: PumpServices): Promise<void> {
  const { joined } = connection
  if (joined === undefined) return
  const { host, viewer } = joined
  const { ring } = host.hub
  const isCurrent = (): boolean =>
    connection.mode === 'pumping' && connection.beginning === beginning && !connection.isEnding
  while (isCurrent()) {
    connection.flush()
    if (!isCurrent() || connection.isFull) return
    if (connection.source !== undefined) {
      sendNext(connection, joined)
    } else if (hasOtherRights(connection, joined)) {
      // What lies ahead was told under other rights than the viewer has now [A9]: they resume, and get a snapshot.
      connection.end('tooSlow')
    } else if (connection.scannedSeq < ring.startSeq) {
      const records = await host.store.read(connection.scannedSeq, REPLAY_PAGE)
      if (records.length === 0) throw new Error(`the journal has nothing after ${connection.scannedSeq}`)
      if (isCurrent()) replay(connection, joined, records)
    } else if (viewer.flavour === 'OPERATOR' && ring.endSeq - connection.scannedSeq > CATCH_UP_RECORDS) {
      replay(connection, joined, firstOf(ring.after(connection.scannedSeq, viewer), CATCH_UP_RECORDS))
      await breathe()
    } else {
      const isThere = await new Promise<boolean>((resolve) => {
        host.engine.cut(() => resolve(isCurrent() && arrive(connection, joined)))
      })
      if (isThere) return
    }
  }
}

function sendNext(connection: Connection, joined: Joined): void {
  const next = connection.source!.next()
  if (next.done !== true) return connection.push(next.value)
  connection.source = undefined
  tellLive(connection, joined)
}

/** The last stretch, out of memory and between two turns, so that the tail follows without a gap and without an overlap. */
function arrive(connection: Connection, joined: Joined): boolean {
  const { ring } = joined.host.hub
  if (connection.scannedSeq < ring.startSeq) return false
  if (!replay(connection, joined, ring.after(connection.scannedSeq, joined.viewer))) return false
  connection.scannedSeq = Math.max(connection.scannedSeq, ring.endSeq)
  if (!connection.isLiveTold) tellLive(connection, joined)
  connection.mode = 'tail'
  return true
}

/** Tells what of these the viewer may know. False when the socket holds enough: the rest is for another time. */
function replay(connection: Connection, joined: Joined, records: Iterable<LogRecord>): boolean {
  const { host, viewer } = joined
  for (const record of records) {
    // Durable is not yet told: nobody hears of anything before the others do.
    if (record.seq > host.hub.ring.endSeq) break
    if (record.seq <= connection.scannedSeq) continue
    const as = tellingFor(host.engine.state, record, viewer)
    // The last words to an earlier life of this person are no news to the present one.
    if (as === undefined || lastWords[as] !== undefined) connection.scannedSeq = record.seq
    else
      connection.tell(new Renderings(record, as, host.hub.context).for({ flavour: viewer.flavour, viewer }))
    if (!connection.isFull) continue
    connection.flush()
    if (connection.isEnding || connection.isFull) return false
  }
  return true
}

function hasOtherRights(connection: Connection, { host, viewer }: Joined): boolean {
  if (viewer.flavour === 'CLIENT') return false
  return (host.engine.state.operators.get(viewer.operatorId)?.rightsSeq ?? 0) > connection.scannedSeq
}

function tellLive(connection: Connection, { host }: Joined): void {
  connection.isLiveTold = true
  connection.push(dataFrame('live', { cursor: cursorOf(host.engine.epoch, connection.toldSeq) }))
}

function* firstOf<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0
  for (const item of items) {
    if (taken === count) return
    taken += 1
    yield item
  }
}
