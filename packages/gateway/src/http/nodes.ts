import { reads } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { cursorOf } from '../stream/cursor.ts'
import { json, readQuery, refusal } from './answer.ts'
import { isAdmin } from './reads.ts'
import type { HttpServices } from './services.ts'

/** [GD16] The machines. Not read at a cut: it is asked just when nothing moves, and an answer that waits for the log would never come. */
export async function nodes(
  request: Request,
  who: Authenticated,
  services: Pick<HttpServices, 'nodes'>,
): Promise<Response> {
  const { host } = who
  if (who.flavour === 'CLIENT' || !isAdmin(who)) return refusal('not_allowed')
  const query = readQuery(request, reads['GET /nodes'].query)
  if (query instanceof Response) return query
  const headers = { 'pult-cursor': cursorOf(host.engine.epoch, host.hub.ring.endSeq) }
  return services.nodes === undefined
    ? refusal('not_found')
    : json(await services.nodes(host.id), 200, headers)
}
