import type { LoginReply } from '@pult/protocol'
import { Caller } from './http.ts'

/**
 * How many scenarios one admin arranges. Each asks its admin for about six things, and a person may ask for fifty a second ([GD8]): with one
 * admin for all, most of a run is waiting for that limit.
 */
const SCENARIOS_OF_AN_ADMIN = 75

export interface Admins {
  /** The one who was named first, then as many as the scenarios need. Never empty. */
  readonly all: readonly Caller<'OPERATOR'>[]
  /** Nobody who was made can sign in any more. Never rejects. */
  readonly end: () => Promise<void>
}

/** Makes the admins of a run beside the one whom it was given. A deployment that does not let them be made is asked with that one. */
export async function openAdmins(
  given: Caller<'OPERATOR'>,
  { scenarios, label }: { readonly scenarios: number; readonly label: string },
): Promise<Admins> {
  const madeIds: string[] = []
  const one = async (number: number): Promise<Caller<'OPERATOR'> | undefined> => {
    const email = `${label}-admin-${number}@conformance.example`
    const password = `secret of ${label}`
    try {
      const name = `conformance ${label} admin ${number}`
      const fields = { email, password, name, role: 'admin' as const, groupIds: [] }
      madeIds.push((await given.ask('createOperator', fields)).operatorId)
      const { body, error } = await given.post('/api/v1/login', { email, password }, { token: null })
      return error === undefined
        ? new Caller(given.url, 'OPERATOR', (body as LoginReply).token, true)
        : undefined
    } catch {
      // What is wrong with it is for the scenarios to say.
      return undefined
    }
  }
  const count = Math.ceil(scenarios / SCENARIOS_OF_AN_ADMIN) - 1
  const made = await Promise.all(Array.from({ length: count }, (_, index) => one(index + 1)))
  return {
    all: [given, ...made.filter((admin) => admin !== undefined)],
    async end() {
      const blocked = madeIds.map((operatorId) =>
        given.ask('blockOperator', { operatorId, blocked: true, reason: 'conformance' }),
      )
      await Promise.allSettled(blocked)
    },
  }
}
