import { clientEvents } from '@pult/protocol'
import { inCharge, isSeenBy } from '../truth/audience.ts'
import { isFreeToClient, nameOf, type Telling } from '../truth/truth.ts'
import type { Check } from '../types.ts'
import { beginningOf, headOf, seqOfCursor } from './frames.ts'
import type { Observed } from './observed.ts'

/** [A9] [G5] After a revocation nothing is written later than so long. */
const REVOKED_MS_MAX = 1_000
/** A node that was cut off from the others learns of it so long after at most: it looks into the journal every three seconds, and a bus that is late has two more. */
const TROUBLED_MS = 5_000
const CLIENT_ACTIONS: ReadonlySet<string> = new Set([
  ...Object.keys(clientEvents),
  'reply',
  'snapshot',
  'live',
  'heartbeat',
])
/** [A8] Names of fields that no client ever sees; and ids, of which it may see its own. Quotation marks within a text are escaped, so a text cannot look like a field. */
const PRIVATE =
  /"(?:markedAsSpam|clientIp|coordinates|tags|priority|watcherIds|attributes|email|passwordHash|baton|previousOperator|clientBanned|clientExternalId|unreadClientMessageCount|referer|decision|missed|noteId)":|\b(?:cli|cht)_[0-9a-z]{14}\b/g

/** [G5] No leak: whatever is written to somebody is about something that they may see. */
export function checkNoLeak({ world, truth, people, pulse }: Observed): Check {
  const changedMs = new Map<string, number>()
  const rightsMs = new Map<string, number>()

  truth.watch(({ record: { fact, seq }, due, named }) => {
    if (fact.type === 'session') changedMs.set(fact.session.card.id, world.scheduler.nowMs())
    if (fact.type === 'operator') rightsMs.set(fact.operator.operator.id, world.scheduler.nowMs())
    for (const [person, as] of named) {
      if (due.has(person) || isFreeToClient(as)) continue
      const what = fact.type === 'session' ? `session ${fact.why}` : fact.type
      world.broke(
        'G5',
        `${people.name(truth, person)} is told of record ${seq} (${what}) as ${as}, which is not for them`,
      )
    }
  })

  /** Whether so much after something the node behind a connection must have heard of it. */
  function isLate(sinceMs: number): boolean {
    const nowMs = world.scheduler.nowMs()
    return nowMs - sinceMs > REVOKED_MS_MAX && nowMs - pulse.troubledAtMs() > TROUBLED_MS
  }

  /** The end of a login is told to that login, wherever else its operator is signed in. */
  function isForLoginOf(operatorId: string, seq: number): boolean {
    const tell = truth.records[seq - 1]?.fact.tell ?? []
    return tell.some(
      ({ to }) => to.login !== undefined && truth.logins.get(to.login)?.operatorId === operatorId,
    )
  }

  function toOperator(to: string, operatorId: string, frame: string): void {
    const { action, seq } = headOf(frame)
    if (seq === null && action !== 'snapshot') {
      if (action === 'typing') typingTo(to, operatorId, frame)
      return
    }
    if (action === 'heartbeat') return
    const sinceMs = truth.shutOutSinceMs(operatorId)
    if (sinceMs !== null && isLate(sinceMs)) {
      const lateMs = world.scheduler.nowMs() - sinceMs
      return world.broke(
        'G5',
        `${to} is told ${action} ${seq ?? ''} ${lateMs} ms after its operator was shut out`,
      )
    }
    if (seq === null) return snapshotTo(to, operatorId, frame)
    const telling = tellingAt(truth.toldTo(operatorId), seq)
    if (telling === undefined ? isForLoginOf(operatorId, seq) : telling.as === action) return
    world.broke(
      'G5',
      `${to} is told ${action} ${seq}, which is ${telling === undefined ? 'not for them' : `${telling.as} for them`}`,
    )
  }

  function snapshotTo(to: string, operatorId: string, frame: string): void {
    const { data } = JSON.parse(frame) as { data: Record<string, { id: string }[]> & { cursor: string } }
    if (seqOfCursor(data.cursor) !== truth.headSeq) return
    for (const { id } of [...(data['sessions'] ?? []), ...(data['help'] ?? []), ...(data['watched'] ?? [])]) {
      const session = truth.sessions.get(id)?.session
      if (session !== undefined && isSeenBy(truth, session, operatorId)) continue
      const name = session === undefined ? `a session ${id} that nobody knows` : nameOf(session)
      return world.broke('G5', `the snapshot of ${to} shows ${name}, which its operator may not see`)
    }
  }

  /** A signal may have been on its way when the right to it went. */
  function typingTo(to: string, operatorId: string, frame: string): void {
    const { sessionId } = (JSON.parse(frame) as { data: { sessionId: string } }).data
    const session = truth.sessions.get(sessionId)?.session
    if (session === undefined || inCharge(truth, session).includes(operatorId)) return
    const changed = Math.max(changedMs.get(sessionId) ?? 0, rightsMs.get(operatorId) ?? 0)
    if (isLate(changed))
      world.broke('G5', `${to} sees somebody type in ${nameOf(session)}, which its operator may not see`)
  }

  function toClient(to: string, chatIds: ReadonlySet<string>, frame: string): void {
    const { action, seq } = headOf(frame)
    if (!CLIENT_ACTIONS.has(action)) return world.broke('G5', `${to}, a client, is told ${action} [A8]`)
    if (seq !== null && action !== 'heartbeat') {
      const mine = [...chatIds].map((id) => tellingAt(truth.toldTo(id), seq)).find((telling) => telling)
      if (mine?.as !== action) {
        return world.broke('G5', `${to}, a client, is told ${action} ${seq}, which is not about its chat`)
      }
    }
    for (const [found] of frame.matchAll(PRIVATE)) {
      const isOwn = chatIds.has(found) || [...chatIds].some((id) => found === truth.chats.get(id)?.clientId)
      // Before the first message a client has a number and no chat in the log.
      if (isOwn || isOwnNumber(found, chatIds)) continue
      return world.broke('G5', `${to}, a client, is shown ${found} in ${frame.slice(0, 160)} [A8]`)
    }
  }

  return {
    name: 'G5',
    onWritten({ to, frame }) {
      if (headOf(frame).action === 'reply' && beginningOf(frame) !== undefined) people.joined(to, frame)
      const person = people.at(to)
      if (person === undefined) return
      if (person.kind === 'OPERATOR') toOperator(to, person.operatorId, frame)
      else toClient(to, person.chatIds, frame)
    },
  }
}

/** A client and its chat are given the same number. */
function isOwnNumber(found: string, chatIds: ReadonlySet<string>): boolean {
  return found.startsWith('cli_') && chatIds.has(`cht_${found.slice('cli_'.length)}`)
}

export function tellingAt(list: readonly Telling[], seq: number): Telling | undefined {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle]!.seq < seq) low = middle + 1
    else high = middle
  }
  return list[low]?.seq === seq ? list[low] : undefined
}
