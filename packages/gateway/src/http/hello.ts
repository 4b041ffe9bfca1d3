import {
  helloRequestSchema,
  type ChatId,
  type ClientId,
  type HelloReply,
  type WireError,
} from '@pult/protocol'
import { makeId, tagOf } from '@pult/engine'
import { limitKey } from '../client-address.ts'
import type { RequestOrigin } from '../request-context.ts'
import { originAllowed, verifyIdentity, type ClientTokenClaims } from '../sign-in/index.ts'
import { findChannel, type WorkspaceHost } from '../workspaces.ts'
import { failure, json, readBody, refusal } from './answer.ts'
import type { HttpServices } from './services.ts'

/**
 * A visitor becomes a client: a token that is its own record. Nothing is kept of who only looks; whom the host's site vouches for is
 * known at once and everywhere.
 */
export async function hello(
  request: Request,
  from: RequestOrigin,
  services: HttpServices,
): Promise<Response> {
  const nowMs = services.nowMs()
  const { allowed, retryMs } = services.hellos.take(limitKey(from.ip), nowMs)
  if (!allowed) return refusal('rate_limited', { retryMs })
  const body = await readBody(request, helloRequestSchema)
  if (body instanceof Response) return body
  const found = findChannel(services.workspaces, body.channelKey)
  if (found === undefined) return refusal('channel_not_found', { field: 'channelKey' })
  const { host, channelId } = found
  const record = host.engine.state.channels.get(channelId)!
  if (!siteAllowed(from.origin, record.channel.origins, request, services))
    return refusal('origin_not_allowed')

  let claims = knownClaims(body.clientToken, channelId, host.id, services)
  if (body.identity !== undefined) {
    const { channelKey } = record.channel
    const answer = await verifyIdentity(
      body.identity,
      { channelId, channelKey, secret: record.secret },
      nowMs,
    )
    if ('refused' in answer) {
      return refusal('identity_refused', {
        field: 'identity',
        message: `The identity is not accepted: ${answer.detail}.`,
      })
    }
    // A browser that was somebody else's starts a chat of its own: one person's words are never another's.
    const isSame = claims?.externalId === undefined || claims.externalId === answer.claims.sub
    const start = claims !== undefined && isSame ? claims : await newClaims(host, channelId, nowMs)
    if ('code' in start) return failure(start)
    const outcome = await host.engine.request({
      actor: { type: 'SYSTEM' },
      name: 'identifyClient',
      data: { channelId, clientId: start.clientId, chatId: start.chatId, claims: answer.claims },
    })
    if (outcome.error !== undefined) return failure(outcome.error)
    const { clientId, chatId } = outcome.data as { clientId: ClientId; chatId: ChatId }
    claims = { ...start, clientId, chatId, externalId: answer.claims.sub }
  }
  const known = claims ?? (await newClaims(host, channelId, nowMs))
  if ('code' in known) return failure(known)
  const fresh = { ...known, issuedAtMs: nowMs }
  const reply: HelloReply = {
    clientToken: services.clientTokens.issue(fresh),
    clientId: fresh.clientId,
    chatId: fresh.chatId,
  }
  return json(reply)
}

/** A channel that names its sites serves only them; our own pages always. */
function siteAllowed(
  origin: string | null,
  allowed: readonly string[],
  request: Request,
  { edge }: HttpServices,
): boolean {
  return originAllowed(origin, {
    publicUrl: edge.publicUrl,
    requestHost: request.headers.get('host'),
    allowed: allowed.length === 0 ? ['*'] : allowed,
    credential: 'bearer',
  })
}

/** A token that is not good is no error: its bearer is a new visitor. */
function knownClaims(
  token: string | undefined,
  channelId: string,
  workspaceId: string,
  services: HttpServices,
): ClientTokenClaims | undefined {
  if (token === undefined) return undefined
  const answer = services.clientTokens.verify(token, services.nowMs())
  if ('refused' in answer) return undefined
  return answer.claims.channelId === channelId && answer.claims.workspaceId === workspaceId
    ? answer.claims
    : undefined
}

async function newClaims(
  host: WorkspaceHost,
  channelId: ClientTokenClaims['channelId'],
  nowMs: number,
): Promise<ClientTokenClaims | WireError> {
  const number = await host.clientNumbers.next()
  if (typeof number !== 'number') return number
  const tag = tagOf(host.id)
  return {
    workspaceId: host.id,
    channelId,
    clientId: makeId('cli', number, tag) as ClientId,
    chatId: makeId('cht', number, tag) as ChatId,
    issuedAtMs: nowMs,
  }
}
