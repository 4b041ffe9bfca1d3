/** Two rows of the picker. */
export const RECENT_MAX = 18

/** The one used just now comes first. */
export function withRecent(recent: readonly string[], sign: string): readonly string[] {
  return [sign, ...recent.filter((other) => other !== sign)].slice(0, RECENT_MAX)
}

/** What was kept, or nothing. */
export function parseRecent(stored: string | null): readonly string[] {
  return (stored ?? '')
    .split(' ')
    .filter((sign) => sign !== '')
    .slice(0, RECENT_MAX)
}
