import { type Batch, type KeyRecord, type LogRecord, StorageFault, StorageFull } from '@pult/engine'
import type { Database } from 'bun:sqlite'
import { type Kind, TouchedMap, type ValueOf } from '../touched-map.ts'
import { storageError } from './errors.ts'
import type { Projection } from './projection.ts'
import { emptyRound, joined, type Round } from './round.ts'

/** After the first batch, so that what follows at once is written with it: most of the cost is per transaction and per session. */
const DELAY_MS = 50
/** The event loop is not held longer; with it the p99 of a quiet server stays under 10 ms. */
const SLICE_MS_MAX = 4
/**
 * A transaction is committed when it has so many records or is so old: each commit writes every page that it touched, and the keys of many
 * small ones are on the same pages; the full-text index merges fewer, larger pieces. More would hold the event loop for too long.
 */
const COMMIT_RECORDS = 8_192
const COMMIT_MS = 500
/** Waiting records that do not wait for {@link DELAY_MS}. */
const ROUND_RECORDS = 4_096
/** Waiting records, above which an append does a slice of the work itself: the writer slows down instead of the memory filling up. */
const PENDING_RECORDS_MAX = 16_384
/**
 * Entities are written much less often than records: in a busy workspace every message changes its session, and writing one costs twice as much
 * as all of a message. The price is a longer replay after a crash, bounded by all of these; where few sessions have many messages each, the
 * replay is kept short for next to nothing.
 */
const ENTITIES_MS = 2_000
const ENTITIES_RECORDS = { min: 16_384, forEach: 16, max: 65_536 }
/** Between two tries to commit on a full disk. */
const FULL_RETRY_MS = 1_000
/** Records, and entities, between two looks at the clock: a quarter of a millisecond. */
const RECORDS_AT_ONCE = 64
const ENTITIES_AT_ONCE = 16

/** What a reader needs to be there. */
export type Wanted = 'records' | 'everything'

/**
 * Fills the read models behind the log: in order, in rounds of whole batches, a few milliseconds at a time.
 * A round is written into an open transaction and committed later; reading happens on the same connection, so a read only has to see to it
 * that everything is written, not that it is committed, and that works on a full disk too.
 */
export class Projector {
  readonly #database: Database
  readonly #projection: Projection
  #pending = emptyRound()
  #current: { readonly round: Round; readonly steps: Iterator<void> } | undefined
  /** Written, but not committed: comes back into the queue if the commit fails. */
  #uncommitted: Round[] = []
  #uncommittedRecords = 0
  /** When the oldest of them was written. */
  #uncommittedSinceMs = 0
  /** What rounds that are done have touched since entities were last written. */
  #dirty = new TouchedMap()
  #dirtyRecords = 0
  /** Written, but not committed. */
  #written = new TouchedMap()
  #entitiesWanted = false
  #entitiesAtMs = performance.now()
  /** The last record of the rounds that are done. */
  #doneSeq: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #timerAtMs = Infinity
  #fault: StorageFault | undefined
  #stopped = false
  #queuedSeq: number

  constructor(database: Database, projection: Projection) {
    this.#database = database
    this.#projection = projection
    this.#queuedSeq = projection.entitiesSeq
    this.#doneSeq = projection.entitiesSeq
  }

  /** The last record that was handed over, written or not. */
  get queuedSeq(): number {
    return this.#queuedSeq
  }

  /** @throws StorageFault if writing has failed behind everybody's back */
  check(): void {
    if (this.#fault !== undefined) throw this.#fault
  }

  add(batch: Batch): void {
    const { batches, touched, keys } = this.#pending
    batches.push(batch)
    for (const entity of batch.touched) touched.add(entity)
    keys.add(batch.records)
    this.#pending.records += batch.records.length
    const newest = batch.records.at(-1)
    this.#queuedSeq = newest?.seq ?? this.#queuedSeq
    if (this.#pending.records > PENDING_RECORDS_MAX) this.#work(SLICE_MS_MAX)
    this.#schedule(this.#pending.records >= ROUND_RECORDS ? 0 : DELAY_MS)
  }

  /** An entity that has not been written yet; reading it needs no writing then. Undefined: ask the table. */
  touched<K extends Kind>(kind: K, id: string): ValueOf<K> | undefined {
    return (
      this.#pending.touched.get(kind, id) ??
      this.#current?.round.touched.get(kind, id) ??
      this.#dirty.get(kind, id)
    )
  }

  /** The key of a record that has not been written yet. */
  key(author: string, key: string): KeyRecord | undefined {
    return this.#pending.keys.get(author, key) ?? this.#current?.round.keys.get(author, key)
  }

  /** Writes what waits; a read after it is exact. @throws StorageFull, StorageFault */
  catchUp(wanted: Wanted): void {
    this.check()
    const isBehind = (): boolean =>
      this.#current !== undefined ||
      this.#pending.batches.length > 0 ||
      (wanted === 'everything' && !this.#dirty.isEmpty)
    if (wanted === 'everything') this.#entitiesWanted = true
    this.#guarded(() => {
      while (isBehind()) this.#finishRound(Infinity)
    })
    this.#entitiesWanted = false
    // Writing stays in memory until it is committed, so this takes a disk that is more than full.
    if (isBehind()) throw new StorageFull('Could not read: the disk is full.')
  }

  /** Makes what was written durable. A full disk is not an error here: the rounds wait for room. @throws StorageFault */
  commit(): void {
    if (this.#uncommitted.length === 0 || this.#current !== undefined) return
    try {
      this.#database.run('COMMIT')
      this.#uncommitted = []
      this.#uncommittedRecords = 0
      this.#written = new TouchedMap()
    } catch (error) {
      this.#takeBack(storageError(error, 'write the read models'))
    }
  }

  /** Ends the work; what could not be written is found in the log by the next life. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#stopped = true
    if (this.#fault !== undefined) return
    this.catchUp('everything')
    this.commit()
  }

  #schedule(delayMs: number): void {
    const atMs = performance.now() + delayMs
    if (this.#stopped || this.#timerAtMs <= atMs) return
    clearTimeout(this.#timer)
    this.#timerAtMs = atMs
    this.#timer = setTimeout(() => {
      this.#timerAtMs = Infinity
      try {
        this.#work(SLICE_MS_MAX)
      } catch (error) {
        // Nobody is there to catch it: the next append or read throws it.
        if (!(error instanceof StorageFault)) throw error
      }
    }, delayMs).unref()
  }

  #work(sliceMs: number): void {
    this.check()
    this.#guarded(() => {
      const endMs = performance.now() + sliceMs
      const isIdle = this.#current === undefined && this.#pending.batches.length === 0
      if (!isIdle || this.#areEntitiesDue()) this.#finishRound(endMs)
      if (this.#isCommitDue()) this.commit()
    })
    if (this.#current !== undefined || this.#pending.records >= ROUND_RECORDS) this.#schedule(0)
    else if (this.#pending.batches.length > 0) this.#schedule(DELAY_MS)
    else if (this.#uncommitted.length > 0) this.#schedule(COMMIT_MS)
    else if (!this.#dirty.isEmpty) this.#schedule(ENTITIES_MS)
  }

  #isCommitDue(): boolean {
    if (this.#uncommitted.length === 0) return false
    return (
      !this.#written.isEmpty ||
      this.#uncommittedRecords >= COMMIT_RECORDS ||
      performance.now() - this.#uncommittedSinceMs >= COMMIT_MS
    )
  }

  #areEntitiesDue(): boolean {
    if (this.#dirty.isEmpty) return false
    const { min, forEach, max } = ENTITIES_RECORDS
    const enough = Math.min(max, Math.max(min, forEach * this.#dirty.size))
    if (this.#entitiesWanted || this.#dirtyRecords >= enough) return true
    return performance.now() - this.#entitiesAtMs >= ENTITIES_MS
  }

  /** Goes on with the round, or begins one with all that waits. Returns whether it is done. */
  #finishRound(endMs: number): boolean {
    if (this.#current === undefined) {
      const round = this.#pending
      this.#pending = emptyRound()
      this.#current = { round, steps: this.#steps(round) }
    }
    while (performance.now() < endMs) {
      if (this.#current.steps.next().done !== true) continue
      if (this.#uncommitted.length === 0) this.#uncommittedSinceMs = performance.now()
      this.#uncommitted.push(this.#current.round)
      this.#uncommittedRecords += this.#current.round.records
      this.#current = undefined
      return true
    }
    return false
  }

  *#steps(round: Round): Generator<void> {
    if (!this.#database.inTransaction) this.#database.run('BEGIN IMMEDIATE')
    let newest: LogRecord | undefined
    let next: LogRecord[] = []
    for (const { records } of round.batches) {
      for (const record of records) {
        // After a crash records may have come further than entities; they are replayed for these only.
        if (record.seq <= this.#projection.recordsSeq) continue
        next.push(record)
        if (next.length < RECORDS_AT_ONCE) continue
        this.#projection.records(next)
        next = []
        yield
      }
      newest = records.at(-1) ?? newest
    }
    this.#projection.records(next)
    if (newest !== undefined && newest.seq > this.#projection.recordsSeq) {
      this.#projection.markRecords(newest.seq, newest.atMs)
    }
    this.#doneSeq = newest?.seq ?? this.#doneSeq
    this.#dirty.addNewer(round.touched)
    this.#dirtyRecords += round.records
    if (!this.#areEntitiesDue()) return
    let count = 0
    for (const entity of this.#dirty.all()) {
      this.#projection.entity(entity)
      count += 1
      if (count % ENTITIES_AT_ONCE === 0) yield
    }
    this.#projection.markEntities(this.#doneSeq)
    this.#written.addNewer(this.#dirty)
    this.#dirty = new TouchedMap()
    this.#dirtyRecords = 0
    this.#entitiesAtMs = performance.now()
  }

  #guarded(action: () => void): void {
    try {
      action()
    } catch (error) {
      this.#takeBack(storageError(error, 'write the read models'))
    }
  }

  /** Back to the last commit: everything since then waits again. */
  #takeBack(error: StorageFull | StorageFault): void {
    if (this.#database.inTransaction) this.#database.run('ROLLBACK')
    if (error instanceof StorageFault) {
      this.#fault = error
      throw error
    }
    const rounds = [
      ...this.#uncommitted,
      ...(this.#current === undefined ? [] : [this.#current.round]),
      this.#pending,
    ]
    this.#uncommitted = []
    this.#uncommittedRecords = 0
    this.#current = undefined
    this.#pending = rounds.reduce(joined)
    this.#dirty.addOlder(this.#written)
    this.#written = new TouchedMap()
    this.#schedule(FULL_RETRY_MS)
  }
}
