import { isSeenBy, mayTake } from '../truth/audience.ts'
import { isFreeToClient, nameOf, type Telling } from '../truth/truth.ts'
import type { Check } from '../types.ts'
import { headOf, seqOfCursor } from './frames.ts'
import type { Observed } from './observed.ts'
import type { TabView } from './tab-views.ts'

type Entities = readonly { readonly id: string; readonly rev: number }[]

interface SnapshotPart {
  readonly cursor: string
  readonly part?: number
  readonly last: boolean
  readonly sessions?: Entities
  readonly help?: Entities
  readonly watched?: Entities
  readonly operators?: Entities
  readonly groups?: Entities
  readonly channels?: Entities
  /** A client's. */
  readonly session?: Entities[number] | null
  readonly messages?: readonly { readonly id: string }[]
}

/** [G4] Nothing missed: whoever has to hear of a fact is named by it, and a tab takes in everything since its snapshot that it was to be told, once. */
export function checkNothingMissed({ world, truth, views, people }: Observed): Check {
  truth.watch(({ record: { fact, seq }, due, named }) => {
    if (due.size === 0) return
    for (const [person, as] of due) {
      const told = named.get(person)
      if (told === as || isFreeToClient(as)) continue
      const what = fact.type === 'session' ? `session ${fact.why}` : fact.type
      world.broke(
        'G4',
        `${people.name(truth, person)} has to be told of record ${seq} (${what}) as ${as}, and is told ${told ?? 'nothing'}`,
      )
    }
  })

  /** Where each tab stands in the list of what its person is told. */
  const places = new WeakMap<TabView, { person: string; next: number }>()

  function placeOf(view: TabView, person: string): { person: string; next: number } {
    const known = places.get(view)
    if (known?.person === person) return known
    const made = { person, next: firstAfter(truth.toldTo(person), view.seq) }
    places.set(view, made)
    return made
  }

  /** What lies between the tab's position and `seq` and was surely told. */
  function skip(view: TabView, person: string, seq: number): Telling | undefined {
    const list = truth.toldTo(person)
    const place = placeOf(view, person)
    for (; place.next < list.length && list[place.next]!.seq < seq; place.next += 1) {
      const telling = list[place.next]!
      if (telling.isSure && telling.seq > view.seq) return telling
    }
    return undefined
  }

  views.onEvent((view, name, seq) => {
    const { person, tab } = view
    if (person === undefined) return
    const missed = skip(view, person, seq)
    if (missed !== undefined) {
      return world.broke(
        'G4',
        `${tab.name} has taken in ${name} ${seq} and never ${missed.as} ${missed.seq}, which lies before it; it stood at ${view.seq}`,
      )
    }
    const place = placeOf(view, person)
    if (truth.toldTo(person)[place.next]?.seq === seq) place.next += 1
  })
  views.onSnapshot((view) => {
    if (view.person !== undefined)
      placeOf(view, view.person).next = firstAfter(truth.toldTo(view.person), view.seq)
  })

  /** [S2] What a part holds that came to be after the cut, or null: then it is exact, as far as one can tell by it. */
  function afterTheCut(part: SnapshotPart): string | null {
    const { cursor, sessions, help, watched, operators, groups, channels, session, messages } = part
    const seq = seqOfCursor(cursor)
    for (const list of [
      sessions,
      help,
      watched,
      operators,
      groups,
      channels,
      session ? [session] : undefined,
    ]) {
      const early = list?.find(({ rev }) => rev > seq)
      if (early !== undefined) return `${early.id} as record ${early.rev} made it`
    }
    const unknown = messages?.find(({ id }) => !truth.messages.has(id))
    return unknown === undefined ? null : `message ${unknown.id}, which nobody has been told of`
  }

  /** Sessions in the parts of a snapshot so far. */
  const parts = new Map<string, Set<string>>()

  return {
    name: 'G4',
    onDied: () => parts.clear(),
    onWritten({ to, wire, frame }) {
      if (headOf(frame).action !== 'snapshot') return
      const data = (JSON.parse(frame) as { data: SnapshotPart }).data
      const person = people.at(to)
      const early = afterTheCut(data)
      if (early !== null)
        return world.broke('G4', `the snapshot of ${to} at ${data.cursor} shows ${early} [S2]`)
      if (person?.kind !== 'OPERATOR') return
      const connection = `${to} / ${wire}`
      const ids = data.part === 0 ? new Set<string>() : (parts.get(connection) ?? new Set<string>())
      parts.set(connection, ids)
      for (const list of [data.sessions, data.help, data.watched])
        for (const { id } of list ?? []) ids.add(id)
      // Only at the moment of the cut is it known what belongs to it.
      if (!data.last || seqOfCursor(data.cursor) !== truth.headSeq) return
      for (const { session } of truth.sessions.values()) {
        if (ids.has(session.card.id) || !isSeenBy(truth, session, person.operatorId)) continue
        const why = mayTake(truth, session).includes(person.operatorId) ? 'may take' : 'has'
        return world.broke('G4', `${nameOf(session)} is not in the snapshot of ${to}, who ${why} it`)
      }
    },
    onEnd() {
      for (const view of views.all()) {
        const { tab, person } = view
        if (!tab.isOpen || person === undefined || tab.client.state.connection.name !== 'live') continue
        const missed = skip(view, person, Infinity)
        if (missed !== undefined) {
          return world.broke(
            'G4',
            `${tab.name} is live at ${view.seq} and was never told ${missed.as} ${missed.seq}`,
          )
        }
      }
    },
  }
}

function firstAfter(list: readonly Telling[], seq: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle]!.seq <= seq) low = middle + 1
    else high = middle
  }
  return low
}
