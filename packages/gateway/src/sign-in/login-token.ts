import { createHash } from 'node:crypto'

/**
 * An operator's token: `pult_<workspaceId>_<43 digits>`. The workspace stands in it so that any node finds whom to ask; the prefix so that
 * scanners of leaked secrets recognise it. What is kept is its SHA-256: the 256 random bits need no slow hash.
 */

/** Makes `count` random bytes; `crypto.getRandomValues` outside tests. */
export type RandomBytes = (count: number) => Uint8Array

const SECRET_BYTES = 32
const SECRET_DIGITS = 43
const PREFIX = 'pult_'
/** Ids are ours, but tokens come from anywhere: what is not an id is not looked up. */
const TOKEN = new RegExp(`^${PREFIX}([A-Za-z0-9_.-]{1,64})_([A-Za-z0-9_-]{${SECRET_DIGITS}})$`)

/** [EP10] A new token; whoever has it is the operator, so it is given out once and never kept. */
export function makeLoginToken(workspaceId: string, random: RandomBytes): string {
  return `${PREFIX}${workspaceId}_${Buffer.from(random(SECRET_BYTES)).toString('base64url')}`
}

/** The workspace that a token speaks of, or null for what is no login token. It proves nothing yet. */
export function workspaceOfLoginToken(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null
}

/** SHA-256 of the token, 64 hexadecimal digits: what `LoginRecord.tokenHash` holds, and the key to find the record by. */
export function hashLoginToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The token of `Authorization: Bearer …`; null where the header is absent or of another kind. */
export function bearerToken(authorization: string | null): string | null {
  return /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization ?? '')?.[1] ?? null
}
