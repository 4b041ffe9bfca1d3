import type { EventFrame, Message } from '@pult/protocol'
import type { Visitor } from '../door.ts'
import { openPeer, type Peer } from '../peer.ts'

/** A client who writes, loses the line, and comes back. */
export interface Person {
  readonly visitor: Visitor
  readonly url: string
  readonly instance: string
  peer: Peer | undefined
  /** Texts by message, as events and snapshots told them. */
  readonly known: Map<string, string>
  /** Messages that came twice as events of one stream or of two. */
  readonly doubled: string[]
  /** Acknowledged: message by key. */
  readonly acknowledged: Map<string, string>
  /** Asked and not answered. */
  readonly open: Set<string>
  sessionId: string
  snapshots: number
}

export function newPerson(url: string, instance: string, visitor: Visitor): Person {
  return {
    visitor,
    url,
    instance,
    peer: undefined,
    known: new Map(),
    doubled: [],
    acknowledged: new Map(),
    open: new Set(),
    sessionId: '',
    snapshots: 0,
  }
}

/** Opens the stream where it was left; throws where nobody answers. */
export async function connect(person: Person): Promise<Peer> {
  const cursor = person.peer?.cursor()
  const peer = await openPeer({
    url: person.url,
    flavour: 'client',
    token: person.visitor.token,
    instance: person.instance,
    cursor,
    onEvent: (event) => hear(person, event),
  })
  for (const { id, body } of peer.messages) person.known.set(id, body)
  if (cursor !== undefined && peer.mode === 'snapshot') person.snapshots += 1
  person.peer = peer
  return peer
}

/** Writes, or writes again what nobody answered. False where the line was lost first. */
export async function write(person: Person, key: string = crypto.randomUUID()): Promise<boolean> {
  person.open.add(key)
  const answer = await person.peer!.ask('sendMessage', { body: `${key} hello` }, key)
  if (answer.kind === 'unanswered') return false
  person.open.delete(key)
  if (answer.kind === 'refused') throw new Error(`a message was refused: ${answer.error.code}`)
  person.acknowledged.set(key, String(answer.data['messageId']))
  person.sessionId = String(answer.data['sessionId'])
  return true
}

/** What is missing, doubled or out of order in what this person knows, given how the operator answered. */
export function faultsOf(person: Person, answer: string | undefined): string[] {
  const { known, acknowledged, doubled, peer, instance } = person
  const faults = [...doubled.map((id) => `message ${id} was told twice`), ...(peer?.breaks ?? [])]
  for (const [key, id] of acknowledged)
    if (known.get(id) !== `${key} hello`) faults.push(`the acknowledged ${id} was not told`)
  const bodies = [...known.values()]
  if (new Set(bodies).size !== bodies.length) faults.push('a text is there twice')
  if (answer !== undefined && !bodies.includes(answer)) faults.push('the answer was missed')
  return faults.map((words) => `${instance}: ${words}`)
}

function hear(person: Person, { action, data }: EventFrame): void {
  if (action !== 'chatMessageCreated') return
  const { id, body } = data as Message
  if (person.known.has(id)) person.doubled.push(id)
  person.known.set(id, body)
}
