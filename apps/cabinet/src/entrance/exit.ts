import type { Stop } from '@pult/client'

/** Why the operator is out of the cabinet: each has a page with a sentence of its own. */
export type Exit =
  | { readonly name: 'blocked'; readonly reason: string | null }
  | {
      readonly name: 'elsewhere'
      readonly at: string | null
      readonly device: string | null
      readonly clientIp: string | null
    }
  | { readonly name: 'loggedOut' }
  | { readonly name: 'forced' }
  | { readonly name: 'expired' }
  | { readonly name: 'version' }
  | { readonly name: 'protocol'; readonly message: string | null }

const unknownPlace = { name: 'elsewhere', at: null, device: null, clientIp: null } as const

/** The terminal event says most; without it (the network died between event and close) the close itself says enough [S9]. */
export function exitOf(stop: Stop): Exit {
  return exitOfEvent(stop) ?? exitOfRefusal(stop.refusal?.code) ?? exitOfClose(stop)
}

function exitOfEvent({ event }: Stop): Exit | null {
  if (event === undefined) return null
  switch (event.name) {
    case 'operatorBlocked':
      return { name: 'blocked', reason: event.data.reason }
    case 'chatUserExists':
      return {
        name: 'elsewhere',
        at: event.data.loggedInAt,
        device: event.data.device,
        clientIp: event.data.clientIp,
      }
    case 'operatorLoggedOut':
      return {
        name: ({ LOGOUT: 'loggedOut', FORCED: 'forced', EXPIRED: 'expired' } as const)[event.data.reason],
      }
  }
}

/** Also for the refusal of a read: what `GET /me` says at the start. Null where the refusal does not end the login. */
export function exitOfRefusal(code: string | undefined): Exit | null {
  switch (code) {
    case 'operator_blocked':
      return { name: 'blocked', reason: null }
    case 'logged_in_elsewhere':
      return unknownPlace
    case 'logged_out':
    case 'token_expired':
    case 'not_authenticated':
      return { name: 'expired' }
    default:
      return null
  }
}

function exitOfClose(stop: Stop): Exit {
  switch (stop.name) {
    case 'operatorBlocked':
      return { name: 'blocked', reason: null }
    case 'loggedInElsewhere':
      return unknownPlace
    case 'loggedOut':
      return { name: 'loggedOut' }
    case 'notAuthenticated':
      return { name: 'expired' }
    case 'version':
      return { name: 'version' }
    case 'protocolError':
    case 'frameTooLarge':
    case 'refused':
      return { name: 'protocol', message: stop.refusal?.message ?? null }
  }
}
