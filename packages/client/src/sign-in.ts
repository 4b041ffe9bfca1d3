import type { LoginReply, Operator } from '@pult/protocol'
import { createHttp } from './http.ts'

export interface SignIn {
  readonly url: string
  readonly email: string
  readonly password: string
  /** The one-time code, where the operator has a second factor. */
  readonly code?: string
  readonly fetch?: typeof globalThis.fetch
}

/** `POST /api/v1/login`. In a browser of the same site the login cookie is set too, and the token need not be kept. Rejects with a PultError. */
export function signIn({ url, fetch, ...body }: SignIn): Promise<LoginReply> {
  return createHttp({ url, fetch, token: () => undefined }).post<LoginReply>('/login', body)
}

/** Ends the login of the token or of the cookie: every tab of it is told `operatorLoggedOut`. */
export async function signOut(where: {
  readonly url: string
  readonly token?: string
  readonly fetch?: typeof globalThis.fetch
}): Promise<void> {
  await createHttp({ url: where.url, fetch: where.fetch, token: () => where.token }).post('/logout', {})
}

interface Me {
  readonly operator: Operator
  readonly expiresAt: string
}

/** `GET /api/v1/me`: who the token or the cookie belongs to. Rejects with `not_authenticated` when nobody is signed in. */
export async function whoAmI(where: {
  readonly url: string
  readonly token?: string
  readonly fetch?: typeof globalThis.fetch
}): Promise<Me> {
  const http = createHttp({ url: where.url, fetch: where.fetch, token: () => where.token })
  return (await http.read<Me>('/me')).value
}
