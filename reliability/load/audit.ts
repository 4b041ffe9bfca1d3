import type { ChatSession, Message, Note } from '@pult/protocol'
import type { Asked, Notebook } from './notebook.ts'

/** What the server shows afterwards of everything that the notebook names. */
export interface Seen {
  /** By chat: at least all that was written in this life of the server. */
  readonly messages: ReadonlyMap<string, readonly Message[]>
  readonly sessions: ReadonlyMap<string, ChatSession>
  readonly notes: ReadonlyMap<string, readonly Note[]>
}

/** One sentence for each thing that was acknowledged or told and is not there, or is there twice. */
export function audit(notebook: Notebook, seen: Seen): string[] {
  const asked = [...notebook.asked.values()]
  const messages = new Map<string, Message>(
    [...seen.messages].flatMap(([, list]) => list.map((message) => [message.id, message])),
  )
  const sessionIds = new Set(asked.map(sessionIdOf).filter((id) => id !== undefined))
  return [
    ...notebook.refused.map(({ code, message }) => `refused without a reason: ${code}: ${message}`),
    ...[...notebook.heard.keys()]
      .filter((id) => !messages.has(id))
      .map((id) => `message ${id} was told and is not there`),
    ...[...seen.messages.values()].flatMap((list) => doubles(list)),
    ...[...seen.notes.values()].flatMap((list) => doubles(list)),
    ...asked.flatMap((one) => messageFaults(one, asked, messages)),
    ...asked.flatMap((one) => noteFaults(one, seen)),
    ...[...sessionIds].flatMap((id) => sessionFaults(id, asked, seen.sessions.get(id))),
  ]
}

/** The key that a text or a note begins with; texts of nobody's key stand for themselves. */
export function markOf(body: string): string {
  return body.split(' ', 1)[0]!
}

function doubles(list: readonly { readonly id: string; readonly body: string }[]): string[] {
  const first = new Map<string, string>()
  const faults: string[] = []
  for (const { id, body } of list) {
    const mark = markOf(body)
    const other = first.get(mark)
    if (other === undefined) first.set(mark, id)
    else if (other !== id) faults.push(`${mark} is there twice: ${other} and ${id}`)
  }
  return faults
}

function messageFaults(one: Asked, all: readonly Asked[], messages: ReadonlyMap<string, Message>): string[] {
  if (one.outcome.name !== 'acknowledged') return []
  if (one.command === 'markRead') {
    const message = messages.get(String(one.data['messageId']))
    return (message?.readAt ?? null) === null ? [`message ${message?.id} was marked as read and is not`] : []
  }
  if (one.command !== 'sendMessage' && one.command !== 'editMessage') return []
  const id = String(one.command === 'sendMessage' ? one.outcome.reply['messageId'] : one.data['messageId'])
  const message = messages.get(id)
  if (message === undefined) return [`message ${id} was acknowledged and is not there`]
  const edits = latest(
    all.filter(({ command, data }) => command === 'editMessage' && data['messageId'] === id),
  )
  // An edit that nobody answered happened or did not; where it did not, what stood before it stands.
  const texts = hasAcknowledged(edits) ? edits : [one, ...edits]
  return texts.some(({ data }) => data['body'] === message.body)
    ? []
    : [`message ${id} says "${message.body}", asked for was "${String(texts[0]!.data['body'])}"`]
}

function noteFaults(one: Asked, seen: Seen): string[] {
  if (one.command !== 'addNote' || one.outcome.name !== 'acknowledged') return []
  const id = String(one.outcome.reply['noteId'])
  const note = seen.notes.get(String(one.data['sessionId']))?.find((candidate) => candidate.id === id)
  return note?.body === one.data['body']
    ? []
    : [`note ${id} was acknowledged and is not there as it was written`]
}

function sessionFaults(id: string, all: readonly Asked[], session: ChatSession | undefined): string[] {
  const of = (command: string): Asked[] =>
    all.filter((one) => one.command === command && sessionIdOf(one) === id)
  if (session === undefined) return [`session ${id} was worked on and is not there`]
  const faults: string[] = []
  const closings = of('closeSession')
  if (closings.some(({ outcome }) => outcome.name === 'acknowledged') && session.status !== 'CLOSED')
    faults.push(`session ${id} was closed and is ${session.status}`)
  const tags = latest(of('setTags'))
  if (
    hasAcknowledged(tags) &&
    !tags.some(({ data }) => JSON.stringify(data['tags']) === JSON.stringify(session.tags))
  )
    faults.push(
      `session ${id} has the tags ${session.tags.join()}, asked for was ${JSON.stringify(tags[0]!.data['tags'])}`,
    )
  const transfers = latest(of('transferSession'))
  if (
    closings.length === 0 &&
    hasAcknowledged(transfers) &&
    !transfers.some(({ data }) => data['operatorId'] === session.operatorId)
  )
    faults.push(
      `session ${id} is with ${session.operatorId}, handed to ${String(transfers[0]!.data['operatorId'])}`,
    )
  return faults
}

/** The acknowledged one with the highest `seq`, and all that are open: one of them is what must stand. */
function latest(list: readonly Asked[]): Asked[] {
  let last: Asked | undefined
  for (const one of list)
    if (one.outcome.name === 'acknowledged' && (last === undefined || seqOf(one) > seqOf(last))) last = one
  return [...(last === undefined ? [] : [last]), ...list.filter(({ outcome }) => outcome.name === 'open')]
}

function hasAcknowledged(list: readonly Asked[]): boolean {
  return list.some(({ outcome }) => outcome.name === 'acknowledged')
}

function seqOf({ outcome }: Asked): number {
  return outcome.name === 'acknowledged' ? outcome.seq : 0
}

function sessionIdOf({ data }: Asked): string | undefined {
  return data['sessionId'] as string | undefined
}
