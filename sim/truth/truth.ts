import type { LogRecord, SessionRecord } from '@pult/engine'
import type { OwnedHost } from '@pult/gateway'
import type { CannedReply } from '@pult/protocol'
import { isFreeToClient, whoIsNamed, whoMustHear, type Told } from './audience.ts'
import { createConversations, sessionOf, type Conversations } from './conversations.ts'
import { listIn } from './list-in.ts'
import type { SessionNow } from './session-now.ts'
import { createStaff, type Staff } from './staff.ts'

/**
 * What is true in a world: a second, simple model of the workspace, folded from nothing but the facts that were told, and at a start
 * from what the log has beyond them. It asks neither the engine nor the gateway anything; the checks hold both against it.
 */
export interface Truth extends Omit<Conversations, 'fold'>, Omit<Staff, 'fold' | 'changedOperator'> {
  /** Everything durable that has been told, and what was found at a start: the record with `seq` n stands at n - 1. */
  readonly records: readonly LogRecord[]
  readonly headSeq: number
  /** Whose groups or role changed last. */
  readonly changedOperator: string | null
  readonly cannedReplies: ReadonlyMap<string, CannedReply>
  /** Messages by author and key, and replies of other commands. */
  readonly keys: ReadonlyMap<string, { readonly seq: number; readonly reply: unknown }>
  /** What a person is told, in order: an operator's or a chat's id. */
  readonly toldTo: (person: string) => readonly Telling[]
  /** The log's head when the present life began. */
  readonly lifeSeq: number
  readonly lives: number
  /** Calls `seen` for every record, in order, when it has been folded in. */
  readonly watch: (seen: (step: Step) => void) => void
  readonly started: (host: OwnedHost) => void
  readonly told: (records: readonly LogRecord[]) => void
}

export interface Telling {
  readonly seq: number
  readonly as: string
  /** False: they may have been told, depending on when exactly their rights changed within a turn. */
  readonly isSure: boolean
}

/** One record, as the checks see it go by. */
export interface Step {
  readonly record: LogRecord
  /** The session that it is about, before and after; undefined where it is about none. */
  readonly before: SessionNow | undefined
  readonly after: SessionNow | undefined
  /** Who had to hear of it, and whom it named. */
  readonly due: Told
  readonly named: Told
  /** Nobody was told by the process that wrote it: it was found in the log at the next start. */
  readonly isFound: boolean
  /** Rises with every turn. */
  readonly turn: number
}

export function createTruth(nowMs: () => number): Truth {
  const records: LogRecord[] = []
  const { fold: foldStaff, changedOperator, ...staff } = createStaff(nowMs)
  const { fold: foldConversations, ...conversations } = createConversations()
  const { sessions } = conversations
  const keys = new Map<string, { readonly seq: number; readonly reply: unknown }>()
  const told = new Map<string, Telling[]>()
  const watchers: ((step: Step) => void)[] = []
  let turn = 0
  let lifeSeq = 0
  let lives = 0

  const cannedReplies = new Map<string, CannedReply>()
  const standing = {
    operators: staff.operators,
    sessions,
    cannedReplies,
    get changedOperator() {
      return changedOperator()
    },
  }

  function fold({ fact, seq, atMs }: LogRecord): void {
    foldStaff(fact, seq)
    foldConversations(fact, seq, atMs)
    if (fact.type === 'cannedReply') cannedReplies.set(fact.cannedReply.id, fact.cannedReply)
    if (fact.type === 'cannedReplyDeleted') cannedReplies.delete(fact.cannedReplyId)
  }

  function noteKey({ fact, seq, origin }: LogRecord): void {
    if (fact.type === 'message' && fact.message.key !== undefined) {
      const { authorId, key, id } = fact.message
      keys.set(`${authorId} ${key}`, { seq, reply: { messageId: id } })
    } else if (origin !== undefined) keys.set(`${origin.author} ${origin.key}`, { seq, reply: origin.reply })
  }

  function take(batch: readonly LogRecord[], isFound: boolean): void {
    turn += 1
    const named: Told[] = []
    const changesRights = batch.length > 1 && batch.some(({ fact }) => fact.type === 'operator')
    for (const record of batch) {
      const { fact } = record
      const sessionId = sessionOf(fact)
      const before = sessionId === undefined ? undefined : sessions.get(sessionId)
      const due = whoMustHear(standing, record)
      // Who is new is told of themselves.
      if (fact.type === 'operator') fold(record)
      const names = whoIsNamed(standing, fact.tell)
      if (fact.type !== 'operator') fold(record)
      records.push(record)
      named.push(names)
      const after = sessionId === undefined ? undefined : sessions.get(sessionId)
      const step: Step = { record, before, after, due, named: names, isFound, turn }
      for (const seen of watchers) seen(step)
      noteKey(record)
    }
    for (const [index, record] of batch.entries()) {
      remember(record, named[index]!, changesRights ? whoIsNamed(standing, record.fact.tell) : named[index]!)
    }
  }

  /** Groups are looked at when a turn is told, as they stand at its end; in between either is right. */
  function remember({ seq }: LogRecord, then: Told, later: Told): void {
    for (const [person, as] of then) {
      listIn(told, person).push({ seq, as, isSure: later === then || later.has(person) })
    }
    if (later === then) return
    for (const [person, as] of later) {
      if (!then.has(person)) listIn(told, person).push({ seq, as, isSure: false })
    }
  }

  return {
    ...staff,
    ...conversations,
    records,
    get headSeq() {
      return records.length
    },
    get changedOperator() {
      return changedOperator()
    },
    cannedReplies,
    keys,
    toldTo: (person) => told.get(person) ?? NOTHING,
    get lifeSeq() {
      return lifeSeq
    },
    get lives() {
      return lives
    },
    watch: (seen) => void watchers.push(seen),
    started(host) {
      for (;;) {
        const found = host.store.read(records.length, FOUND_MAX)
        if (found instanceof Promise) throw new TypeError('a store that is not at once cannot be simulated')
        if (found.length === 0) break
        take(found, true)
      }
      lifeSeq = records.length
      lives += 1
    },
    told: (batch) => {
      if (batch.length > 0) take(batch, false)
    },
  }
}

/** Records read at once from the log of a process that has just come up. */
const FOUND_MAX = 1_000
const NOTHING: readonly never[] = []

/** What people call a session: its id and its client. */
export function nameOf({ card }: SessionRecord): string {
  return `session ${card.id} of ${card.name}`
}

export { isFreeToClient }
