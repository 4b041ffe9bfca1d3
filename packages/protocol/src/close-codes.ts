/** Why a connection was closed. A client needs only the band, see {@link closeBand}. */
export const closeCodes = {
  shuttingDown: 4001,
  sameInstance: 4003,
  silent: 4007,
  tooSlow: 4008,
  badCursor: 4100,
  tokenExpired: 4201,
  rateLimited: 4300,
  overloaded: 4301,
  protocolError: 4400,
  notAuthenticated: 4401,
  operatorBlocked: 4403,
  version: 4406,
  loggedInElsewhere: 4409,
  loggedOut: 4410,
  frameTooLarge: 4413,
} as const

export type CloseName = keyof typeof closeCodes

/**
 * What a client does after a close:
 * `reconnect` keeps the cursor; `restart` drops it; `renew` gets a new token first; `wait` comes back after `retryMs`;
 * `stop` needs a person.
 */
export type CloseBand = 'reconnect' | 'restart' | 'renew' | 'wait' | 'stop'

const bands: Readonly<Record<number, CloseBand>> = { 41: 'restart', 42: 'renew', 43: 'wait', 44: 'stop' }

/** The band of a close code. Codes outside ours (1006 when a network dies) are a lost connection: `reconnect`. */
export function closeBand(code: number): CloseBand {
  return bands[Math.floor(code / 100)] ?? 'reconnect'
}
