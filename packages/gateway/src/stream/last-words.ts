import type { Workspace } from '@pult/engine'
import { wireError, type CloseName, type WireError } from '@pult/protocol'
import type { Viewer } from './ring.ts'

/** [S9] These end a connection: their event first, then the code. */
export const lastWords: Readonly<Record<string, CloseName>> = {
  operatorBlocked: 'operatorBlocked',
  chatUserExists: 'loggedInElsewhere',
  operatorLoggedOut: 'loggedOut',
}

/** Why the viewer may not be here (any more), or undefined. Asked again where a connection becomes part of the stream: a door may have been passed a turn ago. */
export function shutOut(state: Readonly<Workspace>, viewer: Viewer): WireError | undefined {
  if (viewer.flavour === 'CLIENT') return undefined
  if (state.operators.get(viewer.operatorId)?.operator.blocked !== false) return wireError('operator_blocked')
  const login = state.logins.get(viewer.loginId)
  if (login === undefined) return wireError('logged_out')
  return login.displaced ? wireError('logged_in_elsewhere') : undefined
}
