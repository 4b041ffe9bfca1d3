import type { ClientActor, OperatorActor } from '@pult/engine'
import { wireError, type WireError } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import type { RequestOrigin } from '../request-context.ts'
import { bearerToken } from '../sign-in/index.ts'
import type { HttpServices } from './services.ts'

/** Tells a client's token from an operator's. */
export const CLIENT_TOKEN_PREFIX = 'pultc_'

/** Who asks over HTTP: by bearer token, or by the login cookie from a page of ours [C1]. */
export async function whoAsks(
  request: Request,
  from: RequestOrigin,
  { authenticate }: Pick<HttpServices, 'authenticate'>,
): Promise<Authenticated | WireError> {
  const bearer = bearerToken(request.headers.get('authorization'))
  if (bearer === null && from.isForeign) return wireError('origin_not_allowed')
  const token = bearer ?? from.cookieToken ?? undefined
  return authenticate({
    flavour: token?.startsWith(CLIENT_TOKEN_PREFIX) === true ? 'CLIENT' : 'OPERATOR',
    token,
  })
}

export function actorOf(
  who: Authenticated,
  from: RequestOrigin,
  { locate }: Pick<HttpServices, 'locate'>,
): OperatorActor | ClientActor {
  if (who.flavour === 'OPERATOR')
    return { type: 'OPERATOR', operatorId: who.operatorId, loginId: who.loginId }
  const { clientId, chatId, channelId } = who
  return {
    type: 'CLIENT',
    clientId,
    chatId,
    channelId,
    origin: { ip: from.ip, device: from.device, coordinates: locate(from.ip) },
  }
}
