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
  readonly #spare: SpareAccount[] = []

  /** Somebody who has no sessions, no connections and no status but OFFLINE; undefined when there is nobody. */
  take(): SpareAccount | undefined {
    return this.#spare.pop()
  }

  /** A scenario needs the account no longer. `token`: of its newest login, where there is one. `admin`: who sees to it. Never rejects. */
  async giveBack(account: Account, token: string | undefined, admin: Caller<'OPERATOR'>): Promise<void> {
    try {
      const isGood = token !== undefined && (await this.#isIdle(account, token, admin))
      if (isGood) this.#spare.push({ account, token })
      else await this.#block(account, admin)
    } catch {
      // A deployment that answers wrongly has been reported already.
      await this.#block(account, admin)
    }
  }

  async #isIdle({ operatorId, email }: Account, token: string, admin: Caller<'OPERATOR'>): Promise<boolean> {
    const caller = new Caller(admin.url, 'OPERATOR', token, true)
    const { body, error } = await caller.get('/api/v1/me')
    if (error !== undefined || (body as { operator: Operator }).operator.email !== email) return false
    await admin.ask('setOperatorStatus', { operatorId, status: 'OFFLINE' })
    const held = await admin.get(`/api/v1/sessions?operatorId=${operatorId}&status=ACTIVE&limit=1`)
    return (held.body as { items?: readonly unknown[] }).items?.length === 0
  }

  async #block({ operatorId }: Account, admin: Caller<'OPERATOR'>): Promise<void> {
    const data = { operatorId, blocked: true, reason: 'conformance' }
    await admin.ask('blockOperator', data).catch(() => undefined)
  }

  /** The run is over: nobody of it can sign in any more. */
  async end(admin: Caller<'OPERATOR'>): Promise<void> {
    await Promise.all(this.#spare.splice(0).map(({ account }) => this.#block(account, admin)))
  }
}
