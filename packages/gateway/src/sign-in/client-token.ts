import { createHmac } from 'node:crypto'
import {
  channelIdSchema,
  chatIdSchema,
  clientIdSchema,
  workspaceIdSchema,
  type ChannelId,
  type ChatId,
  type ClientId,
  type WorkspaceId,
} from '@pult/protocol'
import { z } from 'zod'
import { sameText } from './constant-time.ts'

/**
 * What a client's browser keeps to be the same person tomorrow. Millions of visitors never come back, so nothing of it is stored here:
 * the token is its own record, `pultc_<claims>.<HMAC-SHA256>`, both in base64url.
 */
export interface ClientTokenClaims {
  readonly workspaceId: WorkspaceId
  readonly channelId: ChannelId
  readonly clientId: ClientId
  readonly chatId: ChatId
  /** The host's own id of the client; only ever from a verified identity. */
  readonly externalId?: string
  /** Milliseconds since the epoch. */
  readonly issuedAtMs: number
}

export type ClientTokenAnswer =
  | { readonly claims: ClientTokenClaims }
  | { readonly refused: 'expired' | 'forged' }

export interface ClientTokens {
  issue(claims: ClientTokenClaims): string
  /** [EP11] `forged`: not made with our secret, whatever it says. `expired`: ours, and older than {@link CLIENT_TOKEN_MS}. */
  verify(token: string, nowMs: number): ClientTokenAnswer
}

/** 400 days: the longest that browsers keep a cookie, so no surprise beside other sites. A hello renews it. */
export const CLIENT_TOKEN_MS = 400 * 24 * 3600 * 1000
const TOKEN_CHARS_MAX = 4096
const TOKEN = /^pultc_([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/

/** A list instead of an object: the names of the fields would be half of the token. */
const wireSchema = z.tuple([
  workspaceIdSchema,
  channelIdSchema,
  clientIdSchema,
  chatIdSchema,
  z.string().nullable(),
  z.number().int(),
])

/** `secret`: the server's, the same on every node. Another secret makes every client a new person. */
export function createClientTokens(secret: string): ClientTokens {
  // A key of its own, so that nothing signed elsewhere with the server's secret passes for a token.
  const key = createHmac('sha256', secret).update('pult client token v1').digest()
  const sign = (payload: string) => createHmac('sha256', key).update(payload).digest('base64url')

  return {
    issue({ workspaceId, channelId, clientId, chatId, externalId, issuedAtMs }) {
      const wire = [workspaceId, channelId, clientId, chatId, externalId ?? null, issuedAtMs]
      const payload = Buffer.from(JSON.stringify(wire)).toString('base64url')
      return `pultc_${payload}.${sign(payload)}`
    },
    verify(token, nowMs) {
      const [, payload, signature] = (token.length <= TOKEN_CHARS_MAX && TOKEN.exec(token)) || []
      if (payload === undefined || signature === undefined) return { refused: 'forged' }
      if (!sameText(sign(payload), signature)) return { refused: 'forged' }
      const claims = readClaims(payload)
      if (claims === null) return { refused: 'forged' }
      return nowMs - claims.issuedAtMs > CLIENT_TOKEN_MS ? { refused: 'expired' } : { claims }
    },
  }
}

/** The signature was right, so another shape means another version of ours: a new hello is the answer to that as well. */
function readClaims(payload: string): ClientTokenClaims | null {
  const parsed = wireSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  if (!parsed.success) return null
  const [workspaceId, channelId, clientId, chatId, externalId, issuedAtMs] = parsed.data
  return {
    workspaceId,
    channelId,
    clientId,
    chatId,
    issuedAtMs,
    ...(externalId === null ? {} : { externalId }),
  }
}
