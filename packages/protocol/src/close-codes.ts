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

/** The band of a close code. Codes outside ours (1006 when a network dies) are a lost connection: `reconnect`. */
export function closeBand(code: number): CloseBand {
  if (code >= 4400 && code <= 4499) return 'stop'
  if (code >= 4300 && code <= 4399) return 'wait'
  if (code >= 4200 && code <= 4299) return 'renew'
  if (code >= 4100 && code <= 4199) return 'restart'
  return 'reconnect'
}
