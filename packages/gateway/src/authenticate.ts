import {
  wireError,
  type ChannelId,
  type ChatId,
  type ClientId,
  type CloseName,
  type ErrorCode,
  type OperatorId,
  type WireError,
} from '@pult/protocol'
import { CLIENT_TOKEN_MS, hashLoginToken, workspaceOfLoginToken, type ClientTokens } from './sign-in/index.ts'
import type { Flavour } from './stream/frames.ts'
import type { WorkspaceHost, Workspaces } from './workspaces.ts'

export type Authenticated =
  | {
      readonly flavour: 'OPERATOR'
      readonly host: WorkspaceHost
      readonly operatorId: OperatorId
      readonly loginId: string
      readonly expiresAtMs: number
    }
  | {
      readonly flavour: 'CLIENT'
      readonly host: WorkspaceHost
      readonly clientId: ClientId
      readonly chatId: ChatId
      readonly channelId: ChannelId
      readonly expiresAtMs: number
    }

export interface Credential {
  readonly flavour: Flavour
  readonly token: string | undefined
  /** [L1] A displaced login comes back on purpose. */
  readonly takeover?: { readonly clientIp: string | null; readonly device: string | null } | undefined
}

export type Authenticate = (credential: Credential) => Promise<Authenticated | WireError>

/** The one place where a token becomes a person; sockets and HTTP, cookies and bearers all come here. */
export function createAuthenticate(options: {
  readonly workspaces: Workspaces
  readonly clientTokens: ClientTokens
  readonly nowMs: () => number
}): Authenticate {
  const { workspaces, clientTokens, nowMs } = options

  async function operator(
    token: string,
    takeover: Credential['takeover'],
  ): Promise<Authenticated | WireError> {
    const workspaceId = workspaceOfLoginToken(token)
    const host = workspaceId === null ? undefined : workspaces.byId(workspaceId)
    if (host === undefined) return wireError('not_authenticated', { field: 'data.token' })
    const tokenHash = hashLoginToken(token)
    const find = () => {
      const loginId = host.engine.state.loginsByHash.get(tokenHash)
      return loginId === undefined ? undefined : host.engine.state.logins.get(loginId)
    }
    let login = find()
    if (login === undefined) {
      // They may have signed in at another node a moment ago.
      await host.engine.caughtUp()
      login = find()
    }
    if (login === undefined) return wireError('not_authenticated', { field: 'data.token' })
    if (login.expiresAtMs <= nowMs()) return wireError('token_expired', { field: 'data.token' })
    const record = host.engine.state.operators.get(login.operatorId)
    if (record === undefined) return wireError('not_authenticated', { field: 'data.token' })
    if (record.operator.blocked) return wireError('operator_blocked')
    if (login.displaced) {
      if (takeover === undefined) return wireError('logged_in_elsewhere')
      const data = { loginId: login.id, ...takeover }
      const outcome = await host.engine.request({ actor: { type: 'SYSTEM' }, name: 'takeOver', data })
      if (outcome.error !== undefined) return outcome.error
    }
    const { operatorId, id: loginId, expiresAtMs } = login
    return { flavour: 'OPERATOR', host, operatorId, loginId, expiresAtMs }
  }

  function client(token: string): Authenticated | WireError {
    const answer = clientTokens.verify(token, nowMs())
    if ('refused' in answer) {
      return wireError(answer.refused === 'expired' ? 'token_expired' : 'not_authenticated', {
        field: 'data.token',
      })
    }
    const { workspaceId, channelId, clientId, chatId, issuedAtMs } = answer.claims
    const host = workspaces.byId(workspaceId)
    if (host === undefined || !host.engine.state.channels.has(channelId)) {
      return wireError('not_authenticated', { field: 'data.token' })
    }
    return { flavour: 'CLIENT', host, clientId, chatId, channelId, expiresAtMs: issuedAtMs + CLIENT_TOKEN_MS }
  }

  return async ({ flavour, token, takeover }) => {
    if (token === undefined || token === '') return wireError('not_authenticated', { field: 'data.token' })
    return flavour === 'OPERATOR' ? operator(token, takeover) : client(token)
  }
}

const closeNames: Partial<Record<ErrorCode, CloseName>> = {
  token_expired: 'tokenExpired',
  operator_blocked: 'operatorBlocked',
  logged_in_elsewhere: 'loggedInElsewhere',
  logged_out: 'loggedOut',
  shutting_down: 'shuttingDown',
  overloaded: 'overloaded',
}

/** The close code of a connection that was refused. */
export function closeNameOf(code: ErrorCode): CloseName {
  return closeNames[code] ?? 'notAuthenticated'
}
