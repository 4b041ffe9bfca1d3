import { createLimiter } from './limiter.ts'
import { defaultLimits, type Limits } from './policy.ts'

/**
 * Limits on guessing passwords that cannot be turned against the people who know theirs: whoever fails on purpose to lock another out
 * exhausts only what belongs to the failing address, or to addresses from which nobody ever signed in to that account.
 */
export interface LoginAttempt {
  /** {@link limitKey} of the client's address. */
  readonly address: string
  /** The workspace and the e-mail as typed; it need not exist, and the answer does not tell whether it does. */
  readonly account: string
}

export interface LoginLimits {
  /** To be asked before the password is looked at. */
  attempt(attempt: LoginAttempt, nowMs: number): { readonly allowed: boolean; readonly retryMs: number }
  /** The password was right: the address is known to the account from now on, and the try does not count. */
  succeeded(attempt: LoginAttempt): void
}

/** Places from which somebody signed in, remembered until a restart; the least recent goes first. */
const KNOWN_PLACES_MAX = 100_000

/** [EP8] A refused attempt takes nothing from any bucket that others depend on. */
export function createLoginLimits(limits: Limits = defaultLimits): LoginLimits {
  const addresses = createLimiter(limits.loginsPerAddress)
  const pairs = createLimiter(limits.loginsPerAccountAndAddress)
  const strangers = createLimiter(limits.loginsPerAccountOfStrangers)
  const known = new Set<string>()

  return {
    attempt(attempt, nowMs) {
      // The narrowest first: one address that hammers at one account is stopped before it drains what a stranger may need.
      const pair = pairs.take(pairOf(attempt), nowMs)
      if (!pair.allowed) return pair
      const address = addresses.take(attempt.address, nowMs)
      if (!address.allowed || known.has(pairOf(attempt))) return address
      return strangers.take(accountOf(attempt), nowMs)
    },
    succeeded(attempt) {
      const pair = pairOf(attempt)
      pairs.giveBack(pair)
      addresses.giveBack(attempt.address)
      if (!known.delete(pair)) strangers.giveBack(accountOf(attempt))
      known.add(pair)
      const [oldest] = known
      if (known.size > KNOWN_PLACES_MAX && oldest !== undefined) known.delete(oldest)
    },
  }
}

/** `Anna@Example.com` is the same account as `anna@example.com`, or its case would be a way round the limit. */
function accountOf({ account }: LoginAttempt): string {
  return account.trim().toLowerCase()
}

/** An address has no spaces, so no two pairs have the same key. */
function pairOf(attempt: LoginAttempt): string {
  return `${attempt.address} ${accountOf(attempt)}`
}
