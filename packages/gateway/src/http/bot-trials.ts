import { botTrialRequestSchema } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { json, readBody, refusal } from './answer.ts'
import { isAdmin } from './reads.ts'
import type { HttpServices } from './services.ts'

/** [GD13] An admin asks a model what a client might ask. The answer is nobody's message: it is kept nowhere. */
export async function botTrials(
  request: Request,
  who: Authenticated,
  { preparation, stopping }: HttpServices,
): Promise<Response> {
  if (who.flavour === 'CLIENT' || !isAdmin(who)) return refusal('not_allowed')
  const trial = await readBody(request, botTrialRequestSchema)
  if (trial instanceof Response) return trial
  const fault = preparation.botSettingsFault(trial.kind, trial.settings)
  const tryModel = who.host.bots?.tryModel
  if (fault !== undefined || tryModel === undefined) {
    const field = ['settings', ...(fault?.field ? [fault.field] : [])].join('.')
    return refusal('validation_failed', { field, message: fault?.message ?? 'This server asks no models.' })
  }
  if (trial.botId !== undefined && !who.host.engine.state.bots.has(trial.botId))
    return refusal('bot_not_found', { field: 'botId' })
  return json(await tryModel(trial, AbortSignal.any([request.signal, stopping])))
}
