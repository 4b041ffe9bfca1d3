import { helpRequestSchema, reads } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { json, readBody, readQuery, refusal } from './answer.ts'
import { atCut } from './at-cut.ts'
import { answer, visibleSession } from './reads.ts'
import type { HttpServices } from './services.ts'

/** What a model is told of a session, at most: more would not fit into what it reads. */
const TOLD_MAX = 60

/** [GD14] What there is to ask for. */
export async function helpOffer(request: Request, who: Authenticated): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('not_allowed')
  const query = readQuery(request, reads['GET /help'].query)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, () => ({ kinds: who.host.bots?.help?.kinds() ?? [] }))
  return answer(cursor, found)
}

/** [GD14] Who may read a session may ask a model about it. The answer is the asker's alone: it is said to nobody and kept nowhere. */
export async function help(
  id: string,
  request: Request,
  who: Authenticated,
  { stopping }: HttpServices,
): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('session_not_found')
  const asked = await readBody(request, helpRequestSchema)
  if (asked instanceof Response) return asked
  const { host } = who
  const { found } = await atCut(host, async (state) => {
    const visible = await visibleSession(state, id, who)
    return visible && host.store.messages({ sessionId: visible.card.id, limit: TOLD_MAX })
  })
  if (found === undefined) return refusal('session_not_found')
  const desk = host.bots?.help
  if (desk?.kinds().includes(asked.kind) !== true)
    return refusal('not_found', {
      message: 'No model does that here: an admin turns it on in the settings of a bot.',
    })
  const signal = AbortSignal.any([request.signal, stopping])
  return json(await desk.give(asked, found.items.toReversed(), signal))
}
