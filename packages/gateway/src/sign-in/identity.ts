import { identityClaimsSchema, type IdentityClaims } from '@pult/protocol'
import { errors, jwtVerify } from 'jose'

/**
 * The host's site vouches for who its visitor is, by a JWT signed with the channel's secret. Anything that can be wrong with such a
 * token has been wrong somewhere: other algorithms, `none`, other audiences, endless lives.
 */
export interface IdentityChannel {
  readonly channelId: string
  readonly channelKey: string
  readonly secret: string
}

export type IdentityAnswer =
  | { readonly claims: IdentityClaims }
  | {
      readonly refused: 'expired' | 'too_long_lived' | 'wrong_audience' | 'bad_claims' | 'forged'
      /** For the host's developer: which claim is wrong. Nothing secret. */
      readonly detail: string
    }

/** An hour is enough for a page to load; a token that lives longer is a password. */
export const IDENTITY_SECONDS_MAX = 3_600
/** Clocks of web servers differ by so much. */
export const IDENTITY_CLOCK_SKEW_SECONDS = 30

/**
 * [EP12] The claims, if the token is signed HS256 with the channel's secret for this channel (its id or its key), was made at most an hour
 * ago, has not expired, and says to expire at most an hour after it was made. Each answer is final: nothing is remembered, so the same
 * token is good until it expires.
 */
export async function verifyIdentity(
  token: string,
  channel: IdentityChannel,
  nowMs: number,
): Promise<IdentityAnswer> {
  // An empty key signs for everybody.
  if (channel.secret === '') return { refused: 'forged', detail: 'the channel has no secret' }
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(channel.secret), {
      algorithms: ['HS256'],
      audience: [channel.channelId, channel.channelKey],
      requiredClaims: ['sub', 'aud', 'iat', 'exp'],
      maxTokenAge: IDENTITY_SECONDS_MAX,
      clockTolerance: IDENTITY_CLOCK_SKEW_SECONDS,
      currentDate: new Date(nowMs),
    })
    const lifeSeconds = payload.exp! - payload.iat!
    if (lifeSeconds > IDENTITY_SECONDS_MAX) {
      return {
        refused: 'too_long_lived',
        detail: `exp is ${lifeSeconds} s after iat; at most ${IDENTITY_SECONDS_MAX}`,
      }
    }
    const claims = identityClaimsSchema.safeParse(payload)
    if (claims.success) return { claims: claims.data }
    return { refused: 'bad_claims', detail: claims.error.issues[0]!.path.join('.') }
  } catch (cause) {
    return refusalOf(cause)
  }
}

function refusalOf(cause: unknown): IdentityAnswer {
  if (cause instanceof errors.JWTExpired) return { refused: 'expired', detail: cause.claim }
  if (cause instanceof errors.JWTClaimValidationFailed) {
    const refused = cause.claim === 'aud' ? 'wrong_audience' : 'bad_claims'
    return { refused, detail: cause.claim }
  }
  if (cause instanceof errors.JOSEError) return { refused: 'forged', detail: cause.code }
  throw cause
}
