import type { WireError } from '@pult/protocol'
import { networkRefusal, PultError, refusalOf } from './pult-error.ts'

export type Query = Readonly<Record<string, string | number | undefined>>

interface Answer<T> {
  readonly value: T
  /** The `Pult-Cursor`: `value` includes everything up to there. Null where a proxy hides the header. */
  readonly cursor: string | null
}

export interface Http {
  readonly read: <T>(path: string, query?: Query) => Promise<Answer<T>>
  readonly post: <T>(path: string, body: unknown) => Promise<T>
  /** Any other request, with our headers. */
  readonly send: <T>(path: string, init: RequestInit) => Promise<T>
  /** What `path` under the API is, and the headers that say who we are. */
  readonly address: (path: string) => string
  readonly headers: () => Record<string, string>
}

export interface HttpOptions {
  readonly url: string
  readonly fetch: typeof globalThis.fetch | undefined
  readonly token: () => string | undefined
}

/** `https://host/prefix` and `/sessions` give `https://host/prefix/api/v1/sessions`. */
export function apiAddress(url: string, path: string): string {
  const base = new URL(url, (globalThis as { location?: { href: string } }).location?.href)
  return `${base.origin}${base.pathname.replace(/\/+$/, '')}/api/v1${path}`
}

/** One way to speak HTTP with the server: the token, the errors of the protocol's table, nothing else. */
export function createHttp({ url, fetch, token }: HttpOptions): Http {
  const fetching = fetch ?? globalThis.fetch.bind(globalThis)
  const headers = (): Record<string, string> => {
    const bearer = token()
    return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
  }
  // A token says who we are; sending the cookie beside it could say somebody else.
  const credentials = () => (token() === undefined ? 'same-origin' : 'omit')

  async function request(path: string, init: RequestInit): Promise<Response> {
    let response: Response
    try {
      response = await fetching(apiAddress(url, path), { ...init, credentials: credentials() })
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause
      throw networkError(cause)
    }
    if (!response.ok) throw new PultError(refusalOf(errorIn(await bodyOf(response), response.status)))
    return response
  }

  async function read<T>(path: string, query: Query = {}): Promise<Answer<T>> {
    const response = await request(path + queryText(query), { headers: headers() })
    return { value: (await bodyOf(response)) as T, cursor: response.headers.get('pult-cursor') }
  }

  return {
    read,
    post: async <T>(path: string, body: unknown) => {
      const response = await request(path, {
        method: 'POST',
        headers: { ...headers(), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return (await bodyOf(response)) as T
    },
    send: async <T>(path: string, init: RequestInit) =>
      (await bodyOf(await request(path, { ...init, headers: headers() }))) as T,
    address: (path) => apiAddress(url, path),
    headers,
  }
}

export function networkError(cause: unknown): PultError {
  return new PultError(networkRefusal, { cause })
}

/** The error in an answer: `{ error: {…} }` or the error itself; a proxy's page counts as the server being away. */
export function errorIn(body: unknown, status: number): Partial<WireError> {
  const outer = (body ?? {}) as { readonly error?: Partial<WireError> } & Partial<WireError>
  const error = typeof outer.error === 'object' ? outer.error : outer
  if (typeof error.code === 'string') return error
  return {
    code: status === 401 ? 'not_authenticated' : status === 429 ? 'rate_limited' : 'internal',
    message: `The server answered ${status}.`,
    temporary: status === 429 || status >= 500,
  }
}

function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined)
}

function queryText(query: Query): string {
  const set = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`
}
