import type { ChatId, OperatorId } from '@pult/protocol'
import type { ClientOrigin, PageVisit } from './entities.ts'

/** A person with their connections. `goneSinceMs` is set while there is none; after the grace they count as gone. */
export interface Connections {
  readonly ids: Set<string>
  goneSinceMs: number | null
}

/**
 * Who is connected, as the server sees it. It is not part of the log: after a restart nobody is connected, and those who
 * were have their grace to come back before anybody is told.
 */
export interface Presence {
  readonly operators: Map<OperatorId, Connections>
  readonly clients: Map<ChatId, Connections & { origin: ClientOrigin | null; page: PageVisit | null }>
  /** When the last turn was, by the machine's clock: one that is set back shows by it. 0 before the first. */
  turnAtMs: number
}

/** [L4] A reload or a tunnel must not reroute chats. */
export const OPERATOR_GRACE_MS = 30_000
/** [L4] New sessions stop coming to somebody who has been away for so long. */
export const OPERATOR_ROUTABLE_MS = 10_000
/** A page that reloads or a phone that changes networks is not offline. */
export const CLIENT_GRACE_MS = 15_000

export function createPresence(): Presence {
  return { operators: new Map(), clients: new Map(), turnAtMs: 0 }
}

export function operatorConnected(presence: Readonly<Presence>, operatorId: OperatorId): boolean {
  return (presence.operators.get(operatorId)?.ids.size ?? 0) > 0
}

export function clientConnected(presence: Readonly<Presence>, chatId: ChatId): boolean {
  return (presence.clients.get(chatId)?.ids.size ?? 0) > 0
}

/** Whether new sessions may go to the operator [L4]. */
export function operatorReachable(
  presence: Readonly<Presence>,
  operatorId: OperatorId,
  nowMs: number,
): boolean {
  const connections = presence.operators.get(operatorId)
  if (connections === undefined) return false
  if (connections.ids.size > 0) return true
  return connections.goneSinceMs !== null && nowMs - connections.goneSinceMs < OPERATOR_ROUTABLE_MS
}
