/**
 * Whether somebody is at the desk. All times are milliseconds of one clock.
 *
 *   here ──no input for the limit──► warned ──a minute──► away ──«I am here», ONLINE──► here
 *     ▲                                │
 *     └──────────── input ─────────────┘
 */
export type Idle =
  | { readonly name: 'here'; readonly inputMs: number }
  | { readonly name: 'warned'; readonly inputMs: number; readonly untilMs: number }
  /** Set to AWAY by this, and not by hand. */
  | { readonly name: 'away'; readonly sinceMs: number }

/** Long enough to come back from the next desk. */
export const WARNING_MS = 60_000

/** Something was pressed or moved, in any tab. Who is away stays so: whoever passes by may have touched the mouse. */
export function onInput(idle: Idle, atMs: number): Idle {
  switch (idle.name) {
    case 'away':
      return idle
    case 'warned':
      return { name: 'here', inputMs: atMs }
    case 'here':
      return atMs > idle.inputMs ? { name: 'here', inputMs: atMs } : idle
  }
}

/** Time has passed. `limitMs`: null where nobody is asked: switched off, or not on duty. Returns the same object when nothing changed. */
export function onIdleTime(idle: Idle, limitMs: number | null, nowMs: number): Idle {
  switch (idle.name) {
    case 'here':
      return limitMs !== null && nowMs - idle.inputMs >= limitMs
        ? // From now, however late we ask: after a sleep there is a minute to say that one is here.
          { name: 'warned', inputMs: idle.inputMs, untilMs: nowMs + WARNING_MS }
        : idle
    case 'warned':
      if (limitMs === null) return { name: 'here', inputMs: nowMs }
      return nowMs >= idle.untilMs ? { name: 'away', sinceMs: nowMs } : idle
    case 'away':
      return idle
  }
}

/** The status was changed, by whomever: who is on duty again is here, and who left it by hand is not asked about it. */
export function onStatus(idle: Idle, status: string, nowMs: number): Idle {
  if (idle.name === 'away') return status === 'AWAY' ? idle : { name: 'here', inputMs: nowMs }
  return status === 'ONLINE' ? idle : { name: 'here', inputMs: nowMs }
}

/** When `onIdleTime` has something to do; null: never. */
export function idleDueMs(idle: Idle, limitMs: number | null): number | null {
  if (idle.name === 'warned') return idle.untilMs
  return idle.name === 'here' && limitMs !== null ? idle.inputMs + limitMs : null
}
