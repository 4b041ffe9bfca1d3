import type { ChannelMade, Deployment } from '../kit/deployment.ts'

/** Identities as a host's site signs them, and as somebody else would like to. */
interface Claims {
  readonly [name: string]: unknown
}

/** Some minutes: a page loads within them. */
const LIFE_SECONDS = 600

/** What every identity has to say, as of now. */
export function claimsFor(
  audience: string,
  sub: string,
): { readonly sub: string; readonly aud: string; readonly iat: number; readonly exp: number } {
  const iat = Math.floor(Date.now() / 1000)
  return { sub, aud: audience, iat, exp: iat + LIFE_SECONDS }
}

/** A JWT signed HS256 with the secret. */
export async function signIdentity(secret: string, claims: Claims): Promise<string> {
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  const hash = { name: 'HMAC', hash: 'SHA-256' }
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), hash, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(body))
  return `${body}.${Buffer.from(signature).toString('base64url')}`
}

interface Forger extends ChannelMade {
  readonly pult: Deployment
  readonly sub: string
}

export interface Forgery {
  /** Goes on after "an identity". */
  readonly what: string
  readonly make: (from: Forger) => Promise<string>
}

const HOUR_SECONDS = 3_600

/** Everything that has been wrong with such tokens somewhere. */
export const forgeries: readonly Forgery[] = [
  {
    what: 'signed with another secret',
    make: ({ channelId, sub }) => signIdentity('not the secret of this channel', claimsFor(channelId, sub)),
  },
  {
    what: 'with `alg: none`',
    make: async ({ channelId, sub }) =>
      `${part({ alg: 'none', typ: 'JWT' })}.${part(claimsFor(channelId, sub))}.`,
  },
  {
    what: 'whose claims were changed after signing',
    make: async ({ channelSecret, channelId, sub }) => {
      const [head, , signature] = (await signIdentity(channelSecret, claimsFor(channelId, sub))).split('.')
      return `${head}.${part(claimsFor(channelId, 'somebody else'))}.${signature}`
    },
  },
  {
    what: 'that has expired',
    make: signed(({ iat, ...claims }) => ({ ...claims, iat: iat - 1_800, exp: iat - 300 })),
  },
  {
    what: 'that lives longer than an hour',
    make: signed((claims) => ({ ...claims, exp: claims.iat + 2 * HOUR_SECONDS })),
  },
  {
    what: 'made more than an hour ago',
    make: signed((claims) => ({ ...claims, iat: claims.iat - 2 * HOUR_SECONDS })),
  },
  { what: 'without an end', make: signed(({ exp: _exp, ...claims }) => claims) },
  { what: 'without an audience', make: signed(({ aud: _aud, ...claims }) => claims) },
  { what: 'without a subject', make: signed(({ sub: _sub, ...claims }) => claims) },
  {
    what: 'for another channel',
    make: async ({ pult, groupId, channelSecret, sub }) =>
      signIdentity(channelSecret, claimsFor((await pult.channel({ groupId })).channelId, sub)),
  },
  {
    what: 'signed by another channel',
    make: async ({ pult, groupId, channelId, sub }) =>
      signIdentity((await pult.channel({ groupId })).channelSecret, claimsFor(channelId, sub)),
  },
  { what: 'that is no token at all', make: async () => 'no.such.token' },
]

/** Signed as it should be; it is what it says that is wrong. */
function signed(change: (claims: ReturnType<typeof claimsFor>) => Claims): Forgery['make'] {
  return ({ channelSecret, channelId, sub }) => signIdentity(channelSecret, change(claimsFor(channelId, sub)))
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
