import { helpInOrder, type SessionRecord, type Workspace } from '@pult/engine'
import type { ClientSnapshot, Message, OperatorId, OperatorSnapshot } from '@pult/protocol'
import { cardView, clientSessionView } from '../views/session-view.ts'
import { clientMessageView } from '../views/message-view.ts'
import type { ViewContext } from '../views/event-view.ts'
import { dataFrame } from './frames.ts'
import { SNAPSHOT_PART_BYTES } from './limits.ts'

type Lists = Pick<OperatorSnapshot, 'sessions' | 'help' | 'watched' | 'operators' | 'groups' | 'channels'>

/**
 * What an operator sees at a cut [S2]. The records are taken at once and are values, so the parts may be rendered while the reader takes
 * them, however long that lasts, and still are of one moment.
 */
export function operatorSnapshot(
  state: Readonly<Workspace>,
  operatorId: OperatorId,
  cursor: string,
  context: ViewContext,
  partBytes: number = SNAPSHOT_PART_BYTES,
): Iterator<string> {
  const records = (ids: Iterable<SessionRecord['card']['id']>): SessionRecord[] =>
    [...ids].map((id) => state.sessions.get(id)!)
  const own = records(state.held.get(operatorId) ?? [])
  const { role, groupIds } = state.operators.get(operatorId)!.operator
  const help = helpInOrder(state).filter(({ card }) => role !== 'operator' || groupIds.includes(card.groupId))
  const helped = new Set(help)
  const watched = records(state.watched.get(operatorId) ?? []).filter(
    (session) => session.card.operatorId !== operatorId && !helped.has(session),
  )
  const operators = [...state.operators.values()].map(({ operator }) => operator)
  const groups = [...state.groups.values()].map(({ group }) => group)
  const channels = [...state.channels.values()].map(({ channel }) => channel)
  return inParts(cursor, partBytes, [
    ...groups.map((item) => ['groups', () => item] as const),
    ...channels.map((item) => ['channels', () => item] as const),
    ...operators.map((item) => ['operators', () => item] as const),
    ...own.map((session) => ['sessions', () => cardView(session, context.sign)] as const),
    ...help.map((session) => ['help', () => cardView(session, context.sign)] as const),
    ...watched.map((session) => ['watched', () => cardView(session, context.sign)] as const),
  ])
}

function* inParts(
  cursor: string,
  partBytes: number,
  items: readonly (readonly [keyof Lists, () => unknown])[],
): Generator<string> {
  let lists = emptyLists()
  let bytes = 0
  let part = 0
  for (const [index, [list, view]] of items.entries()) {
    const json = JSON.stringify(view())
    lists[list].push(json)
    bytes += json.length
    if (bytes >= partBytes && index < items.length - 1) {
      yield partFrame(cursor, part, lists, false)
      part += 1
      lists = emptyLists()
      bytes = 0
    }
  }
  yield partFrame(cursor, part, lists, true)
}

function emptyLists(): Record<keyof Lists, string[]> {
  return { sessions: [], help: [], watched: [], operators: [], groups: [], channels: [] }
}

function partFrame(
  cursor: string,
  part: number,
  lists: Record<keyof Lists, string[]>,
  last: boolean,
): string {
  const fields = (Object.keys(lists) as (keyof Lists)[]).map((name) => `"${name}":[${lists[name].join(',')}]`)
  return `{"action":"snapshot","data":{"cursor":${JSON.stringify(cursor)},"part":${part},${fields.join(',')},"last":${last}}}`
}

/** What a client's snapshot holds. */
export interface ClientCut {
  readonly session: SessionRecord | undefined
  readonly messages: readonly Message[]
  /** The cursor of the page before. */
  readonly older: string | null
}

/** What a client sees: its session and the newest messages. */
export function clientSnapshot(
  { session, messages, older }: ClientCut,
  cursor: string,
  context: ViewContext,
): Iterator<string> {
  const data: ClientSnapshot = {
    cursor,
    session: session === undefined ? null : clientSessionView(session, context.operatorName),
    messages: messages.map((message) => clientMessageView(message, context.sign)),
    older,
    last: true,
  }
  return [dataFrame('snapshot', data)][Symbol.iterator]()
}
