import { z } from 'zod'
import { loginRequestSchema, wireError, type LoginReply, type WireError } from '@pult/protocol'
import type { LoginRecord } from '@pult/engine'
import { limitKey } from '../client-address.ts'
import { cookieScheme, type RequestOrigin } from '../request-context.ts'
import {
  bearerToken,
  endedLoginCookie,
  hashLoginToken,
  loginCookie,
  makeLoginToken,
  sameText,
  workspaceOfLoginToken,
} from '../sign-in/index.ts'
import type { WorkspaceHost } from '../workspaces.ts'
import { failure, json, readBody, refusal } from './answer.ts'
import type { HttpServices } from './services.ts'
import { CLIENT_TOKEN_PREFIX, whoAsks } from './who.ts'

/** A month: a desk is signed in once and used every day. */
export const LOGIN_MS = 30 * 24 * 3600 * 1000

/** The operator with this e-mail, wherever; e-mails are unique in a workspace, and the first workspace that has it answers. */
function findByEmail(
  services: HttpServices,
  email: string,
): { host: WorkspaceHost; operatorId: LoginRecord['operatorId'] } | undefined {
  for (const host of services.workspaces.all()) {
    const operatorId = host.engine.state.operatorsByEmail.get(email.trim().toLowerCase())
    if (operatorId !== undefined) return { host, operatorId }
  }
  return undefined
}

export async function logIn(
  request: Request,
  from: RequestOrigin,
  services: HttpServices,
): Promise<Response> {
  const body = await readBody(request, loginRequestSchema)
  if (body instanceof Response) return body
  const attempt = { address: limitKey(from.ip), account: body.email }
  const allowed = services.loginLimits.attempt(attempt, services.nowMs())
  if (!allowed.allowed) return refusal('rate_limited', { retryMs: allowed.retryMs })
  const found = findByEmail(services, body.email)
  const record = found?.host.engine.state.operators.get(found.operatorId)
  const isRight = await services.passwords.verify(body.password, record?.passwordHash)
  if (isRight === null) return refusal('overloaded', { retryMs: 1_000 })
  if (!isRight || found === undefined || record === undefined) return refusal('wrong_credentials')
  services.loginLimits.succeeded(attempt)
  if (record.operator.blocked) {
    return refusal(
      'operator_blocked',
      record.blockedReason === null ? {} : { message: `This operator is blocked: ${record.blockedReason}` },
    )
  }
  return openLogin(found.host, found.operatorId, from, services)
}

/** Makes a login and answers with its token and its cookie. The browser's own earlier login goes on, so that its tabs stay. */
async function openLogin(
  host: WorkspaceHost,
  operatorId: LoginRecord['operatorId'],
  from: RequestOrigin,
  services: HttpServices,
): Promise<Response> {
  const nowMs = services.nowMs()
  const token = makeLoginToken(host.id, services.random)
  const before =
    from.cookieToken === null
      ? undefined
      : host.engine.state.loginsByHash.get(hashLoginToken(from.cookieToken))
  const known = before === undefined ? undefined : host.engine.state.logins.get(before)
  const isSame = known?.operatorId === operatorId
  const login: LoginRecord = {
    id: isSame ? known.id : `lgn_${Buffer.from(services.random(16)).toString('hex')}`,
    operatorId,
    tokenHash: hashLoginToken(token),
    openedAtMs: nowMs,
    expiresAtMs: nowMs + LOGIN_MS,
    clientIp: from.ip,
    device: from.device,
    displaced: false,
  }
  const outcome = await host.engine.request({
    actor: { type: 'SYSTEM' },
    name: isSame ? 'renewLogin' : 'openLogin',
    data: { login },
  })
  if (outcome.error !== undefined) return failure(outcome.error)
  const { operator } = host.engine.state.operators.get(operatorId)!
  const reply: LoginReply = { token, expiresAt: new Date(login.expiresAtMs).toISOString(), operator }
  return json(reply, 200, {
    'set-cookie': loginCookie(token, login.expiresAtMs, nowMs, cookieScheme(services.edge)),
  })
}

/**
 * Signing out twice is signing out; a login that another has displaced may be ended too. Only a bearer token that we do not know is
 * refused: its sender believes something that is not so.
 */
export async function logOut(
  request: Request,
  from: RequestOrigin,
  services: HttpServices,
): Promise<Response> {
  const bearer = bearerToken(request.headers.get('authorization'))
  if (bearer === null && from.isForeign) return refusal('origin_not_allowed')
  const token = bearer ?? from.cookieToken ?? ''
  if (token.startsWith(CLIENT_TOKEN_PREFIX)) return refusal('not_allowed')
  const workspaceId = workspaceOfLoginToken(token)
  const host = workspaceId === null ? undefined : services.workspaces.byId(workspaceId)
  const loginId = host?.engine.state.loginsByHash.get(hashLoginToken(token))
  if (host === undefined || loginId === undefined) {
    if (bearer !== null) return refusal('not_authenticated')
  } else {
    const outcome = await host.engine.request({
      actor: { type: 'SYSTEM' },
      name: 'endLogin',
      data: { loginId, reason: 'LOGOUT' },
    })
    if (outcome.error !== undefined) return failure(outcome.error)
  }
  return json({}, 200, { 'set-cookie': endedLoginCookie(cookieScheme(services.edge)) })
}

export async function me(request: Request, from: RequestOrigin, services: HttpServices): Promise<Response> {
  const who = await whoAsks(request, from, services)
  if ('code' in who) return failure(who)
  if (who.flavour === 'CLIENT') return refusal('not_allowed')
  const { operator } = who.host.engine.state.operators.get(who.operatorId)!
  return json({ operator, expiresAt: new Date(who.expiresAtMs).toISOString() })
}

const setupRequestSchema = z.strictObject({
  secret: z.string().min(1).max(200),
  email: z.email().max(200),
  name: z.string().trim().min(1).max(200),
  password: z.string().min(8).max(128),
})

/** The first admin, by the one-time link that the first start printed. Afterwards the link is dead. */
export async function setUp(
  request: Request,
  from: RequestOrigin,
  services: HttpServices,
): Promise<Response> {
  const body = await readBody(request, setupRequestSchema)
  if (body instanceof Response) return body
  const { allowed, retryMs } = services.loginLimits.attempt(
    { address: limitKey(from.ip), account: 'setup' },
    services.nowMs(),
  )
  if (!allowed) return refusal('rate_limited', { retryMs })
  for (const host of services.workspaces.all()) {
    const secret = services.setupSecret(host.id)
    if (secret === null || !sameText(secret, body.secret)) continue
    const made = await createFirstAdmin(host, body, services)
    return typeof made === 'string'
      ? openLogin(host, made as LoginRecord['operatorId'], from, services)
      : failure(made)
  }
  return refusal('link_expired', {
    field: 'secret',
    message: 'This link has been used or is not ours; start Pult again for another.',
  })
}

/** Returns the id of the new admin, or why there is none. */
export async function createFirstAdmin(
  host: WorkspaceHost,
  admin: { readonly email: string; readonly name: string; readonly password: string },
  { passwords }: Pick<HttpServices, 'passwords'>,
): Promise<string | WireError> {
  const passwordHash = await passwords.hash(admin.password)
  if (passwordHash === null) return wireError('overloaded', { retryMs: 1_000 })
  const outcome = await host.engine.request({
    actor: { type: 'SYSTEM' },
    name: 'createFirstAdmin',
    data: { email: admin.email, name: admin.name, passwordHash },
  })
  if (outcome.error !== undefined) return outcome.error
  return (outcome.data as { operatorId: string }).operatorId
}
