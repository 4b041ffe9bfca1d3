/** For how long a client is banned. `until`: to the end of a day that one chooses. */
export const banTerms = ['hour', 'day', 'week', 'ever', 'until'] as const
export type BanTerm = (typeof banTerms)[number]

const HOUR_MS = 3_600_000
const lengths = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const

export type BanEnd =
  /** Milliseconds of the clock that `nowMs` is of; null: never. */
  | { readonly ok: true; readonly endMs: number | null }
  | { readonly ok: false; readonly why: 'noDay' | 'past' }

/**
 * When a ban that begins now ends. `day` counts for `until` only: `2026-11-30` of the reader's zone, and the ban lasts to its end. A day
 * that is over, or is none, is said so.
 */
export function banEnd(term: BanTerm, day: string, nowMs: number): BanEnd {
  if (term === 'ever') return { ok: true, endMs: null }
  if (term !== 'until') return { ok: true, endMs: nowMs + lengths[term] }
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return { ok: false, why: 'noDay' }
  const endMs = new Date(year, month - 1, date + 1).getTime()
  if (Number.isNaN(endMs)) return { ok: false, why: 'noDay' }
  return endMs > nowMs ? { ok: true, endMs } : { ok: false, why: 'past' }
}
