import { expect, test } from 'bun:test'
import type { OutboundFailure } from '../outbound/index.ts'
import { verdictOf } from './verdict.ts'

const failure = (more: Partial<OutboundFailure> = {}): OutboundFailure => ({
  ok: false,
  code: 'timeout',
  sentence: '',
  ...more,
})
const half = (): number => 0.5

test('[WH3] pauses grow, and are jittered up to twice their length', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((tries) => verdictOf(failure(), tries, 1e6, half))
  expect(pauses.map((verdict) => (verdict.name === 'again' ? verdict.afterMs : -1))).toEqual([
    375, 750, 1_500, 3_000, 6_000, 12_000, 12_000, 12_000,
  ])
  expect(verdictOf(failure(), 1, 1e6, () => 0)).toEqual({ name: 'again', afterMs: 250 })
  expect(verdictOf(failure(), 1, 1e6, () => 1)).toEqual({ name: 'again', afterMs: 500 })
})

test('[WH3] a try that would begin too late is not waited for', () => {
  expect(verdictOf(failure(), 1, 625, half).name).toBe('again')
  expect(verdictOf(failure(), 1, 624, half).name).toBe('failed')
  expect(verdictOf(failure(), 1, -1, half).name).toBe('failed')
})

test('[WH3] a rest that is asked for is kept, where there is time for it', () => {
  const asking = failure({ code: 'status', status: 503, retryAfter: '2' })
  expect(verdictOf(asking, 1, 5_000, half)).toEqual({ name: 'again', afterMs: 2_000 })
  expect(verdictOf(asking, 1, 2_000, half)).toEqual({ name: 'failed' })
  const nonsense = failure({ code: 'status', status: 503, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' })
  expect(verdictOf(nonsense, 1, 5_000, half)).toEqual({ name: 'again', afterMs: 375 })
})

test('[WH3] what only settings can mend, and 410, is not tried again; everything else is', () => {
  for (const code of [
    'bad_request',
    'https_only',
    'blocked_port',
    'blocked_address',
    'redirected',
  ] as const) {
    expect(verdictOf(failure({ code }), 1, 1e6, half).name).toBe('failed')
  }
  expect(verdictOf(failure({ code: 'status', status: 410 }), 1, 1e6, half).name).toBe('failed')
  for (const status of [400, 401, 404, 429, 500, 502, 503]) {
    expect(verdictOf(failure({ code: 'status', status }), 1, 1e6, half).name).toBe('again')
  }
  for (const code of [
    'timeout',
    'unreachable',
    'tls',
    'not_found_host',
    'busy',
    'too_large',
    'broken_answer',
  ] as const) {
    expect(verdictOf(failure({ code }), 1, 1e6, half).name).toBe('again')
  }
})
