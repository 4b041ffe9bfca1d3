import { PultError, type Refusal } from '@pult/client'

export interface FirstAdmin {
  /** From the one-time link of the first start. */
  readonly secret: string
  readonly email: string
  readonly name: string
  readonly password: string
}

/** `POST /api/v1/setup`: makes the first admin and signs in, as `/login` does. Rejects with a PultError; the secret works once. */
export async function setUp(admin: FirstAdmin, fetching: typeof fetch): Promise<void> {
  let response: Response
  try {
    response = await fetching('/api/v1/setup', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(admin),
    })
  } catch (cause) {
    throw new PultError(
      { code: 'network', message: 'The server does not answer.', temporary: true },
      { cause },
    )
  }
  if (response.ok) return
  const answer: unknown = await response.json().catch(() => null)
  throw new PultError(
    refusalIn(answer) ?? { code: 'internal', message: `HTTP ${response.status}`, temporary: true },
  )
}

function refusalIn(answer: unknown): Refusal | null {
  const outer = (answer ?? {}) as { error?: Refusal }
  const refusal = outer.error ?? (outer as Partial<Refusal>)
  return typeof refusal.code === 'string' ? (refusal as Refusal) : null
}
