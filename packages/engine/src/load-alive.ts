import type { SessionId, WorkspaceId } from '@pult/protocol'
import { put } from './apply.ts'
import type { LogRecord } from './facts.ts'
import type { MaybePromise, ReadModels } from './ports.ts'
import { createWorkspace, keyName, type Workspace } from './state.ts'

/** A workspace as the read models have it: everything alive, as it stood at `headSeq`. What the log has more is to be applied. */
export async function loadAlive(
  id: WorkspaceId,
  models: Pick<ReadModels, 'checkpoint'>,
  nowMs: number,
  presence?: Workspace['presence'],
): Promise<Workspace> {
  const state = createWorkspace(id)
  if (presence !== undefined) state.presence = presence
  const checkpoint = await models.checkpoint(nowMs)
  for (const touched of checkpoint.touched) put(state, touched)
  for (const key of checkpoint.keys) state.keys.set(keyName(key.author, key.key), key)
  state.headSeq = checkpoint.seq
  return state
}

/** Brings the session that a record changes and does not bring: one that was closed is not in a checkpoint. */
export function loadFor(
  state: Workspace,
  models: Pick<ReadModels, 'session'>,
  record: LogRecord,
): MaybePromise<void> {
  const id = sessionOf(record)
  if (id === undefined || state.sessions.has(id)) return undefined
  const take = (session: Awaited<ReturnType<ReadModels['session']>>): void => {
    if (session !== undefined) put(state, { kind: 'session', id, value: session })
  }
  const found = models.session(id)
  return found instanceof Promise ? found.then(take) : take(found)
}

/** The session that a record changes without bringing it. */
export function sessionOf({ fact }: LogRecord): SessionId | undefined {
  if (fact.type === 'message' || fact.type === 'messageChanged') return fact.message.sessionId
  return fact.type === 'messagesRead' ? fact.sessionId : undefined
}
