import { expect, test } from 'bun:test'
import { banEnd } from './ban-term.ts'

const now = new Date(2026, 10, 22, 15, 30).getTime()

test('[CP8] a ban lasts an hour, a day, a week, or for ever', () => {
  expect(banEnd('hour', '', now)).toEqual({ ok: true, endMs: now + 3_600_000 })
  expect(banEnd('day', '', now)).toEqual({ ok: true, endMs: now + 86_400_000 })
  expect(banEnd('week', '', now)).toEqual({ ok: true, endMs: now + 7 * 86_400_000 })
  expect(banEnd('ever', '2026-11-30', now)).toEqual({ ok: true, endMs: null })
})

test('[CP8] until a day is until that day of the reader is over', () => {
  expect(banEnd('until', '2026-11-30', now)).toEqual({ ok: true, endMs: new Date(2026, 11, 1).getTime() })
  expect(banEnd('until', '2026-11-22', now)).toEqual({ ok: true, endMs: new Date(2026, 10, 23).getTime() })
})

test('[CP8] a day that is over or is none is said so', () => {
  expect(banEnd('until', '2026-11-21', now)).toEqual({ ok: false, why: 'past' })
  for (const day of ['', '2026', 'soon-ish-ly'])
    expect(banEnd('until', day, now)).toEqual({ ok: false, why: 'noDay' })
})
