import type { Limit } from './token-bucket.ts'

/**
 * How much of what, for whom. An "address" is {@link limitKey}: an IPv4 address, which a whole office or a mobile operator's customers
 * may share, or the /64 of one IPv6 subscriber. Numbers per address are therefore wide and numbers per person narrow.
 */
export const defaultLimits = {
  /** Sign-ins from one address, successful ones not counted: a call centre of five hundred may open at nine o'clock behind one address. */
  loginsPerAddress: { perSecond: 2, burst: 600 },
  /** Sign-ins to one account from one address: six typing errors, then one try in 30 s. */
  loginsPerAccountAndAddress: { perSecond: 1 / 30, burst: 6 },
  /**
   * Sign-ins to one account from all the addresses that never signed in to it: a botnet gets 3,000 tries a day at one password.
   * Addresses known to the account do not count and are not stopped, so the account's own people are not locked out.
   */
  loginsPerAccountOfStrangers: { perSecond: 1 / 30, burst: 100 },
  /** New visitors from one address. A hello keeps nothing, so a mobile operator's gateway or a site's own server has room. */
  hellosPerAddress: { perSecond: 1_000, burst: 30_000 },
  /** Sockets opened from one address: everybody behind one proxy comes back at once after a restart. */
  connectionsPerAddress: { perSecond: 2_000, burst: 30_000 },
  /**
   * Frames of one connection. What a connection may cost is bounded by its commands in flight; this stops a loop that never waits and
   * leaves room for a bot or a messenger's bridge that talks for many.
   */
  commandsPerConnection: { perSecond: 2_000, burst: 10_000 },
  /** Broken or unknown frames of one connection [S10]: a bug sends one now and then, abuse sends nothing else. */
  badFramesPerConnection: { perSecond: 0.2, burst: 20 },
  /** HTTP requests under /api/v1 from one login or client. */
  requestsPerPerson: { perSecond: 50, burst: 200 },
  /** Bytes that one person uploads: 250 MB at once (a sitting's worth of the largest files), the same again in an hour. */
  uploadBytesPerUploader: { perSecond: 250_000_000 / 3_600, burst: 250_000_000 },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof defaultLimits
export type Limits = Readonly<Record<LimitName, Limit>>
