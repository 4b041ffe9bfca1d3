import { botAnswersRequestSchema } from '@pult/protocol'
import { botBySecret } from '../bot-by-secret.ts'
import { bearerToken } from '../sign-in/index.ts'
import { cursorOf } from '../stream/cursor.ts'
import { failure, json, readBody, refusal } from './answer.ts'
import type { HttpServices } from './services.ts'

/**
 * [GD11] What a bot answers later than to the request that told it: it is who has its secret, and speaks under the baton that it was told. A session of a channel that has
 * another bot does not exist for it.
 */
export async function botAnswers(request: Request, services: HttpServices): Promise<Response> {
  const secret = bearerToken(request.headers.get('authorization'))
  const found = secret === null ? undefined : botBySecret(services.workspaces, secret, services.nowMs())
  if (found === undefined) return refusal('not_authenticated')
  const { host, bot } = found
  const share = services.requests.take(`${host.id} ${bot.id}`, services.nowMs())
  if (!share.allowed) return refusal('rate_limited', { retryMs: share.retryMs })
  const body = await readBody(request, botAnswersRequestSchema)
  if (body instanceof Response) return body
  const { key, ...data } = body
  const session = host.engine.state.sessions.get(data.sessionId) ?? (await host.store.session(data.sessionId))
  const channelId = session?.card.channel
  const botId =
    channelId === undefined ? undefined : host.engine.state.channels.get(channelId)?.channel.bot.botId
  if (channelId === undefined || botId !== bot.id) return refusal('session_not_found', { field: 'sessionId' })
  const actor = { type: 'BOT', channelId, name: bot.name } as const
  const outcome = await host.engine.request({ actor, name: 'botAnswer', data, key })
  if (outcome.error !== undefined) return failure(outcome.error)
  const headers = { 'pult-cursor': cursorOf(host.engine.epoch, host.hub.ring.endSeq) }
  const seq = outcome.seq === undefined ? {} : { seq: outcome.seq }
  return json({ action: 'reply', data: outcome.data, ...seq }, 200, headers)
}
