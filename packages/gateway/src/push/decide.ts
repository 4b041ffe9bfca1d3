import { operatorConnected, type LogRecord, type PushSubscriptionRecord, type Workspace } from '@pult/engine'
import type { ChatSession, GroupId, Message, OperatorId, PushPayload } from '@pult/protocol'
import { pushWords } from './words.ts'

/** Something that somebody without a connection should know. */
export interface Occasion {
  readonly kind: PushPayload['kind']
  readonly card: ChatSession
  /** What is quoted. */
  readonly message: Message | null
  readonly to: readonly OperatorId[]
}

/** What fits under a title on every lock screen; the rest is in the cabinet. */
const BODY_CHARS_MAX = 160
const NAME_CHARS_MAX = 80
/** An emoji of two or a letter with two marks, on average. */
const UNITS_A_CHAR = 3

/**
 * [PU2] Who is to be pushed because of a record: nobody, or those who have no connection by `state`, the state of the turn that made it. (a) The holder of
 * a session in which the client writes; (b) whoever is given a session; (c) when a session falls into Help and no member of its group is online
 * and there, the members of that group and the supervisors.
 */
export function occasionOf(state: Readonly<Workspace>, { fact }: LogRecord): Occasion | undefined {
  if (fact.type === 'message') {
    const { message } = fact
    const card = state.sessions.get(message.sessionId)?.card
    if (card === undefined || message.authorType !== 'CLIENT' || card.botStatus !== 'OPERATOR')
      return undefined
    return occasion(state, 'message', card, message, [card.operatorId])
  }
  if (fact.type !== 'session') return undefined
  // As it is at the end of the turn: what came and went within one is no occasion.
  const card = state.sessions.get(fact.session.card.id)?.card
  if (card === undefined || card.status !== 'ACTIVE' || card.botStatus !== fact.session.card.botStatus)
    return undefined
  if (fact.why === 'assigned' && card.operatorId === fact.session.card.operatorId)
    return occasion(state, 'assigned', card, card.lastMessage ?? null, [card.operatorId])
  if (fact.tell.some(({ as }) => as === 'operatorNotFound') && !isAnyoneThere(state, card.groupId)) {
    const members = state.members.get(card.groupId) ?? []
    return occasion(state, 'help', card, card.lastMessage ?? null, [
      ...new Set([...members, ...state.supervisors]),
    ])
  }
  return undefined
}

function occasion(
  state: Readonly<Workspace>,
  kind: Occasion['kind'],
  card: ChatSession,
  message: Message | null,
  concerned: readonly (OperatorId | null)[],
): Occasion | undefined {
  const to = concerned.filter((id): id is OperatorId => id !== null && !operatorConnected(state.presence, id))
  return to.length === 0 ? undefined : { kind, card, message, to }
}

function isAnyoneThere(state: Readonly<Workspace>, groupId: GroupId): boolean {
  for (const id of state.members.get(groupId) ?? []) {
    if (state.operators.get(id)?.operator.status === 'ONLINE' && operatorConnected(state.presence, id))
      return true
  }
  return false
}

/** [PU3] What a browser is shown, in its language; nothing of the client where no preview is wanted. */
export function payloadOf({ kind, card, message }: Occasion, to: PushSubscriptionRecord): PushPayload {
  const words = pushWords[to.language]
  const about = { kind, sessionId: card.id, url: `/#/chat/${encodeURIComponent(card.id)}` }
  if (!to.preview) return { ...about, title: words.plainTitle[kind], body: '' }
  const said = shortened(message?.body ?? '', BODY_CHARS_MAX)
  const body = said === '' && (message?.attachments.length ?? 0) > 0 ? words.file : said
  return { ...about, title: words.title[kind](shortened(card.name, NAME_CHARS_MAX)), body }
}

/**
 * One line, cut between characters and not within one. A character may be put together from any number of marks, so its units are counted
 * too: whatever a client writes, it fits into a push.
 */
function shortened(text: string, charsMax: number): string {
  const unitsMax = UNITS_A_CHAR * charsMax
  // A little more than is shown, so that a whole pasted file is not taken apart.
  const line = text
    .slice(0, 4 * unitsMax)
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  let cut = ''
  let chars = 0
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    chars += 1
    if (chars > charsMax || cut.length + segment.length > unitsMax) return `${cut.trimEnd()}…`
    cut += segment
  }
  return cut
}
