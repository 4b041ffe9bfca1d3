import type { Operator } from '@pult/protocol'
import type { Account } from './deployment.ts'
import { Caller } from './http.ts'

/** An account with a login that is still good. */
export interface SpareAccount {
  readonly account: Account
  readonly token: string
}

/**
 * The operators of a run. A password costs the deployment a twentieth of a second of a core to hash and as much to check, which would be
 * nearly all that a run costs; so whoever a scenario leaves as it found them serves the next one. Who was blocked, displaced, signed out
 * or still has a session does not come back, and is blocked.
 */
export class Accounts {
  readonly #admin: Caller<'OPERATOR'>
  readonly #spare: SpareAccount[] = []

  constructor(admin: Caller<'OPERATOR'>) {
    this.#admin = admin
  }

  /** Somebody who has no sessions, no connections and no status but OFFLINE; undefined when there is nobody. */
  take(): SpareAccount | undefined {
    return this.#spare.pop()
  }

  /** A scenario needs the account no longer. `token`: of its newest login, where there is one. Never rejects. */
  async giveBack(account: Account, token: string | undefined): Promise<void> {
    try {
      const isGood = token !== undefined && (await this.#isIdle(account, token))
      if (isGood) this.#spare.push({ account, token })
      else await this.#block(account)
    } catch {
      // A deployment that answers wrongly has been reported already.
      await this.#block(account)
    }
  }

  async #isIdle({ operatorId, email }: Account, token: string): Promise<boolean> {
    const caller = new Caller(this.#admin.url, 'OPERATOR', token, true)
    const { body, error } = await caller.get('/api/v1/me')
    if (error !== undefined || (body as { operator: Operator }).operator.email !== email) return false
    await this.#admin.ask('setOperatorStatus', { operatorId, status: 'OFFLINE' })
    const held = await this.#admin.get(`/api/v1/sessions?operatorId=${operatorId}&status=ACTIVE&limit=1`)
    return (held.body as { items?: readonly unknown[] }).items?.length === 0
  }

  async #block({ operatorId }: Account): Promise<void> {
    const data = { operatorId, blocked: true, reason: 'conformance' }
    await this.#admin.ask('blockOperator', data).catch(() => undefined)
  }

  /** The run is over: nobody of it can sign in any more. */
  async end(): Promise<void> {
    await Promise.all(this.#spare.splice(0).map(({ account }) => this.#block(account)))
  }
}
